import { z } from 'zod'
import { Scope } from './access.ts'
import { Name, ObjectId, ObjectIdInput, Time } from './inputs.ts'

/** An API key in a list. The key itself is returned only once, at creation. */
export const ApiKey = z
  .object({
    id: ObjectId.describe('The id of the API key.'),
    name: z.string().describe('The name of the API key.'),
    prefix: z.string().describe('The first characters of the key, which identify it in lists.'),
    scopes: z.array(Scope.describe('One scope of the key.')).describe('The scopes of the key.'),
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
  })
  .describe('An API key of a workspace, without the key itself.')
/** An API key in a list. */
export type ApiKey = z.infer<typeof ApiKey>

/** Input of `apiKeys.create`. */
export const CreateApiKey = z
  .object({
    name: Name.describe('The name of the API key. At most 120 characters.'),
    scopes: z
      .array(Scope)
      .min(1, 'Choose at least one scope')
      .max(Scope.options.length)
      .describe('The scopes of the key. At least one.'),
    expiresAt: z.iso
      .datetime('Enter a date and time in UTC, for example 2027-01-01T00:00:00Z')
      .optional()
      .describe('When the key expires, as ISO 8601 UTC time. If absent, the key does not expire.'),
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
/** The result of revoking an API key. */
export const ApiKeyRevoked = z
  .object({ outcome: z.literal('revoked').describe('The API key was revoked.') })
  .describe('The API key was revoked.')
