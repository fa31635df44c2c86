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
  StepRef,
  UpdateCredential,
  VerifyCredential,
} from '@stepkey/shared/credential'
import { Usage } from '@stepkey/shared/usage'
import { Verification } from '@stepkey/shared/verification'
import { create } from '../../domains/credentials/create-credential.ts'
import { issue } from '../../domains/credentials/issue-credential.ts'
import { get, list, usage } from '../../domains/credentials/read-credentials.ts'
import { remove } from '../../domains/credentials/remove-credential.ts'
import { report } from '../../domains/credentials/report-refusal.ts'
import { disconnect } from '../../domains/credentials/revoke-grant.ts'
import { update } from '../../domains/credentials/update-credential.ts'
import { verify } from '../../domains/credentials/verify-credential.ts'
import { may, router } from './trpc.ts'

export const credentialsRouter = router({
  list: may('read')
    .input(ListCredentials)
    .output(CredentialPage)
    .query(({ ctx, input }) => list(ctx, input)),

  get: may('inspect')
    .input(CredentialRef)
    .output(Credential)
    .query(({ ctx, input }) => get(ctx, input.credentialId)),

  usage: may('read')
    .input(CredentialRef)
    .output(Usage)
    .query(({ ctx, input }) => usage(ctx, input.credentialId)),

  verify: may('verify')
    .input(VerifyCredential)
    .output(Verification)
    .mutation(({ ctx, input }) => verify(ctx, input, ctx.signal)),

  create: may('write')
    .input(CreateCredential)
    .output(CredentialCreated)
    .mutation(({ ctx, input }) => create(ctx, input, ctx.signal)),

  update: may('write')
    .input(UpdateCredential)
    .output(CredentialUpdated)
    .mutation(({ ctx, input }) => update(ctx, input, ctx.signal)),

  /** For flow engines alone: only API keys have the permission. */
  issue: may('issue')
    .input(StepRef)
    .output(Issued)
    .mutation(({ ctx, input }) => issue(ctx, input)),

  /** For flow engines, too. */
  report: may('issue')
    .input(StepRef)
    .output(Verification)
    .mutation(({ ctx, input }) => report(ctx, input)),

  remove: may('write')
    .input(CredentialRef)
    .output(CredentialRemoved)
    .mutation(({ ctx, input }) => remove(ctx, input.credentialId)),

  disconnect: may('write')
    .input(CredentialRef)
    .output(CredentialDisconnected)
    .mutation(({ ctx, input }) => disconnect(ctx, input.credentialId)),
})
