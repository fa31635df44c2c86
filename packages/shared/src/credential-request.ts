import { z } from 'zod'
import { Email } from './account.ts'
import { Id, Name } from './inputs.ts'

/** Somebody without an account was asked for one credential, by a link that works once. */
export const CredentialRequest = z.object({
  id: z.string(),
  componentId: z.string(),
  /** What the credential will be called; with a number, if that is taken by then. */
  name: z.string(),
  note: z.string(),
  /** Who asks. Null when that is gone. */
  askedBy: z.string().nullable(),
  state: z.enum(['open', 'fulfilled']),
  /** What came in, as long as it is there. */
  credentialId: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string(),
})
export type CredentialRequest = z.infer<typeof CredentialRequest>

/** Plain text for whoever is asked: lines, and no other control characters. */
const Note = z
  .string()
  .trim()
  .max(1000)
  .regex(/^(?:[\n\u200c\u200d]|[^\p{Cc}\p{Cf}\p{Cs}])*$/u, 'This holds a character that can’t be shown')

export const CreateRequest = z.object({
  componentId: Id,
  name: Name,
  /** What to say to whoever is asked. */
  note: Note.optional(),
  /** Whom to send the link to, too. It still works for whoever opens it. */
  email: Email.regex(/^[^<>()[\]\\,;:"]*$/, 'Enter one e-mail address and nothing else').optional(),
  /** For how many days the link works. */
  days: z.int().min(1).max(30).default(7),
})
export type CreateRequest = z.infer<typeof CreateRequest>

/** `url` carries the secret in its fragment, so that no server ever logs it. */
export const RequestCreated = z.object({
  request: CredentialRequest,
  url: z.string(),
  /** Absent where nobody was to be sent a mail. */
  sent: z.boolean().optional(),
  /** Why it was not sent. The link works all the same. */
  problem: z.string().optional(),
})
export type RequestCreated = z.infer<typeof RequestCreated>

/** Open ones, and those of which the credential is still there; the newest first. */
export const ListRequests = z.object({ componentId: Id.optional() }).optional()

export const RequestRef = z.object({ requestId: Id })
export const RequestRevoked = z.object({ outcome: z.literal('revoked') })

export const RequestSecret = z.object({ secret: z.string().min(1).max(200) })
/** All that whoever holds a link learns: who asks for what, and a connect token to hand it over with. */
export const RequestRedeemed = z.object({
  token: z.string(),
  /** When the token ends; the link gives another one. */
  expiresAt: z.string(),
  componentId: z.string(),
  name: z.string(),
  note: z.string(),
  workspace: z.string(),
  askedBy: z.string().nullable(),
  /** When the link ends. */
  until: z.string(),
})
export type RequestRedeemed = z.infer<typeof RequestRedeemed>
