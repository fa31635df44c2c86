import { z } from 'zod'
import { Branding } from './branding.ts'
import { MAX_TOKEN_LIFETIME, SessionAction } from './connect-session.ts'
import { StepRef } from './credential.ts'
import { ComponentId, Name, ObjectId, ObjectIdInput, Time, Url } from './inputs.ts'
import { LocaleTag } from './locale-tag.ts'
import { NewTags, Owner } from './owner.ts'
import { NewBranding } from './wording.ts'

const ORIGIN_MESSAGE =
  'Enter the origin of the pages that show the picker, without a path, for example https://app.example.com'

/**
 * An origin: scheme, host and port, as browsers send it. It becomes part of a `Content-Security-Policy`
 * header. URLs allow a semicolon in a host name, which would start another directive, so the host is checked
 * more strictly.
 */
const Origin = z
  .string()
  .trim()
  .max(300)
  .meta({ format: 'uri' })
  .transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    const isOriginOnly = url?.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
    if (isOriginOnly && /^https?:\/\/(?:[a-z\d._-]+|\[[\da-f:]+\])(?::\d+)?$/.test(url.origin))
      return url.origin
    context.addIssue({ code: 'custom', message: ORIGIN_MESSAGE })
    return z.NEVER
  })

/**
 * A web application outside Stepkey that may embed the picker. Its id is not secret: it is part of the
 * frame's URL.
 */
export const Embed = z
  .object({
    id: ObjectId.describe('The id of the embed. Not secret: it is part of the URL of the frame.'),
    name: z.string().describe('The name of the embed.'),
    origin: Url.describe(
      'The origin of the pages that may show the picker, for example `https://app.example.com`.',
    ),
    branding: Branding.nullable().describe('How it looks. Null for the appearance of Stepkey.'),
    createdAt: Time.describe('When the embed was created, as ISO 8601 UTC time.'),
  })
  .describe('A web application that may embed the credential picker.')
/** A web application that may embed the picker. */
export type Embed = z.infer<typeof Embed>

/** Input of `embeds.create`. */
export const CreateEmbed = z
  .object({
    name: Name.describe('The name of the embed. At most 120 characters.'),
    origin: Origin.describe(
      'The origin of the pages that show the picker: scheme, host and port, without a path.',
    ),
    branding: NewBranding.optional().describe('How it looks. If absent, like Stepkey.'),
  })
  .describe('A new embed.')
/** Input that names one embed. */
export const EmbedRef = z
  .object({ embedId: ObjectIdInput.describe('The id of the embed.') })
  .describe('Names one embed.')
/** Input of `embeds.update`. */
export const UpdateEmbed = EmbedRef.extend({
  name: Name.optional().describe('The new name. If absent, the name stays.'),
  origin: Origin.optional().describe('The new origin. If absent, the origin stays.'),
  branding: NewBranding.nullable()
    .optional()
    .describe('How it looks from now on, as a whole. Null: like Stepkey. If absent, the branding stays.'),
}).describe('Changes of an embed.')
/** The result of deleting an embed. */
export const EmbedRemoved = z
  .object({ outcome: z.literal('deleted').describe('The embed was deleted.') })
  .describe('The embed was deleted.')

/** An action of a session that `connectTokens.create` can permit. */
const TokenAction = SessionAction.exclude(['reconnect']).describe(
  '`choose`: select an existing credential. `create`: create a new credential.',
)

/** Lifetimes of a connect token in seconds: 1 minute to 1 hour, 15 minutes by default. */
const [MIN_LIFETIME, DEFAULT_LIFETIME] = [60, 15 * 60]

/** Input of `connectTokens.create`: a connect session for one component, without a link. */
export const CreateConnectToken = z
  .object({
    embedId: ObjectIdInput.optional().describe(
      'The embed whose pages use the token. If absent, no page of another origin can use it.',
    ),
    componentId: ComponentId.describe('The component that the credential is for.'),
    owner: Owner.optional().describe(
      'The owner whose credentials the token may use, and that new ones belong to. If absent, credentials of the workspace itself.',
    ),
    tags: NewTags.optional().describe('The tags of new credentials.'),
    bindTo: StepRef.optional().describe('The step that the chosen or new credential is bound to.'),
    locale: LocaleTag.optional(),
    actions: z
      .array(TokenAction)
      .min(1, 'Choose at least one action')
      .max(TokenAction.options.length)
      .describe('The actions that the token permits. At least one.'),
    expiresIn: z
      .int()
      .min(MIN_LIFETIME)
      .max(MAX_TOKEN_LIFETIME)
      .default(DEFAULT_LIFETIME)
      .describe('The lifetime of the token in seconds, 60 to 3600. Defaults to 900.'),
  })
  .describe('A new connect token.')
/** Input of `connectTokens.create`, with defaults applied. */
export type CreateConnectToken = z.infer<typeof CreateConnectToken>
/** A new connect token. */
export const ConnectTokenCreated = z
  .object({
    token: z.string().describe('The token. It is returned only this once and cannot be read again.'),
    expiresAt: Time.describe('When the token ends, as ISO 8601 UTC time.'),
  })
  .describe('A new connect token.')
/** A new connect token. */
export type ConnectTokenCreated = z.infer<typeof ConnectTokenCreated>
