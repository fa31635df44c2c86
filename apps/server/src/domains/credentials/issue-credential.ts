import type { FlowIssued, Issued, IssueFlow, IssueRefusal, IssueStep } from '@stepkey/shared/credential'
import pLimit from 'p-limit'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { auditRefusal } from '../audit/audit-entry.ts'
import { requireMethodOf } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import {
  type BoundStep,
  requireIssuableStep,
  requireIssuableSteps,
  type SealedCredentialRow,
} from '../usage/usage.ts'
import { completeValues, openValues } from './credential-values.ts'
import { buildIssuedValues } from './issued-values.ts'
import { ISSUE_LIFETIME, recordIssue } from './last-issues.ts'
import { retryFailing } from './paused-issue.ts'
import { requireCredentialRow, summarize } from './read-credentials.ts'
import { pauseOf } from './refusal-count.ts'
import { againIfReplaced } from './replaced-values.ts'
import {
  type OfferLink,
  requireCredentialOf,
  type StepCredential,
  withReconnectLink,
} from './step-credential.ts'
import { findFrozen } from './store.ts'

/** Credentials of one flow that are opened at a time, because each may need a token request. */
const CONCURRENCY = 16

type StepRef = { flowId: string; stepId: string }

/** The values of a credential, or why they can't be issued. */
type Prepared = { issued: Issued } | { outcome: string; error: DomainError }

/**
 * Returns the opened values of a step's credential to a flow engine. Secrets leave Stepkey only here and in
 * {@link issueFlow}. Only for steps of active flows. The audit entry is committed before the values are returned, so
 * every issue is recorded.
 * @param input.owner the owner of the run, for steps that are bound to the owner's credential
 * @throws DomainError not_found, flow_inactive, paused, credential_failing, credential_frozen, reconnect_needed, token_unavailable,
 * and the errors of {@link requireCredentialOf}
 */
export const issueCredential = (
  ctx: WorkspaceContext,
  { owner, ...step }: IssueStep,
  offerLink?: OfferLink,
): Promise<Issued> =>
  observed(ctx, async () => {
    const bound = await requireIssuableStep(ctx.db, ctx, step)
    const found = await findAudited(ctx, step.flowId, bound, owner, offerLink)
    return await recordPrepared(ctx, step, found, await prepareIssue(found.ctx, found.row), offerLink)
  })

/**
 * Returns the opened values of all steps of an active flow, each as {@link issueCredential} does. A refused step does
 * not affect the others. All audit entries are committed before any values are returned.
 * @throws DomainError not_found, flow_inactive
 */
export async function issueFlow(
  ctx: WorkspaceContext,
  { flowId, owner }: IssueFlow,
  offerLink?: OfferLink,
): Promise<FlowIssued> {
  const steps = await requireIssuableSteps(ctx.db, ctx, flowId)
  const limit = pLimit(CONCURRENCY)
  const finding = steps.map((step) => limit(() => findAudited(ctx, flowId, step, owner, offerLink)))
  /** By credential id: steps with the same credential get the same values, with the same token. */
  const preparing = new Map<string, Promise<Prepared>>()
  for (const found of await Promise.allSettled(finding)) {
    if (found.status === 'rejected') continue
    const { ctx, row } = found.value
    if (!preparing.has(row.id))
      preparing.set(
        row.id,
        limit(() => prepareIssue(ctx, row)),
      )
  }
  // The entries of all steps are recorded at the same time, so that they share one commit.
  const frozenMeanwhile = Promise.allSettled(preparing.values()).then(() =>
    findFrozen(ctx.db, [...preparing.keys()]),
  )
  const results = steps.map(async ({ stepId }, index) => {
    const issuing = observed(ctx, async () => {
      const found = (await finding[index]) as StepCredential
      const isFrozen = (await frozenMeanwhile).has(found.row.id)
      const prepared = isFrozen ? { outcome: 'frozen', error: frozen() } : await preparing.get(found.row.id)
      return await recordPrepared(ctx, { flowId, stepId }, found, prepared as Prepared, offerLink)
    })
    return [stepId, await issuing.catch(toRefusal)] as const
  })
  return { steps: Object.fromEntries(await Promise.all(results)) }
}

/** As {@link requireCredentialOf}, and records why an owner's credential can't be found. */
async function findAudited(
  ctx: WorkspaceContext,
  flowId: string,
  step: BoundStep,
  owner: string | undefined,
  offerLink: OfferLink | undefined,
): Promise<StepCredential> {
  try {
    return await requireCredentialOf(ctx, step, owner, offerLink)
  } catch (error) {
    const { stepId, ofOwner } = step
    if (ofOwner && owner !== undefined && error instanceof DomainError)
      await auditRefusal(ctx, 'credential.issued', stepId, { flowId, stepId, owner, outcome: error.code })
    throw error
  }
}

const observed = (ctx: WorkspaceContext, issue: () => Promise<Issued>) =>
  ctx.observer.operation({ name: 'issue' }, issue, () => 'issued')

