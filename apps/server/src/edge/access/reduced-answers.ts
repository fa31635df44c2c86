import type { Permission } from '@stepkey/shared/access'
import type {
  Credential,
  CredentialCreated,
  CredentialFrozen,
  CredentialRemoved,
  CredentialSummary,
  CredentialUnfrozen,
  CredentialUpdated,
  Reported,
} from '@stepkey/shared/credential'
import type { CredentialImpact } from '@stepkey/shared/credential-impact'
import type { CredentialReplaced } from '@stepkey/shared/credential-replacement'
import type { ValueAdded, ValuePromoted, ValueRestored } from '@stepkey/shared/credential-value'
import type { DeletedCredentialRestored } from '@stepkey/shared/deleted-credential'
import { describeFinding } from '@stepkey/shared/finding-messages'
import type { Flow, FlowSaved, StepBound } from '@stepkey/shared/flow'
import type { FlowPreflight } from '@stepkey/shared/flow-preflight'
import type { OAuthApp, OAuthAppRemoved } from '@stepkey/shared/oauth'
import type { OwnerRemoved } from '@stepkey/shared/owner'
import type { UsingFlow } from '@stepkey/shared/usage'
import type { Verification } from '@stepkey/shared/verification'
import { versionOutdated } from '../../platform/errors/domain-error.ts'

/** A finished call: who made it, with which input. */
export interface Answered<Input = unknown> {
  permissions: ReadonlySet<Permission>
  input: Input
}

/**
 * Returns the answer to `credentials.create`, without what the caller may neither read nor verify. Connect tokens may
 * read: their user just entered the values.
 */
export function reduceCreated(
  created: CredentialCreated,
  { permissions, input }: Answered<{ bindTo?: { stepId: string } | undefined }>,
): CredentialCreated {
  const result = permissions.has('verify') ? created : withoutFindings(created)
  if (permissions.has('read') || result.outcome !== 'saved') return result
  const { flow } = result
  return {
    ...result,
    credential: withoutContents(result.credential),
    ...(flow && { flow: reduceFlow(flow, input.bindTo?.stepId) }),
  }
}

/**
 * Returns the answer to `credentials.update`, without what the caller may neither read nor verify.
 * @throws DomainError version_outdated instead of `stale` for callers who may not read the current credential
 */
export function reduceUpdated(updated: CredentialUpdated, { permissions }: Answered): CredentialUpdated {
  const result = permissions.has('verify') ? updated : withoutFindings(updated)
  if (permissions.has('inspect')) return result
  if (result.outcome === 'stale') throw versionOutdated('credential')
  return result.outcome === 'saved' ? { ...result, credential: withoutContents(result.credential) } : result
}

/**
 * Returns the answer to a change or a restoration of a credential's values, without what the caller may neither read nor verify.
 * @throws DomainError version_outdated instead of `stale` for callers who may not read the current credential
 */
export function reduceValue<
  R extends ValueAdded | ValuePromoted | ValueRestored | CredentialUnfrozen | DeletedCredentialRestored,
>(changed: R, { permissions }: Answered): R {
  const result = permissions.has('verify') ? changed : withoutFindings(changed)
  if (permissions.has('inspect') || !('credential' in result)) return result
  if (result.outcome === 'stale') throw versionOutdated('credential')
  return { ...result, credential: withoutContents(result.credential) }
}

/** Returns the answer to `credentials.freeze`: callers who may not read get the credential without its identity. */
export function reduceFrozen(frozen: CredentialFrozen, { permissions }: Answered): CredentialFrozen {
  if (permissions.has('read')) return frozen
  return { ...frozen, credential: withoutFacts(frozen.credential) }
}

/** Returns the answer to `owners.remove`: callers who may not read only get the numbers. */
export function reduceOwnerRemoved(removed: OwnerRemoved, { permissions }: Answered): OwnerRemoved {
  if (permissions.has('read')) return removed
  const credentials = removed.credentials.map((credential) => ({ ...credential, name: '' }))
  return {
    ...removed,
    credentials,
    flows: [],
    hidden: removed.flows.length + removed.hidden,
    recentFlows: [],
  }
}

/** Returns the answer to `credentials.remove`: callers who may not read only get the number of flows. */
export function reduceRemoved(removed: CredentialRemoved, { permissions }: Answered): CredentialRemoved {
  if (permissions.has('read') || removed.outcome === 'deleted') return removed
  return { ...removed, flows: [], hidden: removed.flows.length + removed.hidden }
}

