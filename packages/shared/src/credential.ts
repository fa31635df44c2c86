import { z } from 'zod'
import { Flow } from './flow.ts'
import { Cursor, Id, Name, PageLimit, Search } from './inputs.ts'
import { Revocation } from './oauth.ts'
import { Usage } from './usage.ts'
import { Verification } from './verification.ts'

/** `reconnect`: what was granted is gone, and only a person can grant it again. */
const STATUSES = ['verified', 'limited', 'untestable', 'unverified', 'failing', 'reconnect'] as const
export const CredentialStatus = z.enum(STATUSES)
export type CredentialStatus = z.infer<typeof CredentialStatus>

/** Raw values: each method's own schema parses them. */
const values = z.record(z.string().max(120), z.unknown())

/** A credential in a list. No outward type has a field that could hold a secret. */
export const CredentialSummary = z.object({
  id: z.string(),
  componentId: z.string(),
  methodId: z.string(),
  name: z.string(),
  status: CredentialStatus,
  /** Who it belongs to, as the target said when it was last verified. */
  identity: z.string().nullable(),
  /** The record of the last verification. */
  receipt: Verification.nullable(),
  /** For credentials that a person connected: what was granted. */
  grant: z
    .object({
      scopes: z.array(z.string()).nullable(),
      /** When the access ends for good; null where it is renewed, or has no end that is known. */
      endsAt: z.string().nullable(),
      /** The app that it was granted through; null where the client is part of the credential. */
      oauthAppId: z.string().nullable(),
    })
    .nullable(),
  /** Steps of active flows that are bound to it. */
  useCount: z.int(),
  /** Active flows that have such a step. */
  activeFlowCount: z.int(),
  /** Goes up with every change; send it with an update. */
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type CredentialSummary = z.infer<typeof CredentialSummary>

export const Credential = CredentialSummary.extend({
  /** The values that are not secret. */
  values: z.record(z.string(), z.unknown()),
  /** Paths of the secret fields that hold something. */
  stored: z.array(z.string()),
})
export type Credential = z.infer<typeof Credential>

export const CredentialRef = z.object({ credentialId: Id })

export const ListCredentials = z
  .object({
    componentId: Id.optional(),
    /** These alone, as far as they are there. */
    ids: z.array(Id).min(1).max(200).optional(),
    search: Search.optional(),
    status: CredentialStatus.optional(),
    cursor: Cursor.optional(),
    limit: PageLimit.optional(),
  })
  .optional()
export const CredentialPage = z.object({
  items: z.array(CredentialSummary),
  nextCursor: z.string().nullable(),
})

/** Either a stored credential, with or without other values laid over it, or values alone. */
export const VerifyCredential = z
  .object({
    credentialId: Id.optional(),
    componentId: Id.optional(),
    methodId: Id.optional(),
    values: values.optional(),
  })
  .transform((input, context) => {
    if (input.credentialId !== undefined) return { credentialId: input.credentialId, values: input.values }
    const { componentId, methodId } = input
    if (componentId !== undefined && methodId !== undefined && input.values !== undefined) {
      return { componentId, methodId, values: input.values }
    }
    for (const name of ['componentId', 'methodId', 'values'] as const) {
      if (input[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'Fill in this field.' })
    }
    return z.NEVER
  })

export const StepRef = z.object({ flowId: Id, stepId: Id })

export const CreateCredential = z.object({
  componentId: Id,
  methodId: Id,
  name: Name,
  values,
  /** Save although nothing was learnt. What the target refused is never saved. */
  allowUnverified: z.boolean().optional(),
  /** For methods that a person consents to: a consent that was granted for exactly these values. */
  consentId: Id.optional(),
  /** Link it to this step in the same transaction. */
  bindTo: StepRef.optional(),
})
export type CreateCredential = z.infer<typeof CreateCredential>

export const UpdateCredential = z.object({
  credentialId: Id,
  version: z.int(),
  name: Name.optional(),
  /** Laid over what is stored: an omitted field keeps its value, null clears it. */
  values: values.optional(),
  allowUnverified: z.boolean().optional(),
  /** A consent that was granted for this credential: what it was granted replaces what it had. */
  consentId: Id.optional(),
  /** Take the consent although it is another account's than before. */
  allowOtherAccount: z.boolean().optional(),
})
export type UpdateCredential = z.infer<typeof UpdateCredential>

const Saved = z.object({ outcome: z.literal('saved'), credential: Credential, flow: Flow.optional() })
const NotSaved = z.object({ outcome: z.literal('not_saved'), verification: Verification })
const Stale = z.object({ outcome: z.literal('stale'), credential: Credential })
/** Nothing was saved: whoever consented is somebody else than before. */
const OtherAccount = z.object({
  outcome: z.literal('other_account'),
  before: z.string(),
  now: z.string(),
})

export const CredentialCreated = z.discriminatedUnion('outcome', [Saved, NotSaved])
export type CredentialCreated = z.infer<typeof CredentialCreated>
export const CredentialUpdated = z.discriminatedUnion('outcome', [Saved, NotSaved, Stale, OtherAccount])
export type CredentialUpdated = z.infer<typeof CredentialUpdated>

export const CredentialRemoved = z.discriminatedUnion('outcome', [
  /** `revocation` for credentials that a person connected. */
  z.object({ outcome: z.literal('deleted'), revocation: Revocation.optional() }),
  Usage.extend({ outcome: z.literal('in_use') }),
])
export type CredentialRemoved = z.infer<typeof CredentialRemoved>

export const CredentialDisconnected = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('disconnected'), revocation: Revocation, credential: Credential }),
  Usage.extend({ outcome: z.literal('in_use') }),
])
export type CredentialDisconnected = z.infer<typeof CredentialDisconnected>

/** The opened values of the credential of one step, for the flow engine that runs it. Never to be kept longer than told. */
export const Issued = z.object({
  componentId: z.string(),
  methodId: z.string(),
  /** Without what only tokens are asked for with: who has the access token needs neither client secret nor key. */
  values: z.record(z.string(), z.unknown()),
  /** For methods that work with tokens. Refresh tokens are never issued. */
  accessToken: z.string().optional(),
  /** For HTTP methods: what to add to every request, so that an engine needs to know nothing of placements. */
  headers: z.record(z.string(), z.string()).optional(),
  query: z.record(z.string(), z.string()).optional(),
  baseUrl: z.string().optional(),
  /** Until when it may be kept; then ask again. */
  expiresAt: z.string().optional(),
})
export type Issued = z.infer<typeof Issued>
