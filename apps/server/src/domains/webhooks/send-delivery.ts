import type { DeliveryProblem } from '@stepkey/shared/webhook'
import { networkErrorMeaning } from '../../platform/egress/network-error.ts'
import { SECOND } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { allowsPlainHttp } from './delivery-address.ts'
import { deliveryHeaders } from './delivery-request.ts'
import { type StoredResponse, storedResponse } from './delivery-response.ts'
import type { Claimed } from './delivery-table.ts'
import { openSecrets, sign } from './signing-secrets.ts'

/** Time limit for a receiver's response, in milliseconds. */
const DEADLINE = 15 * SECOND

/** Why a request failed. */
type SendProblem = Exclude<DeliveryProblem, 'switched_off'>

/** The result of one attempt. */
export type SendOutcome = {
  /** When the attempt began: the `webhook-timestamp` of the request. */
  at: Date
  /** Absent if there was no response, or one that is too large. */
  response?: StoredResponse
} & (
  | { outcome: 'delivered'; status: number }
  | { outcome: 'failed'; problem: DeliveryProblem; status?: number; retryAfter?: Date }
)

/**
 * Posts an event, signed as defined by Standard Webhooks (www.standardwebhooks.com). Only the status and the
 * Retry-After header of the response are used. A part of the response is kept for users.
 */
export async function sendDelivery(
  { config, egress, keyring, clock }: Pick<Deps, 'config' | 'egress' | 'keyring' | 'clock'>,
  { event_id: id, payload: body, url, old_secret_until, ...of }: Claimed,
): Promise<SendOutcome> {
  const at = clock()
  // EGRESS_ALLOW may have changed since the URL was saved.
  if (!allowsPlainHttp(config, new URL(url))) return { at, outcome: 'failed', problem: 'private_address' }
  const secrets = await openSecrets(keyring, of)
  const isOldGood = old_secret_until !== null && old_secret_until > at.toISOString()
  const signature = sign(secrets, { id, at, body, isOldGood })
  try {
    const answer = await egress.fetch(
      {
        method: 'POST',
        url: new URL(url),
        headers: { ...deliveryHeaders(id, at), 'webhook-signature': signature },
        body,
      },
      AbortSignal.timeout(DEADLINE),
    )
    const { status } = answer
    const response = storedResponse(answer, signature)
    if (status >= 200 && status < 300) return { at, outcome: 'delivered', status, response }
    const retryAfter = timeOf(answer.headers['retry-after'], at)
    const problem = problemOf(status)
    return { at, outcome: 'failed', problem, status, response, ...(retryAfter && { retryAfter }) }
  } catch (error) {
    return { at, outcome: 'failed', problem: networkProblem(error) }
  }
}

/** Returns the problem with a response that is not a success. */
export function problemOf(status: number): SendProblem {
  if (status === 410) return 'gone'
  return status >= 300 && status < 400 ? 'redirect' : 'status'
}

/** Returns the problem of a request without a response. */
export function networkProblem(error: unknown): SendProblem {
  const { outcome, reason } = networkErrorMeaning(error) ?? {}
  if (reason === 'name_not_found' || reason === 'too_large') return reason
  if (outcome === 'blocked') return 'private_address'
  return outcome === 'unreachable' || outcome === 'timeout' || outcome === 'tls' ? outcome : 'unexpected'
}

/** Parses the Retry-After header: seconds, or a date. */
export function timeOf(header: string | undefined, now: Date): Date | undefined {
  if (header === undefined) return undefined
  const time = /^\d{1,9}$/.test(header) ? now.getTime() + Number(header) * 1000 : Date.parse(header)
  return Number.isNaN(time) ? undefined : new Date(time)
}
