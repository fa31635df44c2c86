import type { BindStep, StepBound } from '@stepkey/shared/flow'
import { transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { record } from '../audit/audit-entry.ts'
import type { MemberContext } from '../context.ts'
import { bind, lockFlow, readFlow } from '../usage/step-bindings.ts'
import { examine } from '../usage/usage.ts'

/**
 * Gives one stored step another credential, whatever else is changed in its flow at the same time. A step of an active
 * flow is held to the same conditions as when the flow was activated.
 */
export async function bindStep(
  ctx: MemberContext,
  { flowId, stepId, credentialId }: BindStep,
): Promise<StepBound> {
  const { db, workspaceId, clock } = ctx
  return await transact(db, async (trx) => {
    const { name, status } = await lockFlow(trx, workspaceId, flowId)
    const { steps } = await readFlow(trx, workspaceId, flowId)
    const index = steps.findIndex(({ id }) => id === stepId)
    const step = steps[index]
    if (!step) throw notFound('step')
    const { componentId } = step
    const [reason] = await examine(trx, workspaceId, [{ componentId, credentialId }], {
      draft: status === 'inactive',
    })
    if (reason) return { outcome: 'blocked', steps: [{ index, stepId, reason }] }
    const flow = await bind(trx, workspaceId, { flowId, stepId }, { id: credentialId, componentId }, clock())
    await record(trx, ctx, 'flow.saved', flowId, { name, stepId, credentialId })
    return { outcome: 'saved', ...flow }
  })
}
