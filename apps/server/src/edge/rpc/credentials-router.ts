import {
  AllFrozen,
  CountCredentials,
  CreateCredential,
  Credential,
  CredentialCount,
  CredentialCreated,
  CredentialDisconnected,
  CredentialFrozen,
  CredentialPage,
  CredentialReceipts,
  CredentialRef,
  CredentialRemoved,
  CredentialUnfrozen,
  CredentialUpdated,
  Issued,
  IssueStep,
  ListCredentials,
  RemoveCredential,
  Reported,
  UpdateCredential,
  VerifyCredential,
} from '@stepkey/shared/credential'
import { CredentialImpact, PreviewImpact } from '@stepkey/shared/credential-impact'
import { CredentialReplaced, ReplaceCredential } from '@stepkey/shared/credential-replacement'
import {
  AddValue,
  CredentialValues,
  DiscardValue,
  PromoteValue,
  ValueAdded,
  ValueDiscarded,
  ValuePromoted,
  ValueRef,
  ValueRestored,
} from '@stepkey/shared/credential-value'
import { IncidentReported, ReportIncident } from '@stepkey/shared/incident'
import { CredentialUsage } from '@stepkey/shared/usage'
import { Verification } from '@stepkey/shared/verification'
import { requireSession } from '../../domains/connect/connect-session.ts'
import { offerConnectLink } from '../../domains/connect/offer-link.ts'
import { provideCredential } from '../../domains/credential-requests/provide-credential.ts'
import { addValue } from '../../domains/credentials/add-value.ts'
import { createCredential } from '../../domains/credentials/create-credential.ts'
import { disconnectCredential } from '../../domains/credentials/disconnect-credential.ts'
import {
  freezeCredential,
  freezeWorkspace,
  unfreezeCredential,
} from '../../domains/credentials/freeze-credential.ts'
import { issueCredential } from '../../domains/credentials/issue-credential.ts'
import { previewImpact } from '../../domains/credentials/preview-impact.ts'
import {
  countCredentials,
  getCredential,
  getCredentialReceipts,
  getCredentialUsage,
  listCredentials,
} from '../../domains/credentials/read-credentials.ts'
import { listValues } from '../../domains/credentials/read-values.ts'
import { removeCredential } from '../../domains/credentials/remove-credential.ts'
import { reportIncident } from '../../domains/credentials/report-incident.ts'
import { reportRefusal } from '../../domains/credentials/report-refusal.ts'
import {
  discardValue,
  promoteValue,
  restoreValue,
  verifyKeptValue,
} from '../../domains/credentials/switch-value.ts'
import { updateCredential } from '../../domains/credentials/update-credential.ts'
import { verifyCredential } from '../../domains/credentials/verify-credential.ts'
import { replaceCredential } from '../../domains/flows/replace-credential.ts'
import { requirePermission } from '../access/authorize.ts'
import {
  reduceCreated,
  reduceFrozen,
  reduceImpact,
  reduceRemoved,
  reduceReplaced,
  reduceReported,
  reduceUpdated,
  reduceValue,
} from '../access/reduced-answers.ts'
import { consentHolderOf } from './consent-holder.ts'
import { may } from './procedure.ts'
import { router } from './trpc.ts'

