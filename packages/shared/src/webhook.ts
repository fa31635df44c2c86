import { z } from 'zod'
import { CredentialStatus } from './credential.ts'
import { BlockReason } from './flow.ts'
import { Cursor, Name, ObjectId, ObjectIdInput, PageLimit, Time, Url } from './inputs.ts'
import { FIRST } from './length-limit.ts'
import { Tags } from './owner.ts'
import { Usage } from './usage.ts'
import { Verification } from './verification.ts'

/** The maximum number of webhooks of a workspace. */
export const WEBHOOK_LIMIT = 20

const subject = z
  .object({
    id: ObjectId.describe('The id of the credential.'),
    componentId: z.string().describe('The component that the credential is for.'),
    methodId: z.string().describe('The method that the credential uses.'),
    name: z.string().describe('The name of the credential.'),
    owner: z
      .string()
      .nullable()
      .describe('The owner that the credential belongs to. Null: the workspace itself.'),
    tags: Tags.describe('The tags of the credential, values by key.'),
    status: CredentialStatus.describe('The status of the credential.'),
  })
  .describe('The credential that the event is about.')
/** No event has a member that can hold a value of a credential. */
const credentialEvent = z
  .object({ credential: subject.describe('The credential that the event is about.') })
  .describe('The data of an event about a credential.')
/** Adds the active flows, and their steps, that the event affects: at most 50, `hidden` counts the rest. */
const credentialUsageEvent = credentialEvent
  .extend(Usage.shape)
  .describe('The data of an event about a credential, with the active flows that use it.')
/**
 * The result of the last verification, or how the grant was lost, as a message for users and as a reason for programs.
 */
const finding = Verification.pick({ outcome: true, reason: true, message: true, advice: true }).describe(
  'The result of the last verification.',
)

const flowBlocked = z
  .object({
    flow: z
      .object({
        id: ObjectId.describe('The id of the flow.'),
        name: z.string().describe('The name of the flow.'),
      })
      .describe('The flow that is blocked.'),
    attempt: z.enum(['activate', 'save']).describe('The operation that was refused.'),
    steps: z
      .array(
        z
          .object({
            stepId: ObjectId.optional().describe(
              'The id of the step. Absent for a step that would be added.',
            ),
            name: z.string().describe('The name of the step.'),
            reason: BlockReason.describe('Why the step blocks the flow.'),
          })
          .describe('A step that blocks the flow.'),
      )
      .describe('The steps that block the flow.'),
  })
  .describe('The data of an event about a blocked flow.')

/** The schema of `data` for each event type. */
const data = {
  'credential.created': credentialEvent,
  'credential.changed': credentialUsageEvent,
  'credential.failing': credentialUsageEvent
    .extend({ verification: finding })
    .describe('The failing credential, the active flows that use it, and the result of the verification.'),
  'credential.recovered': credentialUsageEvent
    .extend({ verification: finding })
    .describe('The recovered credential, the active flows that use it, and the result of the verification.'),
  'credential.expiring': credentialUsageEvent
    .extend({
      expiresAt: Time.describe('When the credential expires, as ISO 8601 UTC time.'),
      daysLeft: z
        .int()
        .describe(
          'How many days are left, rounded up: 30, 7 or 1, or less if the expiry became known later.',
        ),
    })
    .describe('The credential that expires soon, and the active flows that use it.'),
  'credential.deleted': credentialEvent,
  'flow.blocked': flowBlocked,
  'webhook.test': z
    .object({
      webhook: z
        .object({
          id: ObjectId.describe('The id of the webhook.'),
          name: z.string().describe('The name of the webhook.'),
        })
        .describe('The webhook that is tested.'),
    })
    .describe('The data of a test event.'),
} as const

type Types = keyof typeof data
/** The `data` of one event type, or the union of all of them. */
export type WebhookEventData<Type extends Types = Types> = z.infer<(typeof data)[Type]>

/** The event types that a webhook can subscribe to. The test event is sent only on request. */
const WEBHOOK_EVENT_TYPES = [
  'credential.created',
  'credential.changed',
  'credential.failing',
  'credential.recovered',
  'credential.expiring',
  'credential.deleted',
  'flow.blocked',
] as const
/** An event type that a webhook can subscribe to. */
export const WebhookEventType = z
  .enum(WEBHOOK_EVENT_TYPES)
  .describe('An event type that a webhook can subscribe to.')
/** One event type that a webhook can subscribe to. */
export type WebhookEventType = z.infer<typeof WebhookEventType>
/** An event type that can be sent: every type of {@link WebhookEventType}, and the test event. */
export const SentEventType = z
  .enum([...WEBHOOK_EVENT_TYPES, 'webhook.test'])
  .describe('The type of an event, including the test event.')
/** One event type that can be sent. */
export type SentEventType = z.infer<typeof SentEventType>

