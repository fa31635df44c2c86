import {
  ApiKey,
  ApiKeyCreated,
  ApiKeyRef,
  ApiKeyRevoked,
  ApiKeyTakenOver,
  CreateApiKey,
} from '@stepkey/shared/api-key'
import { z } from 'zod'
import { createApiKey, listApiKeys, revokeApiKey, takeOverApiKey } from '../../domains/api-keys/api-keys.ts'
import { may, mayConfirmed } from './procedure.ts'
import { router } from './trpc.ts'

/** API keys of the workspace. API keys can't call these procedures, because no scope has the permission. */
export const apiKeysRouter = router({
  // A key that only reads leads to no secrets.
  create: mayConfirmed('keys', ({ scopes }: CreateApiKey) => scopes.some((scope) => scope !== 'read'))
    .input(CreateApiKey)
    .output(ApiKeyCreated)
    .mutation(({ ctx, input }) => createApiKey(ctx, input)),

  list: may('keys')
    .output(z.array(ApiKey))
    .query(({ ctx }) => listApiKeys(ctx)),

  takeOver: mayConfirmed('keys')
    .input(ApiKeyRef)
    .output(ApiKeyTakenOver)
    .mutation(({ ctx, input }) => takeOverApiKey(ctx, input.apiKeyId)),

  revoke: may('keys')
    .input(ApiKeyRef)
    .output(ApiKeyRevoked)
    .mutation(({ ctx, input }) => revokeApiKey(ctx, input.apiKeyId)),
})
