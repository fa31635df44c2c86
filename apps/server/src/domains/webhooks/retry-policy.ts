import { SERVER_ID } from '@stepkey/shared/audit-actions'
import type { Trx } from '../../platform/database/database.ts'
import type { WebhookDeliveryRow, WebhookRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { CLOCK_SKEW, DAY, HOUR, isoAfter, MINUTE, SECOND } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { Deps } from '../context.ts'
import {
  type Claimed,
  cancelDeliveries,
  correctDeliveryTimes,
  updateLeasedDelivery,
} from './delivery-table.ts'
import type { SendOutcome } from './send-delivery.ts'
import { lockWebhook, updateWebhookRow } from './store.ts'

/** Delays after each failed attempt, in milliseconds. After the last one, the delivery fails. */
export const SCHEDULE = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  DAY,
] as const
/** Maximum random extension of a delay, as a fraction, so that failed deliveries are not all retried at once. */
const JITTER = 0.2
/** Maximum delay that a receiver can request with Retry-After, in milliseconds. */
const MAX_RETRY_AFTER = DAY
/** How long all deliveries to a webhook or chat must fail before it is disabled, in milliseconds. */
export const DISABLE_AFTER = 5 * DAY

/** Corrects the times of deliveries that were stored while the clock ran ahead. */
export async function correctNextAttempts({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  const now = clock()
  await correctDeliveryTimes(db, {
    now: now.toISOString(),
    latest: isoAfter(now, MAX_RETRY_AFTER * (1 + JITTER) + CLOCK_SKEW),
  })
}

/** Stores the result of an attempt: delivered, the time of the next attempt, or finally failed. */
export async function settleDelivery(
  deps: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  delivery: Claimed,
  result: SendOutcome,
  durationMs: number,
): Promise<void> {
  const { db, clock } = deps
  const now = clock()
  await transact(db, async (trx) => {
    const webhook = await lockWebhook(trx, delivery.workspace_id, delivery.webhook_id)
    const isOurs = await updateLeasedDelivery(trx, delivery, {
      ...(result.outcome === 'delivered' ? delivered(now) : failed(delivery.attempts, result, now)),
      last_status: result.status ?? null,
      last_duration_ms: durationMs,
      last_attempt_at: result.at.toISOString(),
      last_response: result.response ? JSON.stringify(result.response) : null,
    })
    // The webhook was deleted or disabled, or another process took over after the lease had expired.
    if (!webhook || !isOurs) return
    if (result.outcome === 'delivered') {
      await updateWebhookRow(trx, webhook.id, { failing_since: null, last_delivered_at: now.toISOString() })
    } else {
      await countFailure(trx, deps, webhook, result)
    }
  })
}

const delivered = (now: Date) =>
  ({
    status: 'delivered',
    next_attempt_at: null,
    last_problem: null,
    delivered_at: now.toISOString(),
  }) as const satisfies Partial<WebhookDeliveryRow>

function failed(
  attempts: number,
  { problem, retryAfter }: Extract<SendOutcome, { outcome: 'failed' }>,
  now: Date,
) {
  const next = problem === 'gone' ? undefined : nextAttempt(attempts, now, retryAfter)
  const last_problem = problem
  if (next === undefined) return { status: 'failed', next_attempt_at: null, last_problem } as const
  return { next_attempt_at: next, last_problem }
}

/**
 * Returns when to try again after a number of failed attempts, ISO 8601; undefined after the last one.
 * @param retryAfter what the receiver requests
 */
export function nextAttempt(attempts: number, now: Date, retryAfter?: Date): string | undefined {
  const step = SCHEDULE[attempts - 1]
  if (step === undefined) return undefined
  const wanted = Math.min((retryAfter?.getTime() ?? 0) - now.getTime(), MAX_RETRY_AFTER)
  return isoAfter(now, Math.max(step * (1 + Math.random() * JITTER), wanted))
}

/** Records a failure. Disables a webhook that answers 410 Gone, or whose deliveries all failed for five days. */
async function countFailure(
  trx: Trx,
  { clock, keyring }: Pick<Deps, 'clock' | 'keyring'>,
  { id, name, workspace_id: workspaceId, failing_since }: WebhookRow,
  { problem }: Extract<SendOutcome, { outcome: 'failed' }>,
): Promise<void> {
  const now = clock()
  const since = failing_since ?? now.toISOString()
  const isTooLong = now.getTime() - new Date(since).getTime() >= DISABLE_AFTER
  if (problem !== 'gone' && !isTooLong) {
    if (failing_since === null) await updateWebhookRow(trx, id, { failing_since: since })
    return
  }
  const reason = problem === 'gone' ? problem : 'failing'
  await updateWebhookRow(trx, id, {
    is_enabled: 0,
    disabled_reason: reason,
    failing_since: since,
    updated_at: now.toISOString(),
  })
  await cancelDeliveries(trx, id)
  const actor = { kind: 'operator', id: SERVER_ID } as const
  await writeAuditEntry(trx, { workspaceId, actor, clock, keyring }, 'webhook.disabled', id, { name, reason })
}
