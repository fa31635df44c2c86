import { z } from 'zod'
import { Scope } from './access.ts'
import { ComponentId, Name, ObjectId, ObjectIdInput, Time } from './inputs.ts'
import { OwnerFilter } from './owner.ts'

/** An API key in a list. The key itself is returned only once, at creation. */
export const ApiKey = z
  .object({
    id: ObjectId.describe('The id of the API key.'),
    name: z.string().describe('The name of the API key.'),
    prefix: z.string().describe('The first characters of the key, which identify it in lists.'),
    scopes: z.array(Scope.describe('One scope of the key.')).describe('The scopes of the key.'),
    owners: z
      .array(OwnerFilter)
      .nullable()
      .describe(
        'The owners whose credentials the key can use; empty text for the workspace itself. Null if it is not limited to owners.',
      ),
    componentIds: z
      .array(z.string())
      .nullable()
      .describe('The components whose credentials the key can use. Null if it is not limited to components.'),
    createdAt: Time.describe('When the key was created, as ISO 8601 UTC time.'),
    expiresAt: Time.nullable().describe(
      'When the key expires, as ISO 8601 UTC time. Null if it does not expire.',
    ),
    lastUsedAt: Time.nullable().describe(
      'When the key was last used, to the minute, as ISO 8601 UTC time. Null if it was never used.',
    ),
    revokedAt: Time.nullable().describe(
      'When the key was revoked, as ISO 8601 UTC time. Null if it is not revoked.',
    ),
    createdBy: z
      .object({
        id: ObjectId.describe('The account of the member.'),
        name: z.string().describe('The name of the member.'),
      })
      .describe('The member who is responsible for the key.')
      .nullable()
      .describe(
        'The member who created the key or took it over, and so is responsible for it. Null if unknown.',
      ),
  })
  .describe('An API key of a workspace, without the key itself.')
/** An API key in a list. */
export type ApiKey = z.infer<typeof ApiKey>

/** An API key of a member who is about to lose the permission to create keys. */
export const HeldApiKey = ApiKey.pick({ id: true, name: true, prefix: true }).describe(
  'A valid API key that the member created.',
)
/** An API key of a member who is about to lose the permission to create keys. */
export type HeldApiKey = z.infer<typeof HeldApiKey>

/** What happens to the API keys of a member. */
export const KeysDecision = z
  .enum(['revoke', 'take_over'])
  .describe(
    'What happens to the valid API keys that the member created. `revoke`: they stop working. `take_over`: they continue to work, and the caller becomes responsible for them; the member may still know them. Required if there are such keys.',
  )
/** What happens to the API keys of a member. */
export type KeysDecision = z.infer<typeof KeysDecision>

/** The maximum number of owners, and of components, to which a key is limited. */
const KEY_LIMIT_COUNT = 50

/** The scopes whose answers can't be limited to some credentials: they show entries and steps of all. */
export const UNLIMITED_SCOPES: readonly Scope[] = ['audit', 'flows', 'components']

/** Input of `apiKeys.create`. */
export const CreateApiKey = z
  .object({
    name: Name.describe('The name of the API key. At most 120 characters.'),
    scopes: z
      .array(Scope)
      .min(1, 'Choose at least one scope')
      .max(Scope.options.length)
      .describe('The scopes of the key. At least one.'),
    owners: z
      .array(OwnerFilter)
      .min(1)
      .max(KEY_LIMIT_COUNT)
      .optional()
      .describe(
        'The owners whose credentials the key can use, 1 to 50; empty text for the workspace itself. If absent, all. Not with the scopes `audit`, `flows` and `components`.',
      ),
    componentIds: z
      .array(ComponentId)
      .min(1)
      .max(KEY_LIMIT_COUNT)
      .optional()
      .describe(
        'The components whose credentials the key can use, 1 to 50. If absent, all. Not with the scopes `audit`, `flows` and `components`.',
      ),
    expiresAt: z.iso
      .datetime('Enter a date and time in UTC, for example 2027-01-01T00:00:00Z')
      .optional()
      .describe('When the key expires, as ISO 8601 UTC time. If absent, the key does not expire.'),
  })
  .superRefine(({ scopes, owners, componentIds }, context) => {
    const scope =
      owners || componentIds ? UNLIMITED_SCOPES.find((scope) => scopes.includes(scope)) : undefined
    if (scope) {
      const message = `The scope “${scope}” shows all credentials. Remove it, or the limits to owners and components.`
      context.addIssue({ code: 'custom', path: ['scopes'], message })
    }
  })
  .describe('A new API key.')
/** Input of `apiKeys.create`. */
export type CreateApiKey = z.infer<typeof CreateApiKey>

/** The result of creating an API key. */
export const ApiKeyCreated = z
  .object({
    apiKey: ApiKey.describe('The new API key.'),
    key: z.string().describe('The key itself. It is returned only this once and cannot be read again.'),
  })
  .describe('A new API key, with the key itself.')
/** Input that names one API key. */
export const ApiKeyRef = z
  .object({ apiKeyId: ObjectIdInput.describe('The id of the API key.') })
  .describe('Names one API key.')
/** The result of taking over an API key. */
export const ApiKeyTakenOver = z
  .object({ outcome: z.literal('taken_over').describe('The caller is responsible for the API key now.') })
  .describe('The caller is responsible for the API key now.')
/** The result of revoking an API key. */
export const ApiKeyRevoked = z
  .object({ outcome: z.literal('revoked').describe('The API key was revoked.') })
  .describe('The API key was revoked.')