/** Returns the schema of the request body for one event type. */
export const payloadOf = <Type extends SentEventType>(type: Type) =>
  z
    .object({
      type: z.literal(type).describe('The type of the event.'),
      timestamp: Time.describe('When the event happened, as ISO 8601 UTC time.'),
      data: data[type],
    })
    .describe('The body of a webhook request.')

const url = z
  .string()
  .trim()
  .max(2000, FIRST)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    message: 'Enter a URL that starts with https://, for example https://example.com/hooks/stepkey',
    abort: true,
  })
  .refine((text) => {
    const { username, password } = new URL(text)
    return username === '' && password === ''
  }, 'Remove user name and password: lists show this address. Verify the signature of deliveries instead.')
  .meta({ format: 'uri' })

/** The subscribed event types. Null means all types, including those that later versions add. */
const events = z.array(WebhookEventType).min(1, 'Choose at least one event').max(50).nullable()

/** A webhook of a workspace. */
export const Webhook = z
  .object({
    id: ObjectId.describe('The id of the webhook.'),
    name: z.string().describe('The name of the webhook.'),
    url: Url.describe('The URL that events are posted to.'),
    events: events.describe(
      'The event types that the webhook receives. Null for all types, including those that later versions add.',
    ),
    isEnabled: z.boolean().describe('Whether events are delivered.'),
    disabledReason: z
      .enum(['gone', 'failing'])
      .nullable()
      .describe(
        'Why Stepkey disabled the webhook. `gone`: the endpoint answered 410. `failing`: no delivery succeeded for five days. Null if Stepkey did not disable it.',
      ),
    failingSince: Time.nullable().describe(
      'When the first of the current series of failed attempts happened, as ISO 8601 UTC time. Null if the last attempt succeeded.',
    ),
    lastDeliveredAt: Time.nullable().describe(
      'When an event was last delivered, as ISO 8601 UTC time. Null if none was delivered yet.',
    ),
    oldSecretUntil: Time.nullable().describe(
      'Until when deliveries are signed with the previous secret, too. ISO 8601 UTC time. Null if there is none.',
    ),
    createdAt: Time.describe('When the webhook was created, as ISO 8601 UTC time.'),
    updatedAt: Time.describe('When the webhook was last changed, as ISO 8601 UTC time.'),
  })
  .describe('A webhook of the workspace.')
/** A webhook of a workspace. */
export type Webhook = z.infer<typeof Webhook>

/** Input of `webhooks.create`. */
export const CreateWebhook = z
  .object({
    name: Name.describe('The name of the webhook. 1 to 120 characters.'),
    url: url.describe('The URL to post events to. At most 2000 characters, without user name or password.'),
    events: events
      .default(null)
      .describe('The event types that the webhook receives. Null for all types. Defaults to null.'),
  })
  .describe('A new webhook.')
/** Input of `webhooks.create`, with defaults applied. */
export type CreateWebhook = z.infer<typeof CreateWebhook>
/** A new webhook with its signing secret. */
export const WebhookCreated = z
  .object({
    webhook: Webhook.describe('The new webhook.'),
    secret: z
      .string()
      .describe('The secret that signs deliveries. It is returned only this once and cannot be read again.'),
  })
  .describe('A new webhook, with its signing secret.')

/** Input that names one webhook. */
export const WebhookRef = z
  .object({ webhookId: ObjectIdInput.describe('The id of the webhook.') })
  .describe('Names one webhook.')
/** Input of `webhooks.update`. */
export const UpdateWebhook = WebhookRef.extend({
  name: Name.optional().describe('The new name. If absent, the name stays.'),
  url: url.optional().describe('The new URL. If absent, the URL stays.'),
  events: events.optional().describe('The new event types. Null for all types. If absent, the types stay.'),
  isEnabled: z.boolean().optional().describe('Whether events are delivered. If absent, this stays.'),
}).describe('Changes of a webhook.')
/** Input of `webhooks.update`. */
export type UpdateWebhook = z.infer<typeof UpdateWebhook>
/** The result of deleting a webhook. */
export const WebhookRemoved = z
  .object({ outcome: z.literal('deleted').describe('The webhook was deleted.') })
  .describe('The webhook was deleted.')
/** The result of `webhooks.rotateSecret`. */
export const SecretRotated = z
  .object({
    secret: z
      .string()
      .describe('The new signing secret. It is returned only this once and cannot be read again.'),
    oldSecretUntil: Time.describe(
      'Until when deliveries are signed with the previous secret, too. ISO 8601 UTC time.',
    ),
  })
  .describe('The new signing secret of a webhook.')

/**
 * The reasons why an attempt failed. A closed list, because reasons are stored and messages are derived from
 * them.
 */
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
/** Why an attempt to deliver an event failed. */
export const DeliveryProblem = z
  .enum(DELIVERY_PROBLEMS)
  .describe('Why an attempt to deliver an event failed.')
/** One reason why an attempt failed. */
export type DeliveryProblem = z.infer<typeof DeliveryProblem>

/** The status of a delivery. */
export const DeliveryStatus = z
  .enum(['pending', 'delivered', 'failed'])
  .describe(
    '`pending`: an attempt is due. `delivered`: an attempt succeeded. `failed`: no further attempt is made.',
  )
