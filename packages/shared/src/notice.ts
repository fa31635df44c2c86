import { z } from 'zod'
import { Name, ObjectId, ObjectIdInput, Time } from './inputs.ts'
import { FIRST } from './length-limit.ts'
import { DeliveryProblem } from './webhook.ts'

/** The maximum number of chat channels of a workspace. */
export const CHANNEL_LIMIT = 10

/** What members and chat channels can be told of. */
export const NOTICE_KINDS = [
  'failing',
  'reconnect',
  'flow_blocked',
  'not_revoked',
  'expiring',
  'recovered',
] as const
/** A kind of notice. */
export const NoticeKind = z
  .enum(NOTICE_KINDS)
  .describe(
    '`failing`: the provider rejects a credential. `reconnect`: a credential must be connected again. `flow_blocked`: a step of an active flow cannot get its credential, because it fails or is frozen. `not_revoked`: Stepkey gave up revoking a key or access at its provider, so it may still work. `expiring`: a credential expires soon. `recovered`: a credential works again.',
  )
/** One kind of notice. */
export type NoticeKind = z.infer<typeof NoticeKind>

/** When a member is told. */
export const NoticeDelivery = z
  .enum(['off', 'at_once', 'daily'])
  .describe(
    '`at_once`: one message per provider, `delaySeconds` after its first event. `daily`: one message a day, at 08:00 UTC. `off`: no messages.',
  )
/** One way of delivery. */
export type NoticeDelivery = z.infer<typeof NoticeDelivery>

const kinds = z.array(NoticeKind).min(1, 'Choose at least one kind').max(NOTICE_KINDS.length, FIRST)

/** What the signed-in user is told of in this workspace. */
export const NoticeSettings = z
  .object({
    delivery: NoticeDelivery.describe('When the user is told.'),
    kinds: z.array(NoticeKind).describe('What the user is told of.'),
    isDefault: z
      .boolean()
      .describe('Whether the user has not chosen yet. Then the default of the role applies.'),
    email: z.string().describe('The address that messages are sent to.'),
    canSend: z
      .boolean()
      .describe('Whether this installation has a mail server. Without one, nothing is sent.'),
    delaySeconds: z
      .int()
      .describe(
        'How long a message waits for further failures of the same provider, and for recoveries. 600 unless the operator changed it.',
      ),
  })
  .describe('What the signed-in user is told of in this workspace, by e-mail.')
/** What the signed-in user is told of in this workspace. */
export type NoticeSettings = z.infer<typeof NoticeSettings>

/** Input of `notices.set`. */
export const SetNotices = z
  .object({
    delivery: NoticeDelivery.describe('When to tell the user.'),
    kinds: kinds.describe('What to tell the user of. At least one kind, also if the delivery is off.'),
  })
  .describe('What to tell the signed-in user of in this workspace.')
/** Input of `notices.set`. */
export type SetNotices = z.infer<typeof SetNotices>

/** The chat whose message format a channel takes. */
export const ChatFormat = z
  .enum(['slack', 'teams', 'mattermost'])
  .describe(
    'The format of messages. `slack`: an incoming webhook of Slack. `teams`: a webhook of a Microsoft Teams workflow. `mattermost`: an incoming webhook of Mattermost.',
  )
/** One message format. */
export type ChatFormat = z.infer<typeof ChatFormat>

/** When a channel is told. A channel that is not to be told is disabled. */
const channelDelivery = NoticeDelivery.exclude(['off']).describe(
  '`at_once`: one message per provider, the `delaySeconds` of `notices.get` after its first event. `daily`: one message a day, at 08:00 UTC.',
)

const channelUrl = z
  .string()
  .trim()
  .max(2000, FIRST)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    message: 'Enter the URL of the webhook. It starts with https://',
    abort: true,
  })
  .meta({ format: 'uri' })

/** Why a message could not be sent to a chat. */
export const ChatProblem = DeliveryProblem.exclude(['switched_off']).describe(
  'Why a message could not be sent to a chat.',
)
/** One reason. */
export type ChatProblem = z.infer<typeof ChatProblem>