function toRefusal(error: unknown): IssueRefusal {
  if (!(error instanceof DomainError)) throw error
  const { code, message, retryAfter, members } = error
  return { code, message, ...(retryAfter !== undefined && { retryAfter }), ...members }
}

/**
 * Opens a credential and requests a token if its method needs one. If its values are replaced during that request, the
 * token is discarded and the new values are opened instead. The result must not leave before it is recorded.
 */
const prepareIssue = (ctx: WorkspaceContext, row: SealedCredentialRow): Promise<Prepared> =>
  againIfReplaced(async (isFirst) => {
    if (isFirst) return await prepareValues(ctx, row)
    const { status, sealed, seal_version, frozen_at } = await requireCredentialRow(ctx, row.id)
    return await prepareValues(ctx, { ...row, status, sealed, seal_version, frozen_at, trial_id: null })
  })

async function prepareValues(ctx: WorkspaceContext, row: SealedCredentialRow): Promise<Prepared> {
  const { keyring, config, clock } = ctx
  if (row.frozen_at !== null) return { outcome: 'frozen', error: frozen() }
  if (row.status === 'failing') {
    const working = await retryFailing(ctx, row)
    return working
      ? await prepareValues(ctx, working)
      : { outcome: row.status, error: await failing(ctx, row) }
  }
  const known = await requireMethodOf(ctx, row)
  const values = completeValues(config, known, await openValues(keyring, row)).reveal()
  const result = await buildIssuedValues(ctx, row, known, values)
  // A token request can take a while.
  if (known.method.token && (await findFrozen(ctx.db, [row.id])).has(row.id))
    return { outcome: 'frozen', error: frozen() }
  if ('outcome' in result) {
    const { outcome, message, advice } = result
    if (outcome === 'rejected') await requireSameValues(ctx, row)
    const error =
      outcome === 'rejected'
        ? await failing(ctx, row)
        : new DomainError(
            'token_unavailable',
            `The provider issued no access token for this step. ${message}${advice ? ` ${advice}` : ''}`,
          )
    return { outcome, error }
  }
  const { tokenEnds, ...issuedValues } = result
  const latestEnd = clock().getTime() + ISSUE_LIFETIME
  const issued: Issued = {
    componentId: row.component_id,
    methodId: row.method_id,
    generation: row.seal_version,
    ...issuedValues,
    expiresAt: new Date(Math.min(latestEnd, tokenEnds?.getTime() ?? latestEnd)).toISOString(),
  }
  return { issued }
}

/**
 * @throws DomainError conflict if a rejection says nothing about the values that the flow gets now: they were replaced in the
 * meantime, or the rejected ones were new ones that the flow tried
 */
async function requireSameValues(
  ctx: WorkspaceContext,
  { id, seal_version, trial_id }: SealedCredentialRow,
): Promise<void> {
  if (trial_id === null && (await requireCredentialRow(ctx, id)).seal_version === seal_version) return
  throw new DomainError('conflict', 'The values were replaced in the meantime. Try again.')
}

/** Commits the audit entry of an issue or of its refusal. @returns the values @throws DomainError if refused */
async function recordPrepared(
  ctx: WorkspaceContext,
  step: StepRef,
  found: StepCredential,
  prepared: Prepared,
  offerLink: OfferLink | undefined,
): Promise<Issued> {
  const {
    owner,
    row: { id, seal_version },
  } = found
  const by = { ...step, ...(owner !== undefined && { owner }) }
  if ('error' in prepared) {
    const { outcome } = prepared
    await auditRefusal(ctx, 'credential.issued', id, { ...by, generation: seal_version, outcome })
    throw await withReconnectLink(ctx, prepared.error, found, offerLink)
  }
  const { generation } = prepared.issued
  recordIssue(ctx, id, by)
  await ctx.auditWriter.record({
    doing: ctx,
    action: 'credential.issued',
    subjectId: id,
    detail: { ...by, generation },
    outcome: 'done',
  })
  return prepared.issued
}

const frozen = () =>
  new DomainError(
    'credential_frozen',
    'The credential of this step is frozen. A user froze it in Stepkey. It is issued again when it is unfrozen.',
  )

/** Returns the error for a failing credential. */
async function failing(ctx: WorkspaceContext, { id }: SealedCredentialRow): Promise<DomainError> {
  const row = await requireCredentialRow(ctx, id)
  const { status, receipt } = await summarize(ctx, row)
  const reasons = [receipt?.message, receipt?.advice].filter(Boolean).join(' ')
  if (status === 'reconnect')
    return new DomainError('reconnect_needed', `The credential of this step is failing. ${reasons}`.trim())
  const retryAfter = pauseOf(row, ctx.clock())
  if (retryAfter === undefined)
    return new DomainError('credential_failing', `The credential of this step is failing. ${reasons}`.trim())
  return new DomainError(
    'paused',
    `Issuing is paused, because the credential of this step is failing. ${reasons}`.trim(),
    { retryAfter },
  )
}
