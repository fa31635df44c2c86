import type { Recheck } from '@stepkey/shared/workspace'
import { type SqlBool, sql } from 'kysely'
import { isUsedByActiveFlow } from '../../platform/database/credential-in-use.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import { violationOf } from '../../platform/database/database-error.ts'
import {
  claimRows,
  correctDueTimes,
  deleteLeased,
  isNotIn,
  updateLeased,
} from '../../platform/database/lease.ts'
import type { RecheckRow } from '../../platform/database/tables.ts'

/** Returns the interval of a workspace's scheduled verifications; undefined if there is no such workspace. */
export async function findSchedule(db: Db, workspaceId: string): Promise<Recheck | undefined> {
  const row = await db
    .selectFrom('workspace')
    .select('recheck')
    .where('id', '=', workspaceId)
    .executeTakeFirst()
  return row?.recheck
}

/**
 * Sets the interval of a workspace's scheduled verifications.
 * @returns the previous interval; undefined if there is no such workspace
 */
export async function updateSchedule(
  trx: Trx,
  workspaceId: string,
  recheck: Recheck,
): Promise<Recheck | undefined> {
  const before = await trx
    .selectFrom('workspace')
    .select('recheck')
    .where('id', '=', workspaceId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  await trx.updateTable('workspace').set({ recheck }).where('id', '=', workspaceId).execute()
  return before?.recheck
}

/** Returns working credentials of active flows that are not scheduled yet. */
export async function findUnscheduled(db: Db, limit: number) {
  return await db
    .selectFrom('credential as c')
    .innerJoin('workspace as w', 'w.id', 'c.workspace_id')
    .leftJoin('recheck as q', 'q.credential_id', 'c.id')
    .leftJoin('receipt as r', 'r.id', 'c.receipt_id')
    .where('w.recheck', '!=', 'off')
    .where('q.credential_id', 'is', null)
    .where('c.status', 'in', ['verified', 'limited'])
    .where(isUsedByActiveFlow)
    .select(['c.id', 'c.workspace_id', 'w.recheck', 'r.target'])
    .limit(limit)
    .execute()
}

/** Schedules credentials. Skips those that were deleted or scheduled by another process in the meantime. */
export async function insertScheduled(
  db: Db,
  rows: readonly Pick<RecheckRow, 'credential_id' | 'workspace_id' | 'target' | 'due_at'>[],
): Promise<void> {
  if (rows.length === 0) return
  try {
    await db
      .insertInto('recheck')
      .values(rows.map((row) => ({ ...row, misses: 0, lease_id: null, leased_until: null })))
      .onConflict((conflict) => conflict.column('credential_id').doNothing())
      .execute()
  } catch (error) {
    if (violationOf(error) !== 'foreign_key') throw error
    // One of the credentials was deleted: insert the rows one by one.
    if (rows.length > 1) for (const row of rows) await insertScheduled(db, [row])
  }
}

/** Removes all credentials of a workspace from the schedule. */
export async function deleteScheduled(trx: Trx, workspaceId: string): Promise<void> {
  await trx.deleteFrom('recheck').where('workspace_id', '=', workspaceId).execute()
}

/** Verifications of one target host run one at a time. */
const queue = {
  table: 'recheck',
  key: 'credential_id',
  group: 'target',
  dueAt: 'due_at',
} as const

/**
 * Claims due verifications: the first one of each host, unless another verification of the host is running or the host
 * is paused because it limits requests.
 * @param claim.except the workspaces whose verifications are not claimed
 * @param claim.duration how long the lease lasts, in milliseconds
 */
export async function claimDueVerifications(
  db: Db,
  { except, ...claim }: { now: string; limit: number; except: readonly string[]; duration: number },
): Promise<Claimed[]> {
  const eligible = sql<SqlBool>`${isNotIn('q.workspace_id', except)} and not exists (
    select 1 from recheck_pause as p where p.target = q.target and p.paused_until > ${claim.now})`
  const leaseId = await claimRows(db, { ...queue, eligible }, claim)
  return leaseId === undefined ? [] : await findLeased(db, leaseId)
}

/** A claimed verification. */
export type Claimed = Awaited<ReturnType<typeof findLeased>>[number]

/** Returns the claimed rows, with the interval, status and uses that decide whether to verify them. */
async function findLeased(db: Db, leaseId: string) {
  return await db
    .selectFrom('recheck as q')
    .innerJoin('credential as c', 'c.id', 'q.credential_id')
    .innerJoin('workspace as w', 'w.id', 'c.workspace_id')
    .where('q.lease_id', '=', leaseId)
    .select(['q.credential_id', 'q.workspace_id', 'q.target', 'q.misses', 'w.recheck', 'c.status'])
    .select((eb) => [eb.val(leaseId).as('lease_id'), isUsedByActiveFlow.as('is_used')])
    .execute()
}

type LeasedRow = Pick<Claimed, 'credential_id' | 'lease_id'>

/** Schedules the next verification, and releases the lease. */
export async function reschedule(
  db: Db,
  { credential_id, lease_id }: LeasedRow,
  change: Partial<Pick<RecheckRow, 'due_at' | 'misses' | 'target'>>,
): Promise<void> {
  await updateLeased(db, 'recheck', { credential_id, lease_id }, change)
}

/** Removes a credential from the schedule. */
export async function unschedule(db: Db, { credential_id, lease_id }: LeasedRow): Promise<void> {
  await deleteLeased(db, 'recheck', { credential_id, lease_id })
}

/** Returns how many times in a row a host has limited requests. */
export async function countHostPauses(db: Db, target: string): Promise<number> {
  const row = await db
    .selectFrom('recheck_pause')
    .select('times')
    .where('target', '=', target)
    .executeTakeFirst()
  return row?.times ?? 0
}

/** Makes verifications due now that are due after `latest`, of workspaces with this interval. */
export const correctDueVerifications = (
  db: Db,
  interval: Recheck,
  times: { now: string; latest: string },
): Promise<void> =>
  correctDueTimes(db, queue, {
    ...times,
    where: sql`workspace_id in (select id from workspace where ${sql.ref('recheck')} = ${interval})`,
  })

/** Ends the pauses of hosts that last longer than until `latest`. */
export async function deletePausesAfter(db: Db, latest: string): Promise<void> {
  await db.deleteFrom('recheck_pause').where('paused_until', '>', latest).execute()
}

/** Pauses a host. @param paused_until ISO 8601 */
export async function upsertHostPause(
  db: Db,
  target: string,
  paused_until: string,
  times: number,
): Promise<void> {
  await db
    .insertInto('recheck_pause')
    .values({ target, paused_until, times })
    .onConflict((conflict) => conflict.column('target').doUpdateSet({ paused_until, times }))
    .execute()
}

/** Ends the pause of a host. */
export async function deleteHostPause(db: Db, target: string): Promise<void> {
  await db.deleteFrom('recheck_pause').where('target', '=', target).execute()
}
