import type { Issued } from '@stepkey/shared/credential'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { MINUTE } from '../../platform/time.ts'
import { auditRefusal } from '../audit/audit-entry.ts'
import { requireMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { requireIssuableCredential } from '../usage/usage.ts'
import { completeValues, openValues } from './credential-values.ts'
import { buildIssuedValues } from './issued-values.ts'
import { recordIssue } from './last-issues.ts'
import { requireCredentialRow, summarize } from './read-credentials.ts'

/** How long a flow engine may use issued values, in milliseconds. */
const LIFETIME = 5 * MINUTE

type StepRef = { flowId: string; stepId: string }

/**
 * Returns the opened values of a step's credential to a flow engine. Secrets leave Stepkey in no other way. Only for
 * steps of active flows. The audit entry is committed before the values are returned, so every issue is recorded.
 * @throws DomainError not_found, flow_inactive, credential_failing, reconnect_needed, token_unavailable
 */
export const issueCredential = (ctx: WorkspaceContext, step: StepRef): Promise<Issued> =>
  ctx.observer.operation(
    { name: 'issue' },
    () => issue(ctx, step),
    () => 'issued',
  )

async function issue(ctx: WorkspaceContext, step: StepRef): Promise<Issued> {
  const { db, keyring, config, clock, auditWriter, workspaceId } = ctx
  const row = await requireIssuableCredential(db, workspaceId, step)
  if (row.status === 'failing') {
    await auditRefusal(ctx, 'credential.issued', row.id, { ...step, outcome: row.status })
    throw await failing(ctx, row.id)
  }
  const known = await requireMethod(ctx, row.component_id, row.method_id)
  const values = completeValues(config, known, await openValues(keyring, row)).reveal()
  const result = await buildIssuedValues(ctx, row, known, values)
  if ('outcome' in result) {
    await auditRefusal(ctx, 'credential.issued', row.id, { ...step, outcome: result.outcome })
    if (result.outcome === 'rejected') throw await failing(ctx, row.id)
    const advice = result.advice ? ` ${result.advice}` : ''
    throw new DomainError(
      'token_unavailable',
      `The provider issued no access token for this step. ${result.message}${advice}`,
    )
  }
  const { tokenEnds, ...issuedValues } = result
  const now = clock()
  recordIssue(row.id, now)
  const latestEnd = now.getTime() + LIFETIME
  const issued: Issued = {
    componentId: row.component_id,
    methodId: row.method_id,
    ...issuedValues,
    expiresAt: new Date(Math.min(latestEnd, tokenEnds?.getTime() ?? latestEnd)).toISOString(),
  }
  await auditWriter.record({
    doing: ctx,
    action: 'credential.issued',
    subjectId: row.id,
    detail: { ...step },
    outcome: 'done',
  })
  return issued
}

/** Returns the error for a failing credential. */
async function failing(ctx: WorkspaceContext, credentialId: string): Promise<DomainError> {
  const { status, receipt } = await summarize(ctx, await requireCredentialRow(ctx, credentialId))
  const reasons = [receipt?.message, receipt?.advice].filter(Boolean).join(' ')
  return new DomainError(
    status === 'reconnect' ? 'reconnect_needed' : 'credential_failing',
    `The credential of this step is failing. ${reasons}`.trim(),
  )
}
