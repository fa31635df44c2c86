import { z } from 'zod'
import { Credential, CredentialRef } from './credential.ts'
import { ObjectId, ObjectIdInput, Time } from './inputs.ts'
import { Revocation } from './oauth.ts'
import { revoke } from './revocation.ts'
import { Verification } from './verification.ts'

/** The state of one generation of a credential's values. */
export const ValueState = z
  .enum(['current', 'pending', 'previous', 'retired'])
  .describe(
    'The state of the values. `current`: in use. `pending`: verified, and on trial in chosen flows, if any. `previous`: were current before, and can be restored. `retired`: erased.',
  )
/** The state of one generation of a credential's values. */
export type ValueState = z.infer<typeof ValueState>

const Generation = z
  .int()
  .min(1)
  .describe('The generation of the values. Every new value of a credential has a higher one.')

/** One generation of a credential's values, without the values. */
export const CredentialValue = z
  .object({
    generation: Generation,
    state: ValueState,
    status: z
      .enum(['verified', 'limited', 'untestable', 'unverified', 'failing'])
      .describe('The result of the last conclusive verification of the values.'),
    identity: z
      .string()
      .nullable()
      .describe('The account that the values belong to, as the target reported it. Null if unknown.'),
    createdBy: z
      .string()
      .nullable()
      .describe('The id of the account or API key that entered the values. Null if unknown.'),
    createdAt: Time.nullable().describe(
      'When the values were stored, as ISO 8601 UTC time. Null if unknown.',
    ),
    eraseAt: Time.nullable().describe(
      'When Stepkey erases the values, as ISO 8601 UTC time. Null unless they are `previous`.',
    ),
    revokeOnErase: z
      .boolean()
      .describe(
        'Whether Stepkey revokes the key at the provider when it erases the values. Only for `previous` values.',
      ),
    flows: z
      .array(
        z
          .object({ id: ObjectId.describe('The flow.'), name: z.string().describe('Its name.') })
          .describe('A flow.'),
      )
      .describe('The flows that try these values. Empty unless they are `pending`.'),
  })
  .describe('One generation of the values of a credential. The values themselves are never returned.')
/** One generation of a credential's values, without the values. */
export type CredentialValue = z.infer<typeof CredentialValue>

/** The result of `credentials.values`. */
export const CredentialValues = z
  .object({
    items: z
      .array(CredentialValue)
      .describe('The generations, the newest first. At most 20 are retired ones.'),
    keptDays: z
      .int()
      .describe(
        'For how many days the current values can be restored when others take their place. 0: they are erased then, because they fail, the credential is frozen or connected, or the server keeps none.',
      ),
  })
  .describe('The generations of the values of a credential.')
/** The result of `credentials.values`. */
export type CredentialValues = z.infer<typeof CredentialValues>

const allowOtherAccount = z
  .boolean()
  .optional()
  .describe('Whether to accept values of another account than the credential has now.')

/** Input of `credentials.addValue`. */
export const AddValue = CredentialRef.extend({
  version: z
    .int()
    .describe(
      'The version that the values are based on. The outcome is `stale` if it is not the current one.',
    ),
  values: z
    .record(z.string().max(120), z.unknown())
    .describe('The new values by field name. An omitted field keeps its current value, null removes it.'),
  allowOtherAccount,
}).describe('New values of a credential, which become current only when they are promoted.')
/** Input of `credentials.addValue`. */
export type AddValue = z.infer<typeof AddValue>

/** Input that names one generation of a credential's values. */
export const ValueRef = CredentialRef.extend({ generation: Generation }).describe(
  'Names one generation of the values of a credential.',
)

