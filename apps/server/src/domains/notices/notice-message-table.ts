import { type SqlBool, sql } from 'kysely'
import type { Db, Trx } from '../../platform/database/database.ts'
import { claimRows, correctDueTimes, isNotIn, updateLeased } from '../../platform/database/lease.ts'
import type { NoticeMessageRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'
import type { Recipient } from './recipient-table.ts'

/** Messages that are inserted at a time. */
const BATCH = 200

/** Inserts pending messages. */
export async function insertMessages(
  trx: Trx,
  workspaceId: string,
  messages: readonly { to: Recipient; content: string }[],
  now: string,
): Promise<void> {
  for (let n = 0; n < messages.length; n += BATCH) {
    const rows = messages.slice(n, n + BATCH).map(
      ({ to, content }): NoticeMessageRow => ({
        id: newId(),
        workspace_id: workspaceId,
        account_id: to.accountId,
        channel_id: to.channelId,
        content,
        status: 'pending',
        attempts: 0,
        next_attempt_at: now,
        lease_id: null,
        leased_until: null,
        last_problem: null,
        created_at: now,
        sent_at: null,
      }),
    )
    await trx.insertInto('notice_message').values(rows).execute()
  }
}

/** Messages to one channel are sent in their order, one at a time. */
const queue = {
  table: 'notice_message',
  key: 'id',
  group: 'channel_id',
  dueAt: 'next_attempt_at',
  blocking: sql<SqlBool>`earlier.status = 'pending'`,
  set: sql`attempts = attempts + 1`,
} as const

/** Makes messages due now that are due after `latest`. */
export const correctMessageTimes = (db: Db, times: { now: string; latest: string }): Promise<void> =>
  correctDueTimes(db, queue, times)

/**
 * Claims due messages.
 * @param claim.except the workspaces whose messages are not claimed
 * @param claim.duration after which another process may try again, in milliseconds
 */
export async function claimDueMessages(
  db: Db,
  { except, ...claim }: { now: string; limit: number; except: readonly string[]; duration: number },
): Promise<ClaimedMessage[]> {
  const eligible = sql<SqlBool>`q.status = 'pending' and ${isNotIn('q.workspace_id', except)}`
  const leaseId = await claimRows(db, { ...queue, eligible }, claim)
  return leaseId === undefined ? [] : await findLeased(db, leaseId)
}

/** A leased message. Its recipient is read when it is sent. */
export type ClaimedMessage = Awaited<ReturnType<typeof findLeased>>[number]

async function findLeased(db: Db, leaseId: string) {
  return await db
    .selectFrom('notice_message')
    .where('lease_id', '=', leaseId)
    .select(['id', 'workspace_id', 'account_id', 'channel_id', 'content', 'attempts', 'created_at'])
    .select((eb) => eb.val(leaseId).as('lease_id'))
    .orderBy('id')
    .execute()
}

/** Stores the result of an attempt, and releases the lease. @returns false when the lease was lost */
export const updateLeasedMessage = (
  db: Db | Trx,
  { id, lease_id }: Pick<ClaimedMessage, 'id' | 'lease_id'>,
  change: Partial<NoticeMessageRow>,
): Promise<boolean> => updateLeased(db, 'notice_message', { id, lease_id }, change)

/** Cancels the unsent messages of a channel. A message that is being sent may still arrive. */
export async function cancelMessages(trx: Trx, channelId: string): Promise<void> {
  await trx
    .updateTable('notice_message')
    .set({
      status: 'failed',
      next_attempt_at: null,
      lease_id: null,
      leased_until: null,
      last_problem: 'switched_off',
    })
    .where('channel_id', '=', channelId)
    .where('status', '=', 'pending')
    .execute()
}

/** Returns the number of pending messages of all workspaces. */
export async function countPendingMessages(db: Db): Promise<number> {
  const { n } = await db
    .selectFrom('notice_message')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Deletes up to `limit` messages that were created before a time. @returns how many */
export async function deleteMessagesBefore(db: Db, before: string, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('notice_message')
    .where('id', 'in', (eb) =>
      eb.selectFrom('notice_message').select('id').where('created_at', '<=', before).limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}
