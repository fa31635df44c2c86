import { z } from 'zod'
import { Role } from './access.ts'
import { Name } from './inputs.ts'

const Email = z
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

export const SignIn = z.object({ email: Email, password: z.string().min(1).max(200) })

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
export const Welcome = z.object({ signUp: z.enum(['open', 'invited', 'off']), firstVisit: z.boolean() })
export type Welcome = z.infer<typeof Welcome>
