import { z } from 'zod'
import { Scope } from './access.ts'
import { Id, Name } from './inputs.ts'

/** An API key as it is listed. The key itself is shown once, when it is made. */
export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  /** How the key begins, for people to tell keys apart. */
  prefix: z.string(),
  scopes: z.array(Scope),
  createdAt: z.string(),
  /** Null: it does not expire. */
  expiresAt: z.string().nullable(),
  /** To the minute. */
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>

export const CreateApiKey = z.object({
  name: Name,
  scopes: z.array(Scope).min(1, 'Choose at least one scope').max(Scope.options.length),
  expiresAt: z.iso.datetime('Enter a date and time in UTC, for example 2027-01-01T00:00:00Z').optional(),
})
export type CreateApiKey = z.infer<typeof CreateApiKey>

export const ApiKeyCreated = z.object({ apiKey: ApiKey, key: z.string() })
export const ApiKeyRef = z.object({ apiKeyId: Id })
export const ApiKeyRevoked = z.object({ outcome: z.literal('revoked') })
