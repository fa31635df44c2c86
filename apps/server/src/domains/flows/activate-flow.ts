import type { FlowActivated } from '@stepkey/shared/flow'
import { transact } from '../../platform/database/transaction.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { lockFlow, readFlow } from '../usage/step-bindings.ts'
import { findBlockReasons, holdCredentials, releaseCredentials } from '../usage/usage.ts'
import { emitFlowBlocked } from './flow-events.ts'
import { deleteFlow, updateFlow } from './store.ts'

/**
 * Activates a flow and protects the credentials of its steps from deletion. Returns `blocked` with a reason for each
 * step that is not ready.
 * @throws DomainError not_found
 */
export async function activateFlow(ctx: WorkspaceContext, flowId: string): Promise<FlowActivated> {
  const result = await transact(ctx.db, async (trx): Promise<FlowActivated> => {
    await lockFlow(trx, ctx.workspaceId, flowId)
    const { name, status, steps } = await readFlow(trx, ctx, flowId)
    const reasons = await findBlockReasons(trx, ctx, steps, { isInactive: false })
    const blocked = steps.flatMap(({ id }, index) => {
      const reason = reasons[index]
      return reason ? { stepId: id, reason } : []
    })
    if (blocked.length > 0) {
      const blockedSteps = blocked.map((step) => ({
        ...step,
        name: steps.find(({ id }) => id === step.stepId)?.name ?? '',
      }))
      await emitFlowBlocked(trx, ctx, {
        flow: { id: flowId, name },
        attempt: 'activate',
        steps: blockedSteps,
      })
      return { outcome: 'blocked', steps: blocked }
    }

    await holdCredentials(
      trx,
      { workspaceId: ctx.workspaceId, flowId },
      steps.map((step) => ({ ...step, stepId: step.id })),
    )
    if (status === 'inactive') {
      await updateFlow(trx, flowId, { status: 'active', updated_at: ctx.clock().toISOString() })
      await writeAuditEntry(trx, ctx, 'flow.activated', flowId, { name })
    }
    return { outcome: 'active' }
  })
  if (result.outcome === 'blocked')
    await auditRefusal(ctx, 'flow.activated', flowId, { outcome: result.outcome })
  return result
}

/** Deactivates a flow, regardless of the status of its credentials. @throws DomainError not_found */
export async function deactivateFlow(
  ctx: WorkspaceContext,
  flowId: string,
): Promise<{ outcome: 'inactive' }> {
  return await transact(ctx.db, async (trx) => {
    const flow = await lockFlow(trx, ctx.workspaceId, flowId)
    await releaseCredentials(trx, flowId)
    if (flow.status === 'active') {
      await updateFlow(trx, flowId, { status: 'inactive', updated_at: ctx.clock().toISOString() })
      await writeAuditEntry(trx, ctx, 'flow.deactivated', flowId, { name: flow.name })
    }
    return { outcome: 'inactive' }
  })
}

/** Deletes a flow, active or not, with its uses. @throws DomainError not_found */
export async function removeFlow(ctx: WorkspaceContext, flowId: string): Promise<{ outcome: 'deleted' }> {
  return await transact(ctx.db, async (trx) => {
    const { name } = await lockFlow(trx, ctx.workspaceId, flowId)
    await deleteFlow(trx, flowId)
    await writeAuditEntry(trx, ctx, 'flow.deleted', flowId, { name })
    return { outcome: 'deleted' }
  })
}
