import { z } from 'zod'
import { CredentialStatus } from './credential.ts'
import { BlockReason } from './flow.ts'
import { Cursor, Id, Name, PageLimit } from './inputs.ts'
import { Usage } from './usage.ts'
import { Verification } from './verification.ts'

/** The most webhooks that one workspace has. */
export const WEBHOOK_LIMIT = 20

const subject = z.object({
  id: z.string(),
  componentId: z.string(),
  methodId: z.string(),
  name: z.string(),
  status: CredentialStatus,
})
/** No event has a field that could hold a value of a credential. */
const aboutCredential = z.object({ credential: subject })
/** The active flows, and their steps, that it touches: at most 50, `hidden` counts the rest. */
const touching = aboutCredential.extend(Usage.shape)
/** What the last verification found, or how the access was lost, in words and in a closed list of reasons. */
const finding = Verification.pick({ outcome: true, reason: true, message: true, advice: true })

const flowBlocked = z.object({
  flow: z.object({ id: z.string(), name: z.string() }),
  /** What was refused. */
  attempt: z.enum(['activate', 'save']),
  steps: z.array(
    z.object({
      /** Absent for a step that was about to be added. */
      stepId: z.string().optional(),
      name: z.string(),
      reason: BlockReason,
    }),
  ),
})

/** What each type of event tells. */
const data = {
  'credential.created': aboutCredential,
  'credential.changed': touching,
  'credential.failing': touching.extend({ verification: finding }),
  'credential.recovered': touching.extend({ verification: finding }),
  'credential.expiring': touching.extend({ expiresAt: z.string() }),
  'credential.deleted': aboutCredential,
  'flow.blocked': flowBlocked,
  'webhook.test': z.object({ webhook: z.object({ id: z.string(), name: z.string() }) }),
} as const

type Types = keyof typeof data
export type WebhookEventData<Type extends Types = Types> = z.infer<(typeof data)[Type]>

/** The types that a webhook can be made for. The test is sent to whatever webhook it is asked for. */
const WEBHOOK_EVENT_TYPES = [
  'credential.created',
  'credential.changed',
  'credential.failing',
  'credential.recovered',
  'credential.expiring',
  'credential.deleted',
  'flow.blocked',
] as const
export const WebhookEventType = z.enum(WEBHOOK_EVENT_TYPES)
export type WebhookEventType = z.infer<typeof WebhookEventType>
export const SentEventType = z.enum([...WEBHOOK_EVENT_TYPES, 'webhook.test'])
export type SentEventType = z.infer<typeof SentEventType>

/** The schema of what is posted for one type of event. */
export const payloadOf = <Type extends SentEventType>(type: Type) =>
  z.object({ type: z.literal(type), timestamp: z.string(), data: data[type] })

const url = z
  .string()
  .trim()
  .max(2000, 'Enter at most 2000 characters')
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    message: 'Enter an address that starts with https://, for example https://example.com/hooks/stepkey',
    abort: true,
  })
  .refine((text) => {
    const { username, password } = new URL(text)
    return username === '' && password === ''
  }, 'Leave user name and password out of the address: it is shown in lists. The signature tells who sends.')

/** Null: all types, also those that later versions add. */
const events = z.array(WebhookEventType).min(1, 'Choose at least one event').max(50).nullable()

export const Webhook = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  events,
  isEnabled: z.boolean(),
  /** Why Stepkey switched it off. `gone`: it answered 410. `failing`: nothing could be delivered for five days. */
  disabledReason: z.enum(['gone', 'failing']).nullable(),
  /** When the first of the tries failed that failed in a row; null while it delivers. */
  failingSince: z.string().nullable(),
  lastDeliveredAt: z.string().nullable(),
  /** Until when the secret before the present one signs along. */
  oldSecretUntil: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type Webhook = z.infer<typeof Webhook>

export const CreateWebhook = z.object({ name: Name, url, events: events.default(null) })
export type CreateWebhook = z.infer<typeof CreateWebhook>
/** The secret is shown this once. */
export const WebhookCreated = z.object({ webhook: Webhook, secret: z.string() })

export const WebhookRef = z.object({ webhookId: Id })
export const UpdateWebhook = WebhookRef.extend({
  name: Name.optional(),
  url: url.optional(),
  events: events.optional(),
  isEnabled: z.boolean().optional(),
})
export type UpdateWebhook = z.infer<typeof UpdateWebhook>
export const WebhookRemoved = z.object({ outcome: z.literal('deleted') })
/** The old secret signs along until then. */
export const SecretRotated = z.object({ secret: z.string(), oldSecretUntil: z.string() })

/** Why a try delivered nothing. A closed list: it is stored, and words are made from it. */
export const DELIVERY_PROBLEMS = [
  'status',
  'redirect',
  'gone',
  'private_address',
  'name_not_found',
  'unreachable',
  'timeout',
  'tls',
  'too_large',
  'unexpected',
  'switched_off',
] as const
export const DeliveryProblem = z.enum(DELIVERY_PROBLEMS)
export type DeliveryProblem = z.infer<typeof DeliveryProblem>

export const DeliveryStatus = z.enum(['pending', 'delivered', 'failed'])
export type DeliveryStatus = z.infer<typeof DeliveryStatus>

/** One event on its way to one webhook. What was answered is not kept. */
export const Delivery = z.object({
  id: z.string(),
  /** The `webhook-id` that it is sent with: the same however often it is sent. */
  eventId: z.string(),
  type: SentEventType,
  /** Somebody had it sent again. */
  isAgain: z.boolean(),
  status: DeliveryStatus,
  attempts: z.int(),
  /** Of the last try that failed. */
  problem: DeliveryProblem.nullable(),
  httpStatus: z.int().nullable(),
  durationMs: z.int().nullable(),
  createdAt: z.string(),
  nextAttemptAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
})
export type Delivery = z.infer<typeof Delivery>

export const ListDeliveries = WebhookRef.extend({
  status: DeliveryStatus.optional(),
  cursor: Cursor.optional(),
  limit: PageLimit.optional(),
})
export type ListDeliveries = z.infer<typeof ListDeliveries>
/** The newest first. */
export const DeliveryPage = z.object({ items: z.array(Delivery), nextCursor: z.string().nullable() })
export const DeliveryRef = z.object({ deliveryId: Id })
export const DeliveryQueued = z.object({ outcome: z.literal('queued'), delivery: Delivery })
