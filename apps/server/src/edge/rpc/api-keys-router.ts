import { ApiKey, ApiKeyCreated, ApiKeyRef, ApiKeyRevoked, CreateApiKey } from '@stepkey/shared/api-key'
import { z } from 'zod'
import { createApiKey, listApiKeys, revokeApiKey } from '../../domains/api-keys/api-keys.ts'
import { requireConfirmed } from '../access/authorize.ts'
import { may } from './procedure.ts'
import { router } from './trpc.ts'

/** API keys of the workspace. API keys can't call these procedures, because no scope has the permission. */
export const apiKeysRouter = router({
  create: may('keys')
    .input(CreateApiKey)
    .output(ApiKeyCreated)
    .mutation(({ ctx, input }) => {
      if (input.scopes.includes('issue')) requireConfirmed(ctx)
      return createApiKey(ctx, input)
    }),

  list: may('keys')
    .output(z.array(ApiKey))
    .query(({ ctx }) => listApiKeys(ctx)),

  revoke: may('keys')
    .input(ApiKeyRef)
    .output(ApiKeyRevoked)
    .mutation(({ ctx, input }) => revokeApiKey(ctx, input.apiKeyId)),
})
