import { z } from 'zod'
import { Role } from './access.ts'
import { Id, Name } from './inputs.ts'

export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(
    /^[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+$/u,
    'Enter an e-mail address, for example alice@example.com',
  )

/** Long enough to be worth hashing; the upper bound keeps a hash from being made expensive. */
const Password = z
  .string()
  .min(10, 'Choose a password of at least 10 characters')
  .max(200, 'Choose a password of at most 200 characters')

export const SignUp = z.object({
  name: Name,
  email: Email,
  password: Password,
  /** The secret of an invitation link; needed when sign-up is not open. */
  invitation: z.string().max(200).optional(),
})

/** A password that exists already, whatever the rules were when it was chosen. */
const CurrentPassword = z.string().min(1).max(200)

export const SignIn = z.object({ email: Email, password: CurrentPassword })

export const ConfirmPassword = z.object({ password: CurrentPassword })
export const PasswordConfirmed = z.object({ outcome: z.literal('confirmed') })

export const ChangePassword = z.object({ oldPassword: CurrentPassword, newPassword: Password })
export const PasswordChanged = z.object({ outcome: z.literal('changed') })

/** One place where somebody is signed in. */
export const Session = z.object({
  id: z.string(),
  /** What the browser or program calls itself, if it does. */
  userAgent: z.string().nullable(),
  address: z.string(),
  createdAt: z.string(),
  /** To the minute. */
  lastUsedAt: z.string(),
  /** It is the one that asks. */
  current: z.boolean(),
})
export type Session = z.infer<typeof Session>
export const SessionRef = z.object({ sessionId: Id })
export const SessionRevoked = z.object({ outcome: z.literal('revoked') })
export const OtherSessionsRevoked = z.object({ outcome: z.literal('revoked'), count: z.int() })

export const Workspace = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['personal', 'organization']),
  role: Role,
})
export type Workspace = z.infer<typeof Workspace>

/** Who is signed in. The personal workspace comes first. */
export const Me = z.object({
  account: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  workspaces: z.array(Workspace),
})
export type Me = z.infer<typeof Me>

/** What a visitor without a session may know: whether there is anybody yet, and whether he may join. */
export const Welcome = z.object({
  signUp: z.enum(['open', 'invited', 'off']),
  firstVisit: z.boolean(),
  /** What the company’s sign-in is called, if there is one. */
  company: z.string().optional(),
  /** Whether Stepkey can send mails. */
  mail: z.boolean(),
})
export type Welcome = z.infer<typeof Welcome>
