import type { Db, Trx } from '../../platform/database/database.ts'
import { isNotIn } from '../../platform/database/lease.ts'
import { createSendQueue } from '../../platform/database/send-queue.ts'
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

const queue = createSendQueue('notice_message', 'channel_id')
export const {
  correctTimes: correctMessageTimes,
  settle: updateLeasedMessage,
  cancel: cancelMessages,
  countPending: countPendingMessages,
} = queue

/**
 * Claims due messages.
 * @param claim.except the workspaces whose messages are not claimed
 * @param claim.duration after which another process may try again, in milliseconds
 */
export async function claimDueMessages(
  db: Db,
  { except, ...claim }: { now: string; limit: number; except: readonly string[]; duration: number },
): Promise<ClaimedMessage[]> {
  const leaseId = await queue.claim(db, isNotIn('q.workspace_id', except), claim)
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
