import { SERVER_ID } from '@stepkey/shared/audit-actions'
import type { Trx } from '../../platform/database/connect.ts'
import type { WebhookDeliveryRow, WebhookRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { Deps } from '../context.ts'
import { type Claimed, cancelDeliveries, updateLeasedDelivery } from './delivery-table.ts'
import type { SendOutcome } from './send-delivery.ts'
import { lockWebhook, updateWebhookRow } from './store.ts'

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3600_000]
/** When to try again after so many tries that failed, in milliseconds; then no more. */
export const SCHEDULE = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  24 * HOUR,
] as const
/** As much longer, at most, so that what failed together doesn't come back together. */
const JITTER = 0.2
/** As long as a receiver may ask us to stay away. */
const LONGEST = 24 * HOUR
/** How long nothing may be delivered before a webhook is switched off. */
const PATIENCE = 5 * 24 * HOUR

/** Writes down what came of a try: it is done, or when to try again, or that there is no point in it. */
export async function settleDelivery(
  deps: Pick<Deps, 'db' | 'clock' | 'keyring'>,
  delivery: Claimed,
  posted: SendOutcome,
  durationMs: number,
): Promise<void> {
  const { db, clock } = deps
  const now = clock()
  await transact(db, async (trx) => {
    const webhook = await lockWebhook(trx, delivery.workspace_id, delivery.webhook_id)
    const isOurs = await updateLeasedDelivery(trx, delivery, {
      ...(posted.outcome === 'delivered' ? delivered(now) : failed(delivery.attempts, posted, now)),
      last_status: posted.status ?? null,
      last_duration_ms: durationMs,
    })
    // Deleted or switched off meanwhile, or taken over by somebody after the lease had run out.
    if (!webhook || !isOurs) return
    if (posted.outcome === 'delivered') {
      await updateWebhookRow(trx, webhook.id, { failing_since: null, last_delivered_at: now.toISOString() })
    } else {
      await countFailure(trx, deps, webhook, posted)
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
  const step = problem === 'gone' ? undefined : SCHEDULE[attempts - 1]
  const last_problem = problem
  if (step === undefined) return { status: 'failed', next_attempt_at: null, last_problem } as const
  const wanted = Math.min((retryAfter?.getTime() ?? 0) - now.getTime(), LONGEST)
  const wait = Math.max(step * (1 + Math.random() * JITTER), wanted)
  return { next_attempt_at: new Date(now.getTime() + wait).toISOString(), last_problem }
}

/** A webhook that says that it is gone, or to which nothing could be delivered for days, is switched off. */
async function countFailure(
  trx: Trx,
  { clock, keyring }: Pick<Deps, 'clock' | 'keyring'>,
  { id, name, workspace_id: workspaceId, failing_since }: WebhookRow,
  { problem }: Extract<SendOutcome, { outcome: 'failed' }>,
): Promise<void> {
  const now = clock()
  const since = failing_since ?? now.toISOString()
  const isTooLong = now.getTime() - new Date(since).getTime() >= PATIENCE
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
