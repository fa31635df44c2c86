import { z } from 'zod'
import { ObjectId, ObjectIdInput, Time } from './inputs.ts'
import { Revocation } from './oauth.ts'

/** How long Stepkey tries to revoke something at its provider, in days. */
export const REVOCATION_DAYS = 5

/** The input member that asks for a revocation. */
export const revoke = z
  .boolean()
  .optional()
  .describe(
    'Whether to revoke the key at the provider, too. Everything else that uses it stops working. The method must have `canRevoke`. Access that a user granted is always revoked when its credential is deleted.',
  )

/** A revocation that its provider has not confirmed. */
export const OpenRevocation = z
  .object({
    id: ObjectId.describe('The id of the revocation.'),
    credentialId: ObjectId.describe(
      'The credential that the key or the access belonged to. It may be deleted.',
    ),
    componentId: z.string().describe('The component of the credential.'),
    methodId: z.string().describe('The method of the component that the credential used.'),
    name: z.string().describe('The name that the credential had.'),
    identity: z.string().nullable().describe('The account that it belonged to. Null if unknown.'),
    generation: z.int().describe('The generation of the values.'),
    kind: z
      .enum(['key', 'access'])
      .describe('`key`: a key that a user entered. `access`: access that a user granted.'),
    status: z
      .enum(['pending', 'failed'])
      .describe(
        '`pending`: Stepkey tries again. `failed`: it gave up, and erased the values. Revoke the key or the access in your account at the provider.',
      ),
    attempts: z.int().describe('The number of attempts so far.'),
    createdAt: Time.describe('When the revocation began, as ISO 8601 UTC time.'),
    lastAttemptAt: Time.nullable().describe(
      'When Stepkey last tried, as ISO 8601 UTC time. Null before the end of the first attempt.',
    ),
    nextAttemptAt: Time.nullable().describe(
      'When Stepkey tries again, as ISO 8601 UTC time. Null unless the revocation is `pending`.',
    ),
  })
  .describe('A revocation that its provider has not confirmed.')
/** A revocation that its provider has not confirmed. */
export type OpenRevocation = z.infer<typeof OpenRevocation>

/** The result of `revocations.list`. */
export const OpenRevocations = z
  .object({
    items: z.array(OpenRevocation).describe('The revocations, the newest first. At most 200.'),
  })
  .describe('The revocations that their providers have not confirmed.')
/** The result of `revocations.list`. */
export type OpenRevocations = z.infer<typeof OpenRevocations>

/** Input that names one revocation. */
export const RevocationRef = z
  .object({ revocationId: ObjectIdInput.describe('The revocation.') })
  .describe('Names one revocation.')

/** The result of `revocations.retry`. */
export const RevocationRetried = z
  .object({ revocation: Revocation })
  .describe('The result of another attempt.')
/** The result of `revocations.retry`. */
export type RevocationRetried = z.infer<typeof RevocationRetried>

/** The result of `revocations.dismiss`. */
export const RevocationDismissed = z
  .object({
    outcome: z.literal('dismissed').describe('Stepkey no longer tries, and erased the values.'),
  })
  .describe('The revocation was taken off the list.')
/** The result of `revocations.dismiss`. */
export type RevocationDismissed = z.infer<typeof RevocationDismissed>