/** A chat channel of a workspace. Its URL is a secret: no answer contains it. */
export const ChatChannel = z
  .object({
    id: ObjectId.describe('The id of the channel.'),
    name: z.string().describe('The name of the channel in Stepkey.'),
    format: ChatFormat.describe('The format of messages.'),
    host: z.string().describe('The host of the URL. The URL itself is never returned.'),
    delivery: channelDelivery.describe('When the channel is told.'),
    kinds: z.array(NoticeKind).describe('What the channel is told of.'),
    isEnabled: z.boolean().describe('Whether messages are sent.'),
    disabledReason: z
      .enum(['gone', 'failing'])
      .nullable()
      .describe(
        'Why Stepkey disabled the channel. `gone`: the chat answered that the webhook does not exist. `failing`: no message was accepted for five days. Null if Stepkey did not disable it.',
      ),
    failingSince: Time.nullable().describe(
      'When the first of the current series of failed attempts happened, as ISO 8601 UTC time. Null if the last attempt succeeded.',
    ),
    lastSentAt: Time.nullable().describe(
      'When a message was last accepted, as ISO 8601 UTC time. Null if none was yet.',
    ),
    createdAt: Time.describe('When the channel was created, as ISO 8601 UTC time.'),
    updatedAt: Time.describe('When the channel was last changed, as ISO 8601 UTC time.'),
  })
  .describe('A chat channel of the workspace.')
/** A chat channel of a workspace. */
export type ChatChannel = z.infer<typeof ChatChannel>

/** Input of `chatChannels.create`. */
export const CreateChatChannel = z
  .object({
    name: Name.describe('The name of the channel in Stepkey. 1 to 120 characters.'),
    format: ChatFormat.describe('The format of messages.'),
    url: channelUrl.describe('The URL of the webhook. It is stored encrypted, and never returned.'),
    delivery: channelDelivery.default('at_once').describe('When to tell the channel. Defaults to `at_once`.'),
    kinds: kinds
      .default([...NOTICE_KINDS])
      .describe('What to tell the channel of. Defaults to everything that exists now.'),
  })
  .describe('A new chat channel.')
/** Input of `chatChannels.create`, with defaults applied. */
export type CreateChatChannel = z.infer<typeof CreateChatChannel>

/** Input that names one chat channel. */
export const ChatChannelRef = z
  .object({ channelId: ObjectIdInput.describe('The id of the channel.') })
  .describe('Names one chat channel.')

/** Input of `chatChannels.update`. */
export const UpdateChatChannel = ChatChannelRef.extend({
  name: Name.optional().describe('The new name. If absent, the name stays.'),
  format: ChatFormat.optional().describe('The new format. If absent, the format stays.'),
  url: channelUrl.optional().describe('The new URL. If absent, the URL stays.'),
  delivery: channelDelivery.optional().describe('When to tell the channel. If absent, this stays.'),
  kinds: kinds.optional().describe('What to tell the channel of. If absent, this stays.'),
  isEnabled: z.boolean().optional().describe('Whether messages are sent. If absent, this stays.'),
}).describe('Changes of a chat channel.')
/** Input of `chatChannels.update`. */
export type UpdateChatChannel = z.infer<typeof UpdateChatChannel>

/** The result of deleting a chat channel. */
export const ChatChannelRemoved = z
  .object({ outcome: z.literal('deleted').describe('The channel was deleted.') })
  .describe('The chat channel was deleted.')

/** The result of `chatChannels.test`. */
export const ChatChannelTested = z
  .discriminatedUnion('outcome', [
    z
      .object({ outcome: z.literal('sent').describe('The chat accepted the message.') })
      .describe('The chat accepted the message.'),
    z
      .object({
        outcome: z.literal('not_sent').describe('The message was not accepted.'),
        problem: ChatProblem.describe('Why the message was not accepted.'),
        httpStatus: z
          .int()
          .nullable()
          .describe('The HTTP status code of the answer. Null if there was none.'),
      })
      .describe('The message was not accepted.'),
  ])
  .describe('The result of a test message.')
/** The result of `chatChannels.test`. */
export type ChatChannelTested = z.infer<typeof ChatChannelTested>
