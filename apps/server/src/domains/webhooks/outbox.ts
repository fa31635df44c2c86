import {
  payloadOf,
  type SentEventType,
  type WebhookEventData,
  type WebhookEventType,
} from '@stepkey/shared/webhook'
import type { Trx } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import type { WorkspaceContext } from '../context.ts'
import { insertDelivery, insertEvent } from './delivery-table.ts'
import { findListeners } from './store.ts'

/** The regular work that sends what is due. */
export const DELIVERY_JOB = 'webhooks'

type Doing = Pick<WorkspaceContext, 'workspaceId' | 'clock' | 'background'>

/**
 * Tells of what happened, in the very transaction in which it happens: what is undone is told to nobody, and what is
 * done can't be forgotten. Where nobody listens this is one look. Call it before the trail is written: see
 * audit/record.ts for the order of locks.
 * @param data what to tell, asked for only when somebody wants to know
 */
export async function emitEvent<Type extends WebhookEventType>(
  trx: Trx,
  doing: Doing,
  type: Type,
  data: () => Promise<WebhookEventData<Type>>,
): Promise<void> {
  const listeners = (await findListeners(trx, doing.workspaceId)).filter(({ events }) => wants(events, type))
  if (listeners.length === 0) return
  await queueDelivery(
    trx,
    doing,
    { type, data: await data() },
    listeners.map(({ id }) => id),
  )
}

const wants = (events: string | null, type: SentEventType): boolean =>
  events === null || (JSON.parse(events) as string[]).includes(type)

/** Puts one event on its way to webhooks. @returns the ids of the deliveries */
export async function queueDelivery<Type extends SentEventType>(
  trx: Trx,
  { workspaceId, clock, background }: Doing,
  { type, data }: { type: Type; data: WebhookEventData<Type> },
  webhookIds: readonly string[],
): Promise<string[]> {
  const now = clock().toISOString()
  // Parsed, so that nothing leaves but what the schema names.
  const payload = JSON.stringify(payloadOf(type).parse({ type, timestamp: now, data }))
  const eventId = newId()
  await insertEvent(trx, { id: eventId, workspace_id: workspaceId, type, payload, created_at: now })
  const deliveryIds: string[] = []
  for (const webhookId of webhookIds) {
    deliveryIds.push(
      await insertDelivery(trx, { webhook_id: webhookId, event_id: eventId, is_again: 0, now }),
    )
  }
  background.wake(DELIVERY_JOB)
  return deliveryIds
}
