import { SERVER_ID } from '@stepkey/shared/audit-actions'
import type { Db, Trx } from '../../platform/database/database.ts'
import type { ChatChannelRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { CLOCK_SKEW, DAY, isoAfter } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { Deps } from '../context.ts'
import { DISABLE_AFTER, nextAttempt } from '../webhooks/retry-policy.ts'
import { lockChannel, updateChannelRow } from './chat-channel-table.ts'
import { correctGroupTimes } from './notice-event-table.ts'
import {
  type ClaimedMessage,
  cancelMessages,
  correctMessageTimes,
  updateLeasedMessage,
} from './notice-message-table.ts'
import type { ChatOutcome } from './post-to-chat.ts'

/** The result of an attempt. Without `next`, no further attempt is made. */
export type SendResult =
  | { outcome: 'sent' }
  | {
      outcome: 'not_sent'
      problem: string
      next?: string
      /** Whether this was no attempt: the mail server was not called, or the URL was replaced meanwhile. */
      isPostponed?: boolean
    }

/** Stores the result of an attempt, and releases the lease. @returns false when the lease was lost */
export async function settleMessage(
  db: Db | Trx,
  now: Date,
  message: ClaimedMessage,
  result: SendResult,
): Promise<boolean> {
  if (result.outcome === 'sent') {
    return await updateLeasedMessage(db, message, {
      status: 'sent',
      next_attempt_at: null,
      last_problem: null,
      sent_at: now.toISOString(),
    })
  }
  const { problem, next, isPostponed } = result
  return await updateLeasedMessage(db, message, {
    ...(next === undefined && { status: 'failed' }),
    ...(isPostponed && { attempts: message.attempts - 1 }),
    next_attempt_at: next ?? null,
    last_problem: problem,
  })
}

/**
 * Stores the result of an attempt to post to a channel, and counts the failures of the channel. If the channel got another
 * URL in the meantime, a failure says nothing about it: the message is sent again at once.
 * @param sentTo the channel as it was read before the attempt
 */
export async function settleChatMessage(
  deps: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  message: ClaimedMessage,
  sentTo: Pick<ChatChannelRow, 'id' | 'seal_version'>,
  result: ChatOutcome,
): Promise<void> {
  const { db, clock } = deps
  const now = clock()
  const { id: channelId } = sentTo
  await transact(db, async (trx) => {
    const channel = await lockChannel(trx, message.workspace_id, channelId)
    if (result.outcome !== 'sent' && channel && channel.seal_version !== sentTo.seal_version) {
      const next = now.toISOString()
      await settleMessage(trx, now, message, { ...result, next, isPostponed: true })
      return
    }
    const next =
      result.outcome === 'sent' || result.problem === 'gone'
        ? undefined
        : nextAttempt(message.attempts, now, result.retryAfter)
    const isOurs = await settleMessage(trx, now, message, { ...result, ...(next && { next }) })
    // The channel was deleted or disabled, or another process took over after the lease had expired.
    if (!channel || !isOurs) return
    if (result.outcome === 'sent') {
      await updateChannelRow(trx, channelId, { failing_since: null, last_sent_at: now.toISOString() })
    } else {
      await countFailure(trx, deps, channel, result.problem)
    }
  })
}

/** Records a failure. Disables a channel whose webhook is gone, or to which all messages failed for five days. */
async function countFailure(
  trx: Trx,
  { clock, keyring }: Pick<Deps, 'clock' | 'keyring'>,
  { id, name, workspace_id: workspaceId, failing_since }: ChatChannelRow,
  problem: string,
): Promise<void> {
  const now = clock()
  const since = failing_since ?? now.toISOString()
  const isTooLong = now.getTime() - new Date(since).getTime() >= DISABLE_AFTER
  if (problem !== 'gone' && !isTooLong) {
    if (failing_since === null) await updateChannelRow(trx, id, { failing_since: since })
    return
  }
  const reason = problem === 'gone' ? problem : 'failing'
  await updateChannelRow(trx, id, {
    is_enabled: 0,
    disabled_reason: reason,
    failing_since: since,
    updated_at: now.toISOString(),
  })
  await cancelMessages(trx, id)
  const actor = { kind: 'operator', id: SERVER_ID } as const
  await writeAuditEntry(trx, { workspaceId, actor, clock, keyring }, 'chat_channel.disabled', id, {
    name,
    reason,
  })
}

/** Corrects the times that were stored while the clock ran ahead. */
export async function correctNoticeTimes({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  const now = clock()
  const times = (longest: number) => ({ now: now.toISOString(), latest: isoAfter(now, longest + CLOCK_SKEW) })
  await correctGroupTimes(db, times(0))
  await correctMessageTimes(db, times(2 * DAY))
}
