import { drainQueue } from '../../platform/jobs/work-queue.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { HOUR, isoAfter, MINUTE } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { nextAttempt } from '../webhooks/retry-policy.ts'
import { findChannel } from './chat-channel-table.ts'
import { noticeBody } from './chat-message.ts'
import { MESSAGE_JOB } from './compose-messages.ts'
import type { NoticeContent } from './notice-content.ts'
import { noticeMail } from './notice-mail.ts'
import { type ClaimedMessage, claimDueMessages, countPendingMessages } from './notice-message-table.ts'
import { postToChat } from './post-to-chat.ts'
import { findSetting } from './recipient-table.ts'
import { type SendResult, settleChatMessage, settleMessage } from './settle-message.ts'

/** Maximum number of messages that a process sends at the same time, and of one workspace. */
const MAX_CONCURRENT = 32
const MAX_OF_WORKSPACE = 4
/** Duration of a lease, in milliseconds: longer than any attempt, so that it expires only after a crash. */
const LEASE = MINUTE

/**
 * Sends due messages until there are none left. Safe to run in several processes. A process that is killed after the
 * receiver accepted a message, but before that is stored, leaves a message that another process sends again, with the
 * same id.
 */
export async function sendDueMessages(deps: Deps, isStopping = () => false): Promise<number> {
  const { db, clock } = deps
  return await drainQueue({
    atOnce: MAX_CONCURRENT,
    atOnceOfWorkspace: MAX_OF_WORKSPACE,
    claim: (limit, except) =>
      claimDueMessages(db, { now: clock().toISOString(), limit, except, duration: LEASE }),
    work: (message) => send(deps, message),
    isStopping,
  })
}

async function send(deps: Deps, message: ClaimedMessage): Promise<void> {
  try {
    if (message.account_id !== null) {
      await settleMessage(deps.db, deps.clock(), message, await sendMail(deps, message, message.account_id))
    }
    if (message.channel_id !== null) await sendToChat(deps, message, message.channel_id)
  } catch (error) {
    // Tried again after its lease has expired.
    logFailure(deps.log, MESSAGE_JOB, error)
  }
}

/** Sends a message to a member, unless the member has turned messages off or left in the meantime. */
async function sendMail(
  { db, mail, config, clock }: Deps,
  { id, workspace_id: workspaceId, attempts, created_at, content }: ClaimedMessage,
  accountId: string,
): Promise<SendResult> {
  const member = await findSetting(db, workspaceId, accountId)
  if (!member || member.delivery === 'off') return { outcome: 'not_sent', problem: 'switched_off' }
  if (!mail) return { outcome: 'not_sent', problem: 'no_mail_server' }
  const { publicUrl } = config
  const { outcome } = await mail.send({
    ...noticeMail(JSON.parse(content) as NoticeContent, { publicUrl, workspaceId }),
    to: member.email,
    id,
    date: new Date(created_at),
    causedBy: accountId,
    isNotice: true,
  })
  if (outcome === 'sent') return { outcome }
  const failed = { outcome: 'not_sent', problem: outcome } as const
  // The limits are those of a day.
  if (outcome === 'limited') return { ...failed, next: isoAfter(clock(), HOUR), isPostponed: true }
  const next = outcome === 'failed' ? nextAttempt(attempts, clock()) : undefined
  return { ...failed, ...(next && { next }) }
}

/** Posts a message to a channel. */
async function sendToChat(deps: Deps, message: ClaimedMessage, channelId: string): Promise<void> {
  const { id, workspace_id: workspaceId, content } = message
  const channel = await findChannel(deps.db, workspaceId, channelId)
  // Deleted together with its messages.
  if (!channel) return
  const { publicUrl } = deps.config
  const body = noticeBody(channel.format, JSON.parse(content) as NoticeContent, { publicUrl, workspaceId })
  await settleChatMessage(deps, message, channel, await postToChat(deps, channel, { id, body }))
}

/** Returns the number of messages that wait for their next attempt, for the metrics. */
export const countWaitingMessages = async ({ db }: Pick<Deps, 'db'>): Promise<{ waiting: number }> => ({
  waiting: await countPendingMessages(db),
})