/** Returns the answer to `credentials.replace`: callers who may not read only get the ids of the flows. */
export function reduceReplaced(replaced: CredentialReplaced, call: Answered): CredentialReplaced {
  if (call.permissions.has('read')) return replaced
  const reduce = (flow: UsingFlow): UsingFlow => ({ ...flow, name: '', steps: [] })
  return {
    ...replaced,
    switched: replaced.switched.map(reduce),
    refused: replaced.refused.map(({ flow, reason }) => ({ flow: reduce(flow), reason })),
    ...(replaced.removal && { removal: reduceRemoved(replaced.removal, call) }),
  }
}

/** Returns the answer to `credentials.impact`, without what the caller may neither read nor verify. */
export function reduceImpact(
  { verification, ...impact }: CredentialImpact,
  { permissions }: Answered,
): CredentialImpact {
  const isReader = permissions.has('read')
  return {
    ...(verification && {
      verification: permissions.has('verify') ? verification : withoutReport(verification),
    }),
    ...impact,
    steps: impact.steps.map((step) => (isReader ? step : { ...step, flowName: '', stepName: '' })),
  }
}

/** @throws DomainError version_outdated instead of `stale` for callers who may not read the current flow */
export function reduceFlowSaved(saved: FlowSaved, { permissions }: Answered): FlowSaved {
  if (saved.outcome === 'stale' && !permissions.has('read')) throw versionOutdated('flow')
  return saved
}

/** Returns the answer to `flows.bindStep`: callers who may not read only get the step that they bound. */
export function reduceBound(
  bound: StepBound,
  { permissions, input }: Answered<{ stepId: string }>,
): StepBound {
  if (permissions.has('read') || bound.outcome !== 'saved') return bound
  return { ...reduceFlow(bound, input.stepId), outcome: bound.outcome }
}

/** Returns the answer to `flows.preflight`, without what the caller may neither read nor verify. */
export const reducePreflight = (
  { outcome, steps }: FlowPreflight,
  { permissions }: Answered,
): FlowPreflight => ({
  outcome,
  steps: steps.map(({ name, verification, ...step }) => ({
    ...step,
    ...(permissions.has('read') && { name }),
    ...(verification && {
      verification: permissions.has('verify') ? verification : withoutReport(verification),
    }),
  })),
})

/**
 * Returns the answer to `credentials.report`. Callers who may not verify get its outcome, reason and advice, by which a
 * flow engine decides what to do next, but nothing that the target reported about the account.
 */
export const reduceReported = (
  { asked, ...verification }: Reported,
  { permissions }: Answered,
): Reported => ({
  ...(permissions.has('verify') ? verification : withoutReport(verification)),
  asked,
})

/** Returns an OAuth app, or why it can’t be removed: callers who may not read only get the number of credentials. */
export function reduceOAuthApp<App extends OAuthApp | OAuthAppRemoved>(
  app: App,
  { permissions }: Answered,
): App {
  if (permissions.has('read') || !('credentials' in app)) return app
  return { ...app, credentials: [], hidden: app.credentials.length + app.hidden }
}

/** Reduces a flow to its status, its version, and one step if its id is given. */
export const reduceFlow = (flow: Flow, stepId?: string): Flow => ({
  id: flow.id,
  name: '',
  status: flow.status,
  version: flow.version,
  updatedAt: flow.updatedAt,
  steps: flow.steps.filter(({ id }) => id === stepId),
})

/** Removes the values of a credential, and what is known about the account at the provider. */
const withoutContents = (credential: Credential): Credential => ({
  ...withoutFacts(credential),
  values: {},
  stored: [],
})

/** Removes what is known about the account at the provider, and who created and used a credential. */
const withoutFacts = <C extends CredentialSummary>(credential: C): C => ({
  ...credential,
  identity: null,
  receipt: null,
  grant: null,
  createdBy: null,
  lastUse: null,
  nextAttemptAt: null,
})

/**
 * Removes from the verification of a refused change what only callers with the permission `verify` may learn: what the
 * target reports about the values, and where they were sent.
 */
function withoutFindings<R extends { outcome: string } | { outcome: string; verification: Verification }>(
  result: R,
): R {
  return 'verification' in result ? { ...result, verification: withoutReport(result.verification) } : result
}

/** Keeps of a verification the outcome and its meaning, but nothing that the target reported. */
function withoutReport(verification: Verification): Verification {
  const { outcome, reason, message, checkedAt, durationMs } = verification
  // The message names the target and the account, except why a component has no check.
  const shown =
    outcome === 'untestable' ? { message } : describeFinding({ outcome, ...(reason && { reason }) })
  return { outcome, ...(reason && { reason }), ...shown, checkedAt, durationMs }
}
