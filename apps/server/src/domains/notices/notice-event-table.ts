import { sql } from 'kysely'
import { isUsedByActiveFlow } from '../../platform/database/credential-in-use.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import { claimRows, correctDueTimes, isNotIn, updateLeased } from '../../platform/database/lease.ts'
import type { NoticeEventRow, NoticeGroupRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'

/** The target of the group for daily messages, which contain the events of all targets. */
export const DAILY = ''

/** Returns the last failure or recovery of a credential. */
export async function findLastChange(
  trx: Trx,
  credentialId: string,
): Promise<Pick<NoticeEventRow, 'kind' | 'target'> | undefined> {
  return await trx
    .selectFrom('notice_event')
    .select(['kind', 'target'])
    .where('credential_id', '=', credentialId)
    .where('kind', 'in', ['failing', 'recovered'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Returns the host of a credential's last verification, or its component. */
export async function findTarget(trx: Trx, credentialId: string): Promise<string> {
  const row = await trx
    .selectFrom('credential as c')
    .leftJoin('receipt as r', 'r.id', 'c.receipt_id')
    .where('c.id', '=', credentialId)
    .select(['c.component_id', 'r.target'])
    .executeTakeFirstOrThrow()
  return row.target || row.component_id
}

/** Returns the credentials that were frozen at a time and that active flows use. */
export async function findFrozenInUse(trx: Trx, workspaceId: string, at: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('credential as c')
    .where('c.workspace_id', '=', workspaceId)
    .where('c.frozen_at', '=', at)
    .where(isUsedByActiveFlow)
    .select('c.id')
    .orderBy('c.id')
    .execute()
  return rows.map(({ id }) => id)
}

/**
 * Marks the group of a target, and that of the daily message, as pending, and locks both. Call it before inserting the
 * event: the worker that composes a message holds the same lock, so it can't miss an event.
 */
export async function markGroupsPending(
  trx: Trx,
  of: { workspaceId: string; target: string; now: string },
): Promise<void> {
  const row = (target: string): NoticeGroupRow => ({
    id: newId(),
    workspace_id: of.workspaceId,
    target,
    pending_since: of.now,
    last_message_at: null,
    lease_id: null,
    leased_until: null,
  })
  await trx
    .insertInto('notice_group')
    .values([row(of.target), row(DAILY)])
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'target']).doUpdateSet({
        pending_since: sql<string>`coalesce(notice_group.pending_since, excluded.pending_since)`,
      }),
    )
    .execute()
}

/** Inserts events. */
export async function insertNoticeEvents(trx: Trx, rows: readonly NoticeEventRow[]): Promise<void> {
  await trx.insertInto('notice_event').values(rows).execute()
}

/** A claimed group. */
export type ClaimedGroup = Pick<NoticeGroupRow, 'id' | 'workspace_id' | 'target'> & { lease_id: string }

const queue = { table: 'notice_group', key: 'id', group: 'id', dueAt: 'pending_since' } as const

/**
 * Claims groups whose message is due.
 * @param claim.pendingSince groups whose first event is not older are not claimed, ISO 8601
 * @param claim.lastMessage only groups without a message after this time are claimed, ISO 8601
 * @param claim.except the workspaces whose groups are not claimed
 */
export async function claimDueGroups(
  db: Db,
  which: 'at_once' | 'daily',
  claim: {
    pendingSince: string
    lastMessage: string
    limit: number
    except: readonly string[]
    duration: number
  },
): Promise<ClaimedGroup[]> {
  const compared = sql.raw(which === 'daily' ? '=' : '<>')
  const eligible = sql<boolean>`q.target ${compared} ${DAILY} and ${isNotIn('q.workspace_id', claim.except)}
    and (q.last_message_at is null or q.last_message_at <= ${claim.lastMessage})`
  const { pendingSince: now, limit, duration } = claim
  const leaseId = await claimRows(db, { ...queue, eligible }, { now, limit, duration })
  if (leaseId === undefined) return []
  return await db
    .selectFrom('notice_group')
    .where('lease_id', '=', leaseId)
    .select(['id', 'workspace_id', 'target'])
    .select((eb) => eb.val(leaseId).as('lease_id'))
    .orderBy('pending_since')
    .execute()
}

/** Locks a claimed group. @returns false when the lease was lost */
export async function lockGroup(trx: Trx, { id, lease_id }: ClaimedGroup): Promise<boolean> {
  const row = await trx
    .selectFrom('notice_group')
    .select('id')
    .where('id', '=', id)
    .where('lease_id', '=', lease_id)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** Changes a claimed group, and releases the lease. */
export async function updateGroup(
  trx: Trx,
  { id, lease_id }: ClaimedGroup,
  change: Partial<Pick<NoticeGroupRow, 'pending_since' | 'last_message_at'>>,
): Promise<void> {
  await updateLeased(trx, 'notice_group', { id, lease_id }, change)
}

const flagOf = (target: string) => (target === DAILY ? 'is_digested' : 'is_told')

/** Returns the first events of a group that no message contains, the oldest first. */
export async function findOpenEvents(
  trx: Trx,
  { workspace_id, target }: ClaimedGroup,
  limit: number,
): Promise<NoticeEventRow[]> {
  return await trx
    .selectFrom('notice_event')
    .selectAll()
    .where('workspace_id', '=', workspace_id)
    .where(flagOf(target), '=', 0)
    .$if(target !== DAILY, (rows) => rows.where('target', '=', target))
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Marks the events of a group as told, up to the one with an id. The group must be locked. */
export async function closeEvents(
  trx: Trx,
  { workspace_id, target }: ClaimedGroup,
  lastId: string,
): Promise<void> {
  await trx
    .updateTable('notice_event')
    .set({ [flagOf(target)]: 1 })
    .where('workspace_id', '=', workspace_id)
    .where(flagOf(target), '=', 0)
    .$if(target !== DAILY, (rows) => rows.where('target', '=', target))
    .where('id', '<=', lastId)
    .execute()
}

/** Makes groups pending now whose time is after `latest`, because it was stored while the clock ran ahead. */
export async function correctGroupTimes(db: Db, times: { now: string; latest: string }): Promise<void> {
  await correctDueTimes(db, queue, times)
  await db
    .updateTable('notice_group')
    .set({ last_message_at: times.now })
    .where('last_message_at', '>', times.latest)
    .execute()
}

/** Deletes up to `limit` events that were created before a time. @returns how many */
export async function deleteNoticeEventsBefore(db: Db, before: string, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('notice_event')
    .where('id', 'in', (eb) =>
      eb.selectFrom('notice_event').select('id').where('created_at', '<=', before).limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Deletes up to `limit` groups without pending events whose last message is older than a time. @returns how many */
export async function deleteGroupsBefore(db: Db, before: string, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('notice_group')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('notice_group')
        .select('id')
        .where('pending_since', 'is', null)
        .where((where) =>
          where.or([where('last_message_at', 'is', null), where('last_message_at', '<=', before)]),
        )
        .limit(limit),
    )
    .where('pending_since', 'is', null)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
