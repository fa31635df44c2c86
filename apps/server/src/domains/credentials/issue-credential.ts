import type { Issued } from '@stepkey/shared/credential'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { auditRefusal } from '../audit/audit-entry.ts'
import { requireMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { requireIssuableCredential } from '../usage/usage.ts'
import { completeValues, openValues } from './credential-values.ts'
import { buildIssuedValues } from './issued-values.ts'
import { requireCredentialRow, summarize } from './read-credentials.ts'

/** How long a flow engine may keep what it was given, in milliseconds. */
const KEEP = 5 * 60_000

/** For flow engines, and for those who watch. */
export const issueCredential = (ctx: WorkspaceContext, step: Step): Promise<Issued> =>
  ctx.observer.operation(
    { name: 'issue' },
    () => handOut(ctx, step),
    () => 'issued',
  )

type Step = { flowId: string; stepId: string }

/**
 * Hands the opened values of a step's credential to a flow engine: the one way in which a secret leaves. Only for
 * steps of active flows. The audit row is committed before anything leaves, so nothing is ever issued unrecorded.
 * @throws DomainError not_found, or conflict when the flow is not active or the credential is failing
 */
async function handOut(ctx: WorkspaceContext, step: Step): Promise<Issued> {
  const { db, keyring, config, clock, auditWriter, workspaceId } = ctx
  const row = await requireIssuableCredential(db, workspaceId, step)
  if (row.status === 'failing') {
    await auditRefusal(ctx, 'credential.issued', row.id, { ...step, outcome: row.status })
    const reason = (await summarize(ctx, await requireCredentialRow(ctx, row.id))).receipt?.message ?? ''
    throw new DomainError('conflict', `The credential of this step is failing. ${reason}`.trim())
  }
  const known = await requireMethod(ctx, row.component_id, row.method_id)
  const values = completeValues(config, known, await openValues(keyring, row)).reveal()
  const ready = await buildIssuedValues(ctx, row, known, values)
  if ('outcome' in ready) {
    await auditRefusal(ctx, 'credential.issued', row.id, { ...step, outcome: ready.outcome })
    const advice = ready.advice ? ` ${ready.advice}` : ''
    throw new DomainError('conflict', `No access token was given for this step. ${ready.message}${advice}`)
  }
  const { tokenEnds, ...added } = ready
  const kept = clock().getTime() + KEEP
  const issued: Issued = {
    componentId: row.component_id,
    methodId: row.method_id,
    ...added,
    expiresAt: new Date(Math.min(kept, tokenEnds?.getTime() ?? kept)).toISOString(),
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
