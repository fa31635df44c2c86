import {
  type Delivery,
  type DeliveryDetail,
  DeliveryProblem,
  type ListDeliveries,
  SentEventType,
} from '@stepkey/shared/webhook'
import type { Db, Trx } from '../../platform/database/database.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { PAGE_SIZE } from '../../platform/paging.ts'
import { DAY } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { deliveryHeaders } from './delivery-request.ts'
import type { StoredResponse } from './delivery-response.ts'
import {
  countPending,
  deleteEventsBefore,
  findDeliveries,
  findDelivery,
  findDeliveryWithPayload,
  insertDelivery,
  type ListedDelivery,
  retryDeliveryNow,
} from './delivery-table.ts'
import { DELIVERY_JOB, queueDelivery } from './outbox.ts'
import { lockWebhook } from './store.ts'
import { requireWebhook } from './webhooks.ts'

/** Returns a page of a webhook's deliveries, the newest first. The cursor is the id of the last delivery. */
export async function listDeliveries(
  { db, workspaceId }: WorkspaceContext,
  { webhookId, status, objectId, cursor, limit = PAGE_SIZE }: ListDeliveries,
): Promise<{ items: Delivery[]; nextCursor: string | null }> {
  await requireWebhook(db, workspaceId, webhookId)
  const query = { webhookId, status, objectId, before: cursor, limit: limit + 1 }
  const rows = await findDeliveries(db, workspaceId, query)
  const items = rows.slice(0, limit).map(toDelivery)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/**
 * Returns a delivery with the request of its last attempt, and what is stored of the response.
 * @throws DomainError not_found
 */
export async function getDelivery(
  { db, workspaceId }: WorkspaceContext,
  deliveryId: string,
): Promise<DeliveryDetail> {
  const row = await findDeliveryWithPayload(db, workspaceId, deliveryId)
  if (!row) throw notFound('delivery')
  const { event_id, payload, last_attempt_at, last_status, last_response } = row
  const sent = deliveryHeaders(event_id, last_attempt_at === null ? undefined : new Date(last_attempt_at))
  return {
    ...toDelivery(row),
    webhookId: row.webhook_id,
    lastAttemptAt: last_attempt_at,
    request: {
      headers: [
        ...Object.entries(sent).map(([name, value]) => ({ name, value })),
        { name: 'webhook-signature', value: null },
      ],
      payload,
    },
    response:
      last_status === null || last_response === null
        ? null
        : { status: last_status, ...(JSON.parse(last_response) as StoredResponse) },
  }
}

interface Queued {
  outcome: 'queued'
  delivery: Delivery
}

/**
 * Queues a test event for a webhook.
 * @throws DomainError not_found, or conflict if the webhook is disabled
 */
export async function sendTestEvent(ctx: WorkspaceContext, webhookId: string): Promise<Queued> {
  const { db, workspaceId } = ctx
  return await transact(db, async (trx) => {
    const { id, name } = await lockEnabled(trx, workspaceId, webhookId)
    const data = { webhook: { id, name } }
    const [deliveryId] = await queueDelivery(trx, ctx, { type: 'webhook.test', data }, [id])
    await writeAuditEntry(trx, ctx, 'webhook.tested', id, { name })
    return { outcome: 'queued', delivery: await get(trx, workspaceId, deliveryId) }
  })
}

/**
 * Queues an event again, with the same `webhook-id`. A pending delivery is sent now instead of at its next attempt.
 * @throws DomainError not_found, or conflict if the webhook is disabled
 */
export async function redeliverEvent(ctx: WorkspaceContext, deliveryId: string): Promise<Queued> {
  const { db, workspaceId, clock, background } = ctx
  return await transact(db, async (trx) => {
    const { webhook_id, event_id, type } = await requireDelivery(trx, workspaceId, deliveryId)
    const { name } = await lockEnabled(trx, workspaceId, webhook_id)
    const now = clock().toISOString()
    const { status } = await requireDelivery(trx, workspaceId, deliveryId)
    const isWaiting = status === 'pending'
    if (isWaiting) await retryDeliveryNow(trx, deliveryId, now)
    const id = isWaiting ? deliveryId : await insertDelivery(trx, { webhook_id, event_id, is_again: 1, now })
    await writeAuditEntry(trx, ctx, 'webhook.redelivered', webhook_id, { name, type })
    background.wake(DELIVERY_JOB)
    return { outcome: 'queued', delivery: await get(trx, workspaceId, id) }
  })
}

/** How long events and deliveries are kept, in milliseconds: 30 days. */
const RETENTION = 30 * DAY
const DELETE_BATCH = 1000

/** Deletes old events with their deliveries, in batches, so that other writers are not blocked for long. */
export async function deleteOldEvents(db: Db, now: Date, isStopping = () => false): Promise<void> {
  const before = new Date(now.getTime() - RETENTION).toISOString()
  while (!isStopping() && (await deleteEventsBefore(db, before, DELETE_BATCH)) === DELETE_BATCH);
}

async function lockEnabled(trx: Trx, workspaceId: string, webhookId: string) {
  const webhook = await lockWebhook(trx, workspaceId, webhookId)
  if (!webhook) throw notFound('webhook')
  if (webhook.is_enabled === 1) return webhook
  throw new DomainError('webhook_disabled', 'This webhook is disabled. Enable it first.')
}

async function requireDelivery(trx: Trx, workspaceId: string, id: string): Promise<ListedDelivery> {
  const row = await findDelivery(trx, workspaceId, id)
  if (!row) throw notFound('delivery')
  return row
}

const get = async (trx: Trx, workspaceId: string, id = ''): Promise<Delivery> =>
  toDelivery(await requireDelivery(trx, workspaceId, id))

const toDelivery = (row: ListedDelivery): Delivery => ({
  id: row.id,
  eventId: row.event_id,
  type: SentEventType.parse(row.type),
  isAgain: row.is_again === 1,
  status: row.status,
  attempts: row.attempts,
  problem: row.last_problem === null ? null : DeliveryProblem.parse(row.last_problem),
  httpStatus: row.last_status,
  durationMs: row.last_duration_ms,
  createdAt: row.created_at,
  nextAttemptAt: row.next_attempt_at,
  deliveredAt: row.delivered_at,
})

/** Returns the number of pending deliveries, for the metrics. */
export const countPendingDeliveries = async (db: Db): Promise<{ waiting: number }> => ({
  waiting: await countPending(db),
})
