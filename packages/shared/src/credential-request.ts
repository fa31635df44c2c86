import { z } from 'zod'
import { Email } from './account.ts'
import { Presentation } from './branding.ts'
import { ComponentId, Name, ObjectId, ObjectIdInput, Time, Url } from './inputs.ts'
import { FIRST } from './length-limit.ts'
import { LocaleTag } from './locale-tag.ts'
import { NewTags, Owner, Tags } from './owner.ts'

/** A credential request: a single-use link by which a person without an account provides one credential. */
export const CredentialRequest = z
  .object({
    id: ObjectId.describe('The id of the request.'),
    componentId: z.string().describe('The component that the credential is for.'),
    name: z
      .string()
      .describe('The name that the credential gets. A number is appended if the name is taken by then.'),
    owner: z
      .string()
      .nullable()
      .describe('The owner that the credential will belong to. Null: the workspace itself.'),
    tags: Tags.describe('The tags that the credential gets, values by key.'),
    note: z.string().describe('The note to the recipient. Empty if there is none.'),
    askedBy: z
      .string()
      .nullable()
      .describe('The name of the user or API key that created the request. Null if it was deleted.'),
    state: z
      .enum(['open', 'fulfilled'])
      .describe('`open`: the link can be used. `fulfilled`: the credential was provided.'),
    credentialId: ObjectId.nullable().describe(
      'The credential that was provided. Null if there is none, or if it was deleted.',
    ),
    createdAt: Time.describe('When the request was created, as ISO 8601 UTC time.'),
    expiresAt: Time.describe('When the link ends, as ISO 8601 UTC time.'),
  })
  .describe('A link by which a person without an account provides one credential.')
/** A credential request. */
export type CredentialRequest = z.infer<typeof CredentialRequest>

/**
 * Plain text for the recipient. Line breaks are the only control characters allowed. At most 1000 characters.
 */
const Note = z
  .string()
  .trim()
  .max(1000, FIRST)
  .regex(
    /^(?:[\n\u200c\u200d]|[^\p{Cc}\p{Cf}\p{Cs}])*$/u,
    'This contains a character that can’t be displayed',
  )

/** Input of `requests.create`. */
export const CreateRequest = z
  .object({
    componentId: ComponentId.describe('The component that the credential is for.'),
    name: Name.describe('The name that the credential gets. At most 120 characters.'),
    owner: Owner.optional().describe(
      'The owner that the credential will belong to, such as `org_42`. If absent, it belongs to the workspace itself.',
    ),
    tags: NewTags.optional().describe('The tags that the credential gets, values by key: at most 20.'),
    note: Note.optional().describe(
      'A note to the recipient: plain text with line breaks, at most 1000 characters.',
    ),
    email: Email.regex(/^[^<>()\x5b\x5d\\,;:"]*$/, 'Enter one e-mail address and nothing else')
      .optional()
      .describe('The e-mail address that the link is sent to. The link works for every person who opens it.'),
    embedId: ObjectIdInput.optional().describe(
      'The embed whose branding the page and the mail have. If absent, they look like Stepkey.',
    ),
    locale: LocaleTag.optional(),
    days: z
      .int()
      .min(1)
      .max(30)
      .default(7)
      .describe('The lifetime of the link in days, 1 to 30. Defaults to 7.'),
  })
  .describe('A new credential request.')
/** Input of `requests.create`, with defaults applied. */
export type CreateRequest = z.infer<typeof CreateRequest>

/**
 * A new credential request with its link. The secret is in the fragment of `url`, so that no server logs it.
 */
export const RequestCreated = z
  .object({
    request: CredentialRequest.describe('The new request.'),
    url: Url.describe(
      'The link. It is returned only this once; its fragment contains the secret of the request.',
    ),
    sent: z
      .boolean()
      .optional()
      .describe('Whether the e-mail was sent. Absent if no e-mail address was given.'),
    problem: z.string().optional().describe('Why the e-mail was not sent. The link works nevertheless.'),
  })
  .describe('A new credential request, with its link.')
/** A new credential request with its link. */
export type RequestCreated = z.infer<typeof RequestCreated>

/**
 * Input of `requests.list`. The list holds open requests, and fulfilled ones whose credential exists; newest
 * first.
 */
export const ListRequests = z
  .object({ componentId: ComponentId.optional().describe('Only requests for this component.') })
  .optional()
  .describe('Filters for credential requests.')

/** Input that names one credential request. */
export const RequestRef = z
  .object({ requestId: ObjectIdInput.describe('The id of the credential request.') })
  .describe('Names one credential request.')
/** The result of revoking a credential request. */
export const RequestRevoked = z
  .object({ outcome: z.literal('revoked').describe('The request was revoked.') })
  .describe('The credential request was revoked.')

/** Input of `requests.redeem`. */
export const RequestSecret = z
  .object({ secret: z.string().min(1).max(200).describe('The secret from the fragment of the link.') })
  .describe('The secret of a credential request.')
/**
 * A redeemed credential request: the facts that its recipient may read, and a connect token to provide the
 * credential.
 */
export const RequestRedeemed = z
  .object({
    token: z.string().describe('A connect token that permits creating the requested credential.'),
    expiresAt: Time.describe(
      'When the token ends, as ISO 8601 UTC time. Redeem the link again for another token.',
    ),
    componentId: z.string().describe('The component that the credential is for.'),
    name: z.string().describe('The name that the credential gets.'),
    note: z.string().describe('The note to the recipient. Empty if there is none.'),
    workspace: z.string().describe('The name of the workspace that requests the credential.'),
    askedBy: z
      .string()
      .nullable()
      .describe('The name of the user or API key that created the request. Null if it was deleted.'),
    askedByEmail: z
      .string()
      .nullable()
      .describe('The e-mail address of the user. Stepkey has not verified it. Null for API keys.'),
    until: Time.describe('When the link ends, as ISO 8601 UTC time.'),
    ...Presentation,
  })
  .describe('A redeemed credential request: the facts that its recipient may read, and a connect token.')
/** A redeemed credential request. */
export type RequestRedeemed = z.infer<typeof RequestRedeemed>
