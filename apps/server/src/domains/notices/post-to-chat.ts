import type { ChatProblem } from '@stepkey/shared/notice'
import type { ChatChannelRow } from '../../platform/database/tables.ts'
import { SECOND } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { allowsPlainHttp } from '../webhooks/delivery-address.ts'
import { networkProblem, problemOf, timeOf } from '../webhooks/send-delivery.ts'
import { openAddress } from './chat-address.ts'

/** Time limit for the answer of a chat, in milliseconds. */
const DEADLINE = 15 * SECOND

/** The result of one attempt. Nothing else of the answer is kept: it can echo the URL. */
export type ChatOutcome =
  | { outcome: 'sent' }
  | { outcome: 'not_sent'; problem: ChatProblem; status?: number; retryAfter?: Date }

/**
 * Posts a message to a channel. The header `stepkey-message-id` is the same in every attempt.
 * @param message.body JSON
 */
export async function postToChat(
  { config, egress, keyring, clock }: Pick<Deps, 'config' | 'egress' | 'keyring' | 'clock'>,
  channel: Pick<ChatChannelRow, 'id' | 'workspace_id' | 'seal_version' | 'sealed'>,
  { id, body }: { id: string; body: string },
): Promise<ChatOutcome> {
  const url = new URL((await openAddress(keyring, channel)).reveal().url)
  // EGRESS_ALLOW may have changed since the URL was saved.
  if (!allowsPlainHttp(config, url)) return { outcome: 'not_sent', problem: 'private_address' }
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Stepkey',
    'stepkey-message-id': id,
  }
  try {
    const answer = await egress.fetch({ method: 'POST', url, headers, body }, AbortSignal.timeout(DEADLINE))
    const { status } = answer
    if (status >= 200 && status < 300) return { outcome: 'sent' }
    const retryAfter = timeOf(answer.headers['retry-after'], clock())
    // Slack answers 404 for a webhook that was removed, and 410 for an archived channel.
    const problem = status === 404 ? 'gone' : problemOf(status)
    return { outcome: 'not_sent', problem, status, ...(retryAfter && { retryAfter }) }
  } catch (error) {
    return { outcome: 'not_sent', problem: networkProblem(error) }
  }
}
