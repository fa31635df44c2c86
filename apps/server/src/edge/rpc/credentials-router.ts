import {
  CreateCredential,
  Credential,
  CredentialCreated,
  CredentialDisconnected,
  CredentialPage,
  CredentialRef,
  CredentialRemoved,
  CredentialUpdated,
  Issued,
  ListCredentials,
  Reported,
  StepRef,
  UpdateCredential,
  VerifyCredential,
} from '@stepkey/shared/credential'
import { Usage } from '@stepkey/shared/usage'
import { Verification } from '@stepkey/shared/verification'
import type { z } from 'zod'
import { provideCredential } from '../../domains/credential-requests/provide-credential.ts'
import { createCredential } from '../../domains/credentials/create-credential.ts'
import { issueCredential } from '../../domains/credentials/issue-credential.ts'
import {
  getCredential,
  getCredentialUsage,
  listCredentials,
} from '../../domains/credentials/read-credentials.ts'
import { removeCredential } from '../../domains/credentials/remove-credential.ts'
import { reportRefusal } from '../../domains/credentials/report-refusal.ts'
import { disconnectCredential } from '../../domains/credentials/revoke-grant.ts'
import { updateCredential } from '../../domains/credentials/update-credential.ts'
import { verifyCredential } from '../../domains/credentials/verify-credential.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { requirePermission } from '../access/authorize.ts'
import { may } from './procedure.ts'
import { router } from './trpc.ts'

/** Removes what a caller may not read from the result of a change. @throws DomainError version_outdated instead of `stale` */
function withoutStoredValues(result: z.infer<typeof CredentialUpdated>): z.infer<typeof CredentialUpdated> {
  if (result.outcome === 'saved')
    return { ...result, credential: { ...result.credential, values: {}, stored: [] } }
  if (result.outcome === 'stale')
    throw new DomainError(
      'version_outdated',
      'The credential was changed in the meantime. Send its current version.',
    )
  return result
}

/** Credentials of the workspace. */
export const credentialsRouter = router({
  list: may('read')
    .input(ListCredentials)
    .output(CredentialPage)
    .query(({ ctx, input }) => listCredentials(ctx, input)),

  get: may('inspect')
    .input(CredentialRef)
    .output(Credential)
    .query(({ ctx, input }) => getCredential(ctx, input.credentialId)),

  usage: may('read')
    .input(CredentialRef)
    .output(Usage)
    .query(({ ctx, input }) => getCredentialUsage(ctx, input.credentialId)),

  verify: may('verify')
    .input(VerifyCredential)
    .output(Verification)
    .mutation(async ({ ctx, input }) => {
      // Using stored secrets together with other values is as dangerous as changing the credential.
      if (input.credentialId !== undefined && input.values)
        await requirePermission(ctx, 'write', 'credentials.verify')
      return await verifyCredential(ctx, input, ctx.signal)
    }),

  create: may('write')
    .input(CreateCredential)
    .output(CredentialCreated)
    .mutation(async ({ ctx, input }) => {
      const { signal, sessionHash, onCreated, limits } = ctx
      // The limits of a connect token name the step.
      if (input.bindTo && !limits) await requirePermission(ctx, 'flows', 'credentials.create')
      return limits?.request
        ? await provideCredential(ctx, limits.request, input, signal)
        : await createCredential(ctx, input, { signal, sessionHash, onCreated })
    }),

  update: may('write')
    .input(UpdateCredential)
    .output(CredentialUpdated)
    .mutation(async ({ ctx, input }) => {
      const { signal, sessionHash } = ctx
      const result = await updateCredential(ctx, input, { signal, sessionHash })
      return ctx.permissions.has('inspect') ? result : withoutStoredValues(result)
    }),

  /** For flow engines: only API keys have the permission. */
  issue: may('issue')
    .input(StepRef)
    .output(Issued)
    .mutation(({ ctx, input }) => issueCredential(ctx, input)),

  /** For flow engines: only API keys have the permission. */
  report: may('issue')
    .input(StepRef)
    .output(Reported)
    .mutation(({ ctx, input }) => reportRefusal(ctx, input)),

  remove: may('write')
    .input(CredentialRef)
    .output(CredentialRemoved)
    .mutation(({ ctx, input }) => removeCredential(ctx, input.credentialId)),

  disconnect: may('write')
    .input(CredentialRef)
    .output(CredentialDisconnected)
    .mutation(({ ctx, input }) => disconnectCredential(ctx, input.credentialId)),
})