/** One status of a delivery. */
export type DeliveryStatus = z.infer<typeof DeliveryStatus>

/** The delivery of one event to one webhook. */
export const Delivery = z
  .object({
    id: ObjectId.describe('The id of the delivery.'),
    eventId: ObjectId.describe(
      'The `webhook-id` header of the request. The same in every attempt, so receivers can detect repeats.',
    ),
    type: SentEventType.describe('The type of the event.'),
    isAgain: z.boolean().describe('Whether this delivery repeats an earlier one on request.'),
    status: DeliveryStatus.describe('The status of the delivery.'),
    attempts: z.int().describe('The number of attempts so far.'),
    problem: DeliveryProblem.nullable().describe(
      'Why the last failed attempt failed. Null if no attempt has failed.',
    ),
    httpStatus: z
      .int()
      .nullable()
      .describe('The HTTP status code of the last response. Null if there was none.'),
    durationMs: z
      .int()
      .nullable()
      .describe('How long the last attempt took, in milliseconds. Null before the first attempt.'),
    createdAt: Time.describe('When the delivery was queued, as ISO 8601 UTC time.'),
    nextAttemptAt: Time.nullable().describe(
      'When the next attempt is due, as ISO 8601 UTC time. Null if there is none.',
    ),
    deliveredAt: Time.nullable().describe(
      'When the event was delivered, as ISO 8601 UTC time. Null if it was not delivered.',
    ),
  })
  .describe('The delivery of one event to one webhook.')
/** The delivery of one event to one webhook. */
export type Delivery = z.infer<typeof Delivery>

const headerName = z.string().describe('The name of the header, in lower case.')

/** A delivery with the request of its last attempt, and what is stored of the response. */
export const DeliveryDetail = Delivery.extend({
  webhookId: ObjectId.describe('The id of the webhook.'),
  lastAttemptAt: Time.nullable().describe(
    'When the last attempt began, as ISO 8601 UTC time. Null before the first attempt.',
  ),
  request: z
    .object({
      headers: z
        .array(
          z
            .object({
              name: headerName,
              value: z
                .string()
                .nullable()
                .describe('The value of the header. Null for `webhook-signature`, which is not stored.'),
            })
            .describe('A header of the request.'),
        )
        .describe('The headers of the last attempt. Before the first attempt, without `webhook-timestamp`.'),
      payload: z.string().describe('The body of the request: exactly the text that is signed.'),
    })
    .describe('The request that is posted to the webhook.'),
  response: z
    .object({
      status: z.int().describe('The HTTP status code.'),
      headers: z
        .array(
          z
            .object({ name: headerName, value: z.string().describe('The value of the header.') })
            .describe('A header of the response.'),
        )
        .describe('The headers that are stored: a closed list without those that can hold secrets.'),
      body: z
        .string()
        .describe(
          'The beginning of the body, at most 4096 bytes, without characters that cannot be displayed. The signature of the request is replaced by `[signature]`. This is text of a remote server: never interpret it as HTML.',
        ),
      isTruncated: z.boolean().describe('Whether the body was longer.'),
    })
    .describe('The answer of the receiver.')
    .nullable()
    .describe('The response to the last attempt. Null if there was none, or if it was too large.'),
}).describe('A delivery with the request of its last attempt, and what is stored of the response.')
/** A delivery with the request of its last attempt, and what is stored of the response. */
export type DeliveryDetail = z.infer<typeof DeliveryDetail>

/** Input of `webhooks.deliveries`. */
export const ListDeliveries = WebhookRef.extend({
  status: DeliveryStatus.optional().describe('Only deliveries with this status.'),
  objectId: ObjectIdInput.optional().describe(
    'Only deliveries of the event with this id, or of events that name the credential or flow with this id.',
  ),
  cursor: Cursor.optional().describe('The `nextCursor` of the previous page.'),
  limit: PageLimit.optional().describe(
    'The maximum number of deliveries per page, 1 to 200. Defaults to 50.',
  ),
}).describe('Filters and paging for the deliveries of a webhook.')
/** Input of `webhooks.deliveries`. */
export type ListDeliveries = z.infer<typeof ListDeliveries>
/** One page of deliveries, newest first. */
export const DeliveryPage = z
  .object({
    items: z.array(Delivery).describe('The deliveries, newest first.'),
    nextCursor: z.string().nullable().describe('The cursor of the next page. Null on the last page.'),
  })
  .describe('One page of deliveries, newest first.')
/** Input that names one delivery. */
export const DeliveryRef = z
  .object({ deliveryId: ObjectIdInput.describe('The id of the delivery.') })
  .describe('Names one delivery.')
/** The result of queueing a delivery. */
export const DeliveryQueued = z
  .object({
    outcome: z.literal('queued').describe('The delivery was queued.'),
    delivery: Delivery.describe('The queued delivery.'),
  })
  .describe('The delivery was queued.')
