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
import { provideCredential } from '../../domains/credential-requests/provide-credential.ts'
import { createCredential } from '../../domains/credentials/create-credential.ts'
import { disconnectCredential } from '../../domains/credentials/disconnect-credential.ts'
import { issueCredential } from '../../domains/credentials/issue-credential.ts'
import {
  getCredential,
  getCredentialUsage,
  listCredentials,
} from '../../domains/credentials/read-credentials.ts'
import { removeCredential } from '../../domains/credentials/remove-credential.ts'
import { reportRefusal } from '../../domains/credentials/report-refusal.ts'
import { updateCredential } from '../../domains/credentials/update-credential.ts'
import { verifyCredential } from '../../domains/credentials/verify-credential.ts'
import { versionOutdated } from '../../platform/errors/domain-error.ts'
import { requirePermission } from '../access/authorize.ts'
import { may } from './procedure.ts'
import { router } from './trpc.ts'

/** Removes what is known about the account at the provider. */
const withoutReceipt = <C extends Credential>(credential: C): C => ({
  ...credential,
  identity: null,
  receipt: null,
  grant: null,
})

/** Removes what a caller may not read from the result of a change. @throws DomainError version_outdated instead of `stale` */
function withoutStoredValues(result: CredentialUpdated): CredentialUpdated {
  if (result.outcome === 'saved')
    return {
      ...result,
      credential: { ...withoutReceipt(result.credential), values: {}, stored: [] },
    }
  if (result.outcome === 'stale') throw versionOutdated('credential')
  return result
}

/**
 * Removes from the verification of a refused change what only callers with the permission `verify` may learn: what the
 * target reports about the values, and where they were sent.
 */
function withoutFindings<R extends CredentialCreated | CredentialUpdated>(result: R): R {
  if (result.outcome !== 'not_saved') return result
  const { outcome, reason, message, advice, checkedAt, durationMs } = result.verification
  return { ...result, verification: { outcome, reason, message, advice, checkedAt, durationMs } }
}

/** Only counts the flows that use a credential. */
const withoutFlows = <U extends Usage>(usage: U): U => ({
  ...usage,
  flows: [],
  hidden: usage.flows.length + usage.hidden,
})

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
      const result = limits?.request
        ? await provideCredential(ctx, limits.request, input, signal)
        : await createCredential(ctx, input, { signal, sessionHash, onCreated })
      return ctx.permissions.has('verify') ? result : withoutFindings(result)
    }),

  update: may('write')
    .input(UpdateCredential)
    .output(CredentialUpdated)
    .mutation(async ({ ctx, input }) => {
      const { signal, sessionHash } = ctx
      const updated = await updateCredential(ctx, input, { signal, sessionHash })
      const result = ctx.permissions.has('verify') ? updated : withoutFindings(updated)
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
    .mutation(async ({ ctx, input }) => {
      const result = await removeCredential(ctx, input.credentialId)
      return result.outcome === 'in_use' && !ctx.permissions.has('read') ? withoutFlows(result) : result
    }),

  disconnect: may('write')
    .input(CredentialRef)
    .output(CredentialDisconnected)
    .mutation(({ ctx, input }) => disconnectCredential(ctx, input.credentialId)),
})
