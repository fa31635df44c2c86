import type { Recheck } from '@stepkey/shared/workspace'
import type { Db, Engine, Trx } from '../../platform/database/connect.ts'
import { violationOf } from '../../platform/database/database-error.ts'
import { databaseNow } from '../../platform/database/database-time.ts'
import type { RecheckRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'

/** How often a workspace has its credentials verified again. */
export async function findSchedule(db: Db, workspaceId: string): Promise<Recheck | undefined> {
  const row = await db
    .selectFrom('workspace')
    .select('recheck')
    .where('id', '=', workspaceId)
    .executeTakeFirst()
  return row?.recheck
}

/** @returns what it was before, if there is such a workspace */
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

/** Credentials of active flows that work, and that nobody has planned to ask about again. */
export async function findUnscheduled(db: Db, limit: number) {
  return await db
    .selectFrom('credential as c')
    .innerJoin('workspace as w', 'w.id', 'c.workspace_id')
    .leftJoin('recheck as q', 'q.credential_id', 'c.id')
    .leftJoin('receipt as r', 'r.id', 'c.receipt_id')
    .where('w.recheck', '!=', 'off')
    .where('q.credential_id', 'is', null)
    .where('c.status', 'in', ['verified', 'limited'])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('credential_use as u')
          .select('u.step_id')
          .whereRef('u.workspace_id', '=', 'c.workspace_id')
          .whereRef('u.component_id', '=', 'c.component_id')
          .whereRef('u.credential_id', '=', 'c.id'),
      ),
    )
    .select(['c.id', 'c.workspace_id', 'w.recheck', 'r.target'])
    .limit(limit)
    .execute()
}

/** Plans to ask about credentials. Those that are gone by now, or that somebody else has planned, are left out. */
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
    // One of them is gone: each for itself.
    if (rows.length > 1) for (const row of rows) await insertScheduled(db, [row])
  }
}

/** Nothing of a workspace is planned any more. */
export async function deleteScheduled(trx: Trx, workspaceId: string): Promise<void> {
  await trx.deleteFrom('recheck').where('workspace_id', '=', workspaceId).execute()
}

/**
 * Takes what is due: of each host the first, none while another of that host is being asked about, and none of a host
 * that wants to be left in peace. Several processes may do this at once.
 * @param lease seconds after which somebody else may try
 */
export async function claimDueVerifications(
  db: Db,
  engine: Engine,
  { now, limit, lease }: { now: string; limit: number; lease: number },
) {
  const leaseId = newId()
  const { numUpdatedRows } = await db
    .updateTable('recheck')
    .set({ lease_id: leaseId, leased_until: databaseNow(engine, lease) })
    .where('credential_id', 'in', (eb) =>
      eb
        .selectFrom('recheck as q')
        .select('q.credential_id')
        .where('q.due_at', '<=', now)
        .where((or) =>
          or.or([or('q.leased_until', 'is', null), or('q.leased_until', '<=', databaseNow(engine))]),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('recheck as asked')
                .select('asked.credential_id')
                .whereRef('asked.target', '=', 'q.target')
                .where('asked.lease_id', 'is not', null)
                .where('asked.leased_until', '>', databaseNow(engine)),
            ),
          ),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('recheck as first')
                .select('first.credential_id')
                .whereRef('first.target', '=', 'q.target')
                .where(({ eb, refTuple }) =>
                  eb(
                    refTuple('first.due_at', 'first.credential_id'),
                    '<',
                    refTuple('q.due_at', 'q.credential_id') as never,
                  ),
                ),
            ),
          ),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('recheck_pause as p')
                .select('p.target')
                .whereRef('p.target', '=', 'q.target')
                .where('p.paused_until', '>', now),
            ),
          ),
        )
        .orderBy('q.due_at')
        .orderBy('q.credential_id')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirst()
  return numUpdatedRows === 0n ? [] : await findLeased(db, leaseId)
}

export type Claimed = Awaited<ReturnType<typeof findLeased>>[number]

/** What was taken, and whether it is still to be asked about. */
async function findLeased(db: Db, leaseId: string) {
  return await db
    .selectFrom('recheck as q')
    .innerJoin('credential as c', 'c.id', 'q.credential_id')
    .innerJoin('workspace as w', 'w.id', 'c.workspace_id')
    .where('q.lease_id', '=', leaseId)
    .select(['q.credential_id', 'q.workspace_id', 'q.target', 'q.misses', 'w.recheck', 'c.status'])
    .select((eb) => [
      eb.val(leaseId).as('lease_id'),
      eb
        .selectFrom('credential_use as u')
        .whereRef('u.workspace_id', '=', 'c.workspace_id')
        .whereRef('u.component_id', '=', 'c.component_id')
        .whereRef('u.credential_id', '=', 'c.id')
        .select((use) => use.fn.countAll<number>().as('uses'))
        .as('uses'),
    ])
    .execute()
}

type Held = Pick<Claimed, 'credential_id' | 'lease_id'>

/** Plans when to ask about it next, and gives the lease back. */
export async function reschedule(
  db: Db,
  { credential_id, lease_id }: Held,
  change: Partial<Pick<RecheckRow, 'due_at' | 'misses' | 'target'>>,
): Promise<void> {
  await db
    .updateTable('recheck')
    .set({ ...change, lease_id: null, leased_until: null })
    .where('credential_id', '=', credential_id)
    .where('lease_id', '=', lease_id)
    .execute()
}

/** It is not asked about any more, until it is planned anew. */
export async function unschedule(db: Db, { credential_id, lease_id }: Held): Promise<void> {
  await db
    .deleteFrom('recheck')
    .where('credential_id', '=', credential_id)
    .where('lease_id', '=', lease_id)
    .execute()
}

/** How often in a row a host has asked for peace. */
export async function countHostPauses(db: Db, target: string): Promise<number> {
  const row = await db
    .selectFrom('recheck_pause')
    .select('times')
    .where('target', '=', target)
    .executeTakeFirst()
  return row?.times ?? 0
}

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

export async function deleteHostPause(db: Db, target: string): Promise<void> {
  await db.deleteFrom('recheck_pause').where('target', '=', target).execute()
}
