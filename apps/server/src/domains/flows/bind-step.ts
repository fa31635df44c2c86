import type { BindStep, StepBound } from '@stepkey/shared/flow'
import { transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { bindCredential, boundToOwner, lockFlow, readFlow } from '../usage/step-bindings.ts'
import { findBlockReasons } from '../usage/usage.ts'

/**
 * Binds a stored step to another credential, without a version check: other changes to the flow don't conflict. For an
 * active flow, the same conditions apply as for its activation. A step that is bound to the owner's credential keeps it.
 * @throws DomainError not_found, or invalid_input for a step that is bound to the owner's credential
 */
export async function bindStep(
  ctx: WorkspaceContext,
  { flowId, stepId, credentialId }: BindStep,
): Promise<StepBound> {
  const { db, workspaceId, clock } = ctx
  return await transact(db, async (trx) => {
    const { name, status } = await lockFlow(trx, workspaceId, flowId)
    const { steps } = await readFlow(trx, ctx, flowId)
    const index = steps.findIndex(({ id }) => id === stepId)
    const step = steps[index]
    if (!step) throw notFound('step')
    if (step.binding === 'owner') throw boundToOwner('stepId')
    const { componentId, scopes } = step
    const [reason] = await findBlockReasons(trx, ctx, [{ componentId, credentialId, scopes }], {
      isInactive: status === 'inactive',
    })
    if (reason) return { outcome: 'blocked', steps: [{ index, stepId, reason }] }
    const flow = await bindCredential(
      trx,
      workspaceId,
      { flowId, stepId },
      { id: credentialId, componentId },
      clock(),
    )
    await writeAuditEntry(trx, ctx, 'flow.saved', flowId, { name, stepId, credentialId })
    return { outcome: 'saved', ...flow }
  })
}