/** Credentials of the workspace. */
export const credentialsRouter = router({
  list: may('read')
    .input(ListCredentials)
    .output(CredentialPage)
    .query(({ ctx, input }) => listCredentials(ctx, input)),

  count: may('read')
    .input(CountCredentials)
    .output(CredentialCount)
    .query(({ ctx, input }) => countCredentials(ctx, input)),

  get: may('inspect')
    .input(CredentialRef)
    .output(Credential)
    .query(({ ctx, input }) => getCredential(ctx, input.credentialId)),

  usage: may('read')
    .input(CredentialRef)
    .output(CredentialUsage)
    .query(({ ctx, input }) => getCredentialUsage(ctx, input.credentialId)),

  receipts: may('read')
    .input(CredentialRef)
    .output(CredentialReceipts)
    .query(({ ctx, input }) => getCredentialReceipts(ctx, input.credentialId)),

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
    .output(CredentialCreated, reduceCreated)
    .mutation(async ({ ctx, input }) => {
      const { signal, onCreated, limits } = ctx
      const options = { signal, onCreated, consentHolder: consentHolderOf(ctx, input.consentSecret) }
      // The limits of a connect token name the step.
      if (input.bindTo && !limits) await requirePermission(ctx, 'flows', 'credentials.create')
      const tagged = limits?.tags ? { ...input, tags: limits.tags } : input
      if (limits?.request) return await provideCredential(ctx, limits.request, tagged, options)
      return await createCredential(
        ctx,
        tagged,
        limits ? { ...options, onCreated: (trx) => requireSession(trx, ctx, limits) } : options,
      )
    }),

  update: may('write')
    .input(UpdateCredential)
    .output(CredentialUpdated, reduceUpdated)
    .mutation(({ ctx, input }) => {
      const { signal, limits } = ctx
      const consentHolder = consentHolderOf(ctx, input.consentSecret)
      return updateCredential(ctx, input, { signal, consentHolder, isReconnect: limits !== undefined })
    }),

  values: may('read')
    .input(CredentialRef)
    .output(CredentialValues)
    .query(({ ctx, input }) => listValues(ctx, input.credentialId)),

  addValue: may('write')
    .input(AddValue)
    .output(ValueAdded, reduceValue)
    .mutation(({ ctx, input }) => addValue(ctx, input, { signal: ctx.signal })),

  promote: may('write')
    .input(PromoteValue)
    .output(ValuePromoted, reduceValue)
    .mutation(({ ctx, input }) => promoteValue(ctx, input, { signal: ctx.signal })),

  restore: may('write')
    .input(CredentialRef)
    .output(ValueRestored, reduceValue)
    .mutation(({ ctx, input }) => restoreValue(ctx, input.credentialId, { signal: ctx.signal })),

  impact: may('write')
    .input(PreviewImpact)
    .output(CredentialImpact, reduceImpact)
    .mutation(({ ctx, input }) =>
      previewImpact(ctx, input, { signal: ctx.signal, consentHolder: consentHolderOf(ctx) }),
    ),

  replace: may('flows')
    .input(ReplaceCredential)
    .output(CredentialReplaced, reduceReplaced)
    .mutation(async ({ ctx, input: { remove = false, ...input } }) => {
      if (remove) await requirePermission(ctx, 'write', 'credentials.replace')
      const replaced = await replaceCredential(ctx, input)
      if (!remove || replaced.outcome === 'plan') return replaced
      const { credentialId } = input
      return { ...replaced, removal: await removeCredential(ctx, { credentialId }) }
    }),

  freeze: may('write')
    .input(CredentialRef)
    .output(CredentialFrozen, reduceFrozen)
    .mutation(({ ctx, input }) => freezeCredential(ctx, input.credentialId)),

  unfreeze: may('write')
    .input(CredentialRef)
    .output(CredentialUnfrozen, reduceValue)
    .mutation(({ ctx, input }) => unfreezeCredential(ctx, input.credentialId, { signal: ctx.signal })),

  /** The report contains entries of the audit log. */
  reportIncident: may('write')
    .input(ReportIncident)
    .output(IncidentReported)
    .mutation(async ({ ctx, input }) => {
      await requirePermission(ctx, 'audit', 'credentials.reportIncident')
      return await reportIncident(ctx, input)
    }),

  freezeAll: may('write')
    .output(AllFrozen)
    .mutation(({ ctx }) => freezeWorkspace(ctx)),

  verifyValue: may('verify')
    .input(ValueRef)
    .output(Verification)
    .mutation(({ ctx, input }) => verifyKeptValue(ctx, input, { signal: ctx.signal })),

  discardValue: may('write')
    .input(DiscardValue)
    .output(ValueDiscarded)
    .mutation(({ ctx, input }) => discardValue(ctx, input)),

  /** For flow engines: only API keys have the permission. */
  issue: may('issue')
    .input(IssueStep)
    .output(Issued)
    .mutation(({ ctx, input }) => issueCredential(ctx, input, offerConnectLink)),

  /** For flow engines: only API keys have the permission. */
  report: may('issue')
    .input(IssueStep)
    .output(Reported, reduceReported)
    .mutation(({ ctx, input }) => reportRefusal(ctx, input)),

  remove: may('write')
    .input(RemoveCredential)
    .output(CredentialRemoved, reduceRemoved)
    .mutation(({ ctx, input }) => removeCredential(ctx, input)),

  disconnect: may('write')
    .input(CredentialRef)
    .output(CredentialDisconnected)
    .mutation(({ ctx, input }) => disconnectCredential(ctx, input.credentialId)),
})
