import {
  payloadOf,
  type SentEventType,
  type WebhookEventData,
  type WebhookEventType,
} from '@stepkey/shared/webhook'
import type { Trx } from '../../platform/database/database.ts'
import { newId } from '../../platform/ids.ts'
import type { WorkspaceContext } from '../context.ts'
import { insertDelivery, insertEvent } from './delivery-table.ts'
import { findListeners } from './store.ts'

/** The name of the background job that sends due deliveries. */
export const DELIVERY_JOB = 'webhooks'

type Doing = Pick<WorkspaceContext, 'workspaceId' | 'clock' | 'background'>

/**
 * Stores an event for the webhooks that subscribe to it, in the transaction of the change (transactional outbox): an
 * event exists if and only if the change is committed. Call it before writing the audit entry; audit-entry.ts describes
 * the order of locks.
 * @param data returns the event's data; called only if a webhook subscribes to the event
 */
export async function emitEvent<Type extends WebhookEventType>(
  trx: Trx,
  doing: Doing,
  type: Type,
  data: () => Promise<WebhookEventData<Type>>,
): Promise<void> {
  const enabled = await findListeners(trx, doing.workspaceId)
  const listeners = enabled.filter(({ events }) => isSubscribed(events, type))
  if (listeners.length === 0) return
  await queueDelivery(
    trx,
    doing,
    { type, data: await data() },
    listeners.map(({ id }) => id),
  )
}

const isSubscribed = (events: string | null, type: SentEventType): boolean =>
  events === null || (JSON.parse(events) as string[]).includes(type)

/** Inserts an event with a delivery for each webhook, and wakes the delivery job. @returns the ids of the deliveries */
export async function queueDelivery<Type extends SentEventType>(
  trx: Trx,
  { workspaceId, clock, background }: Doing,
  { type, data }: { type: Type; data: WebhookEventData<Type> },
  webhookIds: readonly string[],
): Promise<string[]> {
  const now = clock().toISOString()
  // Parsing removes all members that the event's schema does not define.
  const payload = JSON.stringify(payloadOf(type).parse({ type, timestamp: now, data }))
  const eventId = newId()
  await insertEvent(trx, { id: eventId, workspace_id: workspaceId, type, payload, created_at: now }, [
    ...new Set([eventId, ...objectIdsOf(data)]),
  ])
  const deliveryIds: string[] = []
  for (const webhookId of webhookIds) {
    deliveryIds.push(
      await insertDelivery(trx, { webhook_id: webhookId, event_id: eventId, is_again: 0, now }),
    )
  }
  background.wake(DELIVERY_JOB)
  return deliveryIds
}

/** Returns the ids of the credential and the flows that an event names. */
function objectIdsOf(data: WebhookEventData): string[] {
  const objects = [
    ...('credential' in data ? [data.credential] : []),
    ...('flow' in data ? [data.flow] : []),
    ...('flows' in data ? data.flows : []),
  ]
  return objects.map(({ id }) => id)
}
