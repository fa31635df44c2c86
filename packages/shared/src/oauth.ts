import { z } from 'zod'
import { Id, Name } from './inputs.ts'

/** A client that was registered with a vendor: what connections to it are made through. */
export const OAuthApp = z.object({
  id: z.string(),
  componentId: z.string(),
  name: z.string(),
  /** What the vendor calls it by; no secret. */
  clientId: z.string(),
  /** Whether a client secret is stored. */
  hasSecret: z.boolean(),
  /** The operator's are there for every workspace, and only the operator changes them. */
  owner: z.enum(['workspace', 'installation']),
  /** This workspace's credentials that were connected through it, at most 50. */
  credentials: z.array(z.object({ id: z.string(), name: z.string() })),
  /** How many more there are. */
  hidden: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type OAuthApp = z.infer<typeof OAuthApp>

export const ListOAuthApps = z.object({ componentId: Id.optional() }).optional()
export const OAuthApps = z.object({
  items: z.array(OAuthApp),
  /** To be registered with every vendor. */
  redirectUri: z.string(),
})

const clientId = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[\x21-\x7e]+$/, 'Enter the client ID as the vendor shows it, without spaces')
const clientSecret = z.string().trim().min(1).max(4096)

export const CreateOAuthApp = z.object({
  componentId: Id,
  name: Name,
  clientId,
  /** Vendors give none to public clients. */
  clientSecret: clientSecret.optional(),
})
export type CreateOAuthApp = z.infer<typeof CreateOAuthApp>

export const OAuthAppRef = z.object({ oauthAppId: Id })

/** The client ID stays: what was granted to one client is worth nothing to another. Add a second app for that. */
export const UpdateOAuthApp = OAuthAppRef.extend({
  name: Name.optional(),
  clientSecret: clientSecret.nullish(),
})
export type UpdateOAuthApp = z.infer<typeof UpdateOAuthApp>

export const OAuthAppRemoved = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('deleted') }),
  /** Credentials depend on it; `hidden` counts those that are not named. */
  OAuthApp.pick({ credentials: true, hidden: true }).extend({ outcome: z.literal('in_use') }),
])
export type OAuthAppRemoved = z.infer<typeof OAuthAppRemoved>

const values = z.record(z.string().max(120), z.unknown())

/** For a new credential: component, method and values. For one that is connected again: its id, and what changes. */
export const BeginConsent = z
  .object({
    credentialId: Id.optional(),
    componentId: Id.optional(),
    methodId: Id.optional(),
    values: values.optional(),
    /** Where the component has more than one app; else the one that there is. */
    oauthAppId: Id.optional(),
  })
  .transform((input, context) => {
    const { credentialId, oauthAppId } = input
    if (credentialId !== undefined) return { credentialId, oauthAppId, values: input.values }
    const { componentId, methodId } = input
    if (componentId !== undefined && methodId !== undefined) {
      return { componentId, methodId, oauthAppId, values: input.values ?? {} }
    }
    for (const name of ['componentId', 'methodId'] as const) {
      if (input[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'Fill in this field.' })
    }
    return z.NEVER
  })

const Begun = z.object({ consentId: z.string(), expiresAt: z.string() })
export const ConsentBegun = z.discriminatedUnion('outcome', [
  /** Send the browser there. It comes back with `state` and more: hand all of it to `consents.finish`. */
  Begun.extend({ outcome: z.literal('redirect'), url: z.string() }),
  /** Show the code; the person enters it there. Ask `consents.finish` every `interval` seconds. */
  Begun.extend({
    outcome: z.literal('code'),
    userCode: z.string(),
    verificationUrl: z.string(),
    interval: z.int(),
  }),
  z.object({ outcome: z.literal('refused'), message: z.string(), advice: z.string().optional() }),
])
export type ConsentBegun = z.infer<typeof ConsentBegun>

export const FinishConsent = z.object({
  consentId: Id,
  /** What the browser came back with, by name; nothing while a code is being waited for. */
  parameters: z.record(z.string().max(100), z.string().max(8192)).optional(),
  /** And the path at which it came back: it tells which provider sent it. */
  path: z.string().max(1000).optional(),
})
export type FinishConsent = z.infer<typeof FinishConsent>

export const ConsentFinished = z.discriminatedUnion('outcome', [
  /** Now save the credential with this `consentId`. */
  z.object({ outcome: z.literal('granted'), scopes: z.array(z.string()).optional() }),
  z.object({ outcome: z.literal('pending'), interval: z.int() }),
  z.object({
    outcome: z.literal('refused'),
    /** `denied`: the person said no. `expired`: it took too long, or was used already. */
    reason: z.enum(['denied', 'expired', 'failed']),
    message: z.string(),
    advice: z.string().optional(),
  }),
])
export type ConsentFinished = z.infer<typeof ConsentFinished>

/**
 * Whether a grant was taken back at the vendor. `shared`: it was not, because the vendor would have taken back what other
 * credentials of the same account live by.
 */
export const Revocation = z.enum(['revoked', 'not_offered', 'failed', 'shared'])
export type Revocation = z.infer<typeof Revocation>