/** Input of `credentials.promote`. */
export const PromoteValue = ValueRef.extend({
  flowIds: z
    .array(ObjectIdInput)
    .max(100)
    .optional()
    .describe(
      'The flows that try the values; the others keep the current ones. Replaces the flows that try them so far. Empty: none. If absent, the values become current for all flows.',
    ),
  revoke: z
    .boolean()
    .optional()
    .describe(
      'Whether to revoke the old key at the provider when Stepkey erases it: when it can no longer be restored, or five minutes after the promotion if it is not kept. Everything else that uses it stops working then. The method must have `canRevoke`. Not together with `flowIds`.',
    ),
})
  .refine(({ flowIds, revoke }) => !flowIds || revoke === undefined, {
    path: ['revoke'],
    message: 'Leave this out while flows only try the values.',
  })
  .describe('A pending value to try in some flows, or to make the current one.')
/** Input of `credentials.promote`. */
export type PromoteValue = z.infer<typeof PromoteValue>

const NotSaved = z
  .object({
    outcome: z.literal('not_saved').describe('Nothing was changed.'),
    verification: Verification.describe('The result of the verification of the values.'),
  })
  .describe('Nothing was changed, because the verification of the values did not succeed.')
const Stale = z
  .object({
    outcome: z.literal('stale').describe('The credential was changed in the meantime.'),
    credential: Credential.describe('The current credential.'),
  })
  .describe('Nothing was changed, because the credential was changed in the meantime.')
const OtherAccount = z
  .object({
    outcome: z.literal('other_account').describe('The new values belong to another account.'),
    before: z.string().describe('The account of the current values.'),
    now: z.string().describe('The account of the new values.'),
  })
  .describe('Nothing was changed, because the new values belong to another account than the current ones.')

/** The result of `credentials.addValue`. */
export const ValueAdded = z
  .discriminatedUnion('outcome', [
    z
      .object({
        outcome: z.literal('pending').describe('The values were stored. The current ones stay in use.'),
        generation: Generation,
        verification: Verification.describe('The result of the verification of the new values.'),
      })
      .describe('The new values were verified and stored. The current ones stay in use.'),
    NotSaved,
    Stale,
    OtherAccount,
  ])
  .describe('The result of adding values.')
/** The result of `credentials.addValue`. */
export type ValueAdded = z.infer<typeof ValueAdded>

/** The result of `credentials.promote`. */
export const ValuePromoted = z
  .discriminatedUnion('outcome', [
    z
      .object({
        outcome: z.literal('promoted').describe('The values are the current ones now.'),
        credential: Credential.describe('The credential with its new values.'),
      })
      .describe('The values are the current ones now.'),
    z
      .object({ outcome: z.literal('on_trial').describe('The given flows try the values.') })
      .describe('The given flows get the pending values from now on, all others the current ones.'),
    NotSaved,
    Stale,
  ])
  .describe('The result of promoting values.')
/** The result of `credentials.promote`. */
export type ValuePromoted = z.infer<typeof ValuePromoted>

/** The result of `credentials.restore`. */
export const ValueRestored = z
  .discriminatedUnion('outcome', [
    z
      .object({
        outcome: z.literal('restored').describe('The previous values are the current ones again.'),
        credential: Credential.describe('The credential with its restored values.'),
      })
      .describe('The previous values are the current ones again, as a new generation.'),
    NotSaved,
    Stale,
  ])
  .describe('The result of restoring values.')
/** The result of `credentials.restore`. */
export type ValueRestored = z.infer<typeof ValueRestored>

/** Input of `credentials.discardValue`. */
export const DiscardValue = ValueRef.extend({
  revoke: revoke.describe(
    'Whether to revoke the key at the provider, too. Everything else that uses it stops working. The method must have `canRevoke`. If absent, `revokeOnErase` of the values applies.',
  ),
}).describe('One generation of the values of a credential, to erase.')
/** Input of `credentials.discardValue`. */
export type DiscardValue = z.infer<typeof DiscardValue>

/** The result of `credentials.discardValue`. */
export const ValueDiscarded = z
  .object({
    outcome: z.literal('discarded').describe('The values were erased.'),
    revocation: Revocation.optional().describe(
      'Whether the key was revoked at the provider. Present if that was asked for.',
    ),
  })
  .describe('The pending or previous values were erased.')
/** The result of `credentials.discardValue`. */
export type ValueDiscarded = z.infer<typeof ValueDiscarded>
