import { z } from 'zod'
import { StepRef } from './credential.ts'
import { Id, Name } from './inputs.ts'

const ONE_ORIGIN = 'Enter where the pages are that show the picker, without a path: https://app.example.com'

/**
 * Scheme, host and port, as a browser sends them. It goes into a header of policies, where a semicolon would begin another
 * one: URLs allow such signs in names of hosts.
 */
const Origin = z
  .string()
  .trim()
  .max(300)
  .transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    const isBare = url?.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
    if (isBare && /^https?:\/\/(?:[a-z\d._-]+|\[[\da-f:]+\])(?::\d+)?$/.test(url.origin)) return url.origin
    context.addIssue({ code: 'custom', message: ONE_ORIGIN })
    return z.NEVER
  })

/** One place outside Stepkey that may show the picker. Its id is no secret: it stands in the address of the frame. */
export const Embed = z.object({
  id: z.string(),
  name: z.string(),
  origin: z.string(),
  createdAt: z.string(),
})
export type Embed = z.infer<typeof Embed>

export const CreateEmbed = z.object({ name: Name, origin: Origin })
export const EmbedRef = z.object({ embedId: Id })
export const UpdateEmbed = EmbedRef.extend({ name: Name.optional(), origin: Origin.optional() })
export const EmbedRemoved = z.object({ outcome: z.literal('deleted') })

/** What whoever holds a connect token may do: pick one of the credentials that there are, or make a new one. */
export const ConnectAction = z.enum(['choose', 'create'])
export type ConnectAction = z.infer<typeof ConnectAction>

/** How long a connect token works, in seconds: a quarter of an hour unless told, an hour at most. */
const [SHORTEST, USUAL, LONGEST] = [60, 15 * 60, 60 * 60]

export const CreateConnectToken = z.object({
  /** The embed that shows the picker; without one, no page of another origin can use the token. */
  embedId: Id.optional(),
  componentId: Id,
  /** The step that gets what is chosen or made. */
  bindTo: StepRef.optional(),
  actions: z.array(ConnectAction).min(1, 'Choose at least one action').max(ConnectAction.options.length),
  /** In seconds. */
  expiresIn: z.int().min(SHORTEST).max(LONGEST).default(USUAL),
})
export type CreateConnectToken = z.infer<typeof CreateConnectToken>
export const ConnectTokenCreated = z.object({ token: z.string(), expiresAt: z.string() })
export type ConnectTokenCreated = z.infer<typeof ConnectTokenCreated>

/** What a connect token is for, as whoever holds it may know it. */
export const ConnectTask = z.object({
  componentId: z.string(),
  actions: z.array(ConnectAction),
  /** What a new credential will be called, where that is not to be chosen. */
  name: z.string().optional(),
  /** The step that gets what is chosen or made, and what it has now. */
  step: StepRef.extend({ isActive: z.boolean(), credentialId: z.string().nullable() }).optional(),
  expiresAt: z.string(),
})
export type ConnectTask = z.infer<typeof ConnectTask>
