import {
  type FlowPreflight,
  isDoubt,
  type PreflightFlow,
  type PreflightReason,
} from '@stepkey/shared/flow-preflight'
import { missingScopes, type ScopeIncludes } from '@stepkey/shared/scopes'
import { isInconclusive, type Verification } from '@stepkey/shared/verification'
import pLimit from 'p-limit'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { MINUTE } from '../../platform/time.ts'
import type { WorkspaceContext } from '../context.ts'
import { readFlow } from '../usage/step-bindings.ts'
import {
  type Binding,
  type BoundStep,
  findBlockReasons,
  readBoundSteps,
  type SealedCredentialRow,
} from '../usage/usage.ts'
import { endOfAccess } from './end-of-access.ts'
import { requireCredentialRow, summarize } from './read-credentials.ts'
import { findOwnersCredentials, ownerNeeded } from './step-credential.ts'
import { verifyPendingValue } from './switch-value.ts'
import { verifyCredential } from './verify-credential.ts'
import { verifyForEngine, verifyTrialForEngine } from './verify-for-engine.ts'

/** Credentials of one flow that are verified at a time. */
const CONCURRENCY = 16

/** The verification of the value that a flow gets. */
interface Checked {
  verification?: Verification
  endsAt?: string
  /** Present for a pending value that the flow tries: its status, which is not that of the credential. */
  trialStatus?: SealedCredentialRow['status']
}

/**
 * Verifies the credentials of a flow's steps, each once, with the values that the flow gets, and says whether a run can
 * succeed: whether they work, whether the required scopes were granted, and whether the access lasts until its end.
 * @throws DomainError not_found, or invalid_input without an owner for steps that are bound to the owner's credential
 */
export async function preflightFlow(
  ctx: WorkspaceContext,
  { flowId, owner, expectedMinutes }: PreflightFlow,
  signal?: AbortSignal,
): Promise<FlowPreflight> {
  const { db, workspaceId, clock } = ctx
  const { steps } = await readFlow(db, ctx, flowId)
  const found = new Map(
    await Promise.all(
      (await readBoundSteps(db, ctx, flowId)).map(
        async (step) => [step.stepId, await findForRun(ctx, step, owner)] as const,
      ),
    ),
  )
  const credentials = new Map(
    [...found.values()].flatMap(({ credential }) => (credential ? [[credential.id, credential]] : [])),
  )
  const limit = pLimit(CONCURRENCY)
  const checked = new Map(
    await Promise.all(
      [...credentials].map(async ([id, row]) => [id, await limit(() => check(ctx, row, signal))] as const),
    ),
  )
  const runEnds = new Date(clock().getTime() + expectedMinutes * MINUTE).toISOString()
  const bindings = steps.map(({ id, ...step }) => toBinding(step, found.get(id)?.credential))
  const reasons = await transact(db, (trx) => findBlockReasons(trx, ctx, bindings, { isInactive: false }))
  const components = new Map(
    (await ctx.catalog.list(workspaceId)).map((component) => [component.id, component]),
  )
  const results = steps.map(({ id: stepId, name, componentId, scopes }, index) => {
    const credentialId = bindings[index]?.credentialId ?? null
    const result = (credentialId && checked.get(credentialId)) || {}
    const { trialStatus, ...facts } = result
    const blockReason = reasons[index] ?? found.get(stepId)?.reason
    const needed = { scopes, includes: components.get(componentId)?.scopeIncludes }
    const reason =
      (trialStatus ? trialReason(blockReason, { ...result, trialStatus }, needed) : blockReason) ??
      runReason(result, runEnds)
    return {
      stepId,
      name,
      ...(credentialId !== null && { credentialId }),
      ...(reason && { reason }),
      ...facts,
    }
  })
  const isBlocked = results.some(({ reason }) => reason && !isDoubt(reason))
  return { outcome: isBlocked ? 'blocked' : 'ready', steps: results }
}

/** The credential that a step gets in a run, or why the owner's can't be found. */
interface FoundForRun {
  credential?: SealedCredentialRow
  reason?: 'not_connected' | 'ambiguous'
}

/** @throws DomainError invalid_input without an owner, for a step that is bound to the owner's credential */
async function findForRun(
  ctx: WorkspaceContext,
  { credential, ofOwner }: BoundStep,
  owner: string | undefined,
): Promise<FoundForRun> {
  if (!ofOwner) return credential ? { credential } : {}
  if (owner === undefined) throw ownerNeeded()
  const [only, ...others] = await findOwnersCredentials(ctx, owner, ofOwner)
  if (!only) return { reason: 'not_connected' }
  return others.length > 0 ? { reason: 'ambiguous' } : { credential: only }
}

/** Returns the binding of a step in a run: to the credential that was found for it. */
const toBinding = (step: Binding, found: SealedCredentialRow | undefined): Binding =>
  found ? { componentId: step.componentId, credentialId: found.id, scopes: step.scopes } : step

/** Verifies the value of a credential that the flow gets, unless it is frozen, or was deleted in the meantime. */
async function check(
  ctx: WorkspaceContext,
  credential: SealedCredentialRow,
  signal: AbortSignal | undefined,
): Promise<Checked> {
  const { id, trial_id, status, seal_version: generation, frozen_at } = credential
  if (frozen_at !== null) return {}
  // Flow engines may check before every run, in several processes.
  const isEngine = ctx.actor.kind === 'api_key'
  const value = { credentialId: id, generation }
  try {
    if (trial_id !== null) {
      const verification = isEngine
        ? (await verifyTrialForEngine(ctx, value, status === 'failing')).verification
        : await verifyPendingValue(ctx, id)
      const { outcome, expiresAt: endsAt } = verification
      const trialStatus = outcome === 'rejected' ? 'failing' : status
      return { verification, trialStatus, ...(endsAt && { endsAt }) }
    }
    const before = await summarize(ctx, await requireCredentialRow(ctx, id))
    const verified = isEngine
      ? await verifyForEngine(ctx, value)
      : await verifyCredential(ctx, { credentialId: id, values: undefined }, signal)
    const after = await summarize(ctx, await requireCredentialRow(ctx, id))
    // While issuing pauses, flow engines get the last result.
    const verification = verified ?? after.receipt
    if (!verification) return {}
    // An inconclusive verification reports no expiry.
    const endsAt = endOfAccess(after) ?? (isInconclusive(verification.outcome) && endOfAccess(before))
    return { verification, ...(endsAt && { endsAt }) }
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return {}
    throw error
  }
}

/** Returns the reason for a step whose flow tries a pending value instead of the current one. */
function trialReason(
  ofCurrent: PreflightReason | undefined,
  { verification, trialStatus }: Checked,
  { scopes, includes }: { scopes: readonly string[] | undefined; includes: ScopeIncludes | undefined },
): PreflightReason | undefined {
  if (ofCurrent === 'missing' || ofCurrent === 'wrong_component' || ofCurrent === 'frozen') return ofCurrent
  if (trialStatus === 'failing' || trialStatus === 'unverified') return trialStatus
  return missingScopes(scopes, verification?.scopes, includes).length > 0 ? 'missing_scopes' : undefined
}

/** Returns the reason for a step that could be in an active flow, but perhaps not until the end of the run. */
function runReason({ verification, endsAt }: Checked, runEnds: string): PreflightReason | undefined {
  if (endsAt !== undefined && endsAt <= runEnds) return 'ends_too_soon'
  return verification && isInconclusive(verification.outcome) ? 'not_verified' : undefined
}
