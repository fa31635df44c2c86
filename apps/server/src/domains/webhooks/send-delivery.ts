import type { DeliveryProblem } from '@stepkey/shared/webhook'
import { networkErrorMeaning } from '../../platform/egress/network-error.ts'
import { SECOND } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { allowsPlainHttp } from './delivery-address.ts'
import type { Claimed } from './delivery-table.ts'
import { openSecrets, sign } from './signing-secrets.ts'

/** Time limit for a receiver's response, in milliseconds. */
const DEADLINE = 15 * SECOND

/** The result of one attempt. */
export type SendOutcome =
  | { outcome: 'delivered'; status: number }
  | { outcome: 'failed'; problem: DeliveryProblem; status?: number; retryAfter?: Date }

/**
 * Posts an event, signed as defined by Standard Webhooks (www.standardwebhooks.com). Only the status and the
 * Retry-After header of the response are used.
 */
export async function sendDelivery(
  { config, egress, keyring, clock }: Pick<Deps, 'config' | 'egress' | 'keyring' | 'clock'>,
  { event_id: id, payload: body, url, old_secret_until, ...of }: Claimed,
): Promise<SendOutcome> {
  // EGRESS_ALLOW may have changed since the URL was saved.
  if (!allowsPlainHttp(config, new URL(url))) return { outcome: 'failed', problem: 'private_address' }
  const at = clock()
  const secrets = await openSecrets(keyring, of)
  const isOldGood = old_secret_until !== null && old_secret_until > at.toISOString()
  try {
    const { status, headers } = await egress.fetch(
      {
        method: 'POST',
        url: new URL(url),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Stepkey',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': sign(secrets, { id, at, body, isOldGood }),
        },
        body,
      },
      AbortSignal.timeout(DEADLINE),
    )
    if (status >= 200 && status < 300) return { outcome: 'delivered', status }
    const retryAfter = timeOf(headers['retry-after'], at)
    return { outcome: 'failed', problem: problemOf(status), status, ...(retryAfter && { retryAfter }) }
  } catch (error) {
    return { outcome: 'failed', problem: networkProblem(error) }
  }
}

function problemOf(status: number): DeliveryProblem {
  if (status === 410) return 'gone'
  return status >= 300 && status < 400 ? 'redirect' : 'status'
}

function networkProblem(error: unknown): DeliveryProblem {
  const { outcome, reason } = networkErrorMeaning(error) ?? {}
  if (reason === 'name_not_found' || reason === 'too_large') return reason
  if (outcome === 'blocked') return 'private_address'
  return outcome === 'unreachable' || outcome === 'timeout' || outcome === 'tls' ? outcome : 'unexpected'
}

/** Parses the Retry-After header: seconds, or a date. */
function timeOf(header: string | undefined, now: Date): Date | undefined {
  if (header === undefined) return undefined
  const time = /^\d{1,9}$/.test(header) ? now.getTime() + Number(header) * 1000 : Date.parse(header)
  return Number.isNaN(time) ? undefined : new Date(time)
}
