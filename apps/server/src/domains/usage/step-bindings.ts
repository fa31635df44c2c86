import type { Flow } from '@stepkey/shared/flow'
import type { Db, Trx } from '../../platform/database/connect.ts'
import type { FlowRow } from '../../platform/database/tables.ts'
import { invalidInput, notFound } from '../../platform/errors/domain-error.ts'
import {
  bindStep,
  deleteUseOfStep,
  type FoundStep,
  findFlow,
  findFlowForUpdate,
  findSteps,
  insertUses,
  raiseFlowVersion,
} from './store.ts'

/** A flow with its steps and what they are bound to. @throws DomainError not_found */
export async function readFlow(db: Db | Trx, workspaceId: string, flowId: string): Promise<Flow> {
  const [row] = await findFlow(db, workspaceId, flowId)
  if (!row) throw notFound('flow')
  return toFlow(row, await findSteps(db, [row.id]))
}

/** Adds the steps to several flows with one query. */
export async function withSteps(db: Db | Trx, rows: readonly FlowRow[]): Promise<Flow[]> {
  const steps = await findSteps(
    db,
    rows.map((row) => row.id),
  )
  return rows.map((row) =>
    toFlow(
      row,
      steps.filter((step) => step.flow_id === row.id),
    ),
  )
}

function toFlow(row: FlowRow, steps: readonly FoundStep[]): Flow {
  const failing = steps.filter(({ credential_status }) => credential_status === 'failing').length
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    version: row.version,
    updatedAt: row.updated_at,
    ...(failing > 0 && { failingSteps: failing }),
    steps: steps.map((step) => ({
      id: step.id,
      name: step.name,
      componentId: step.component_id,
      credentialId: step.credential_id,
      ...(step.scopes !== null && { scopes: JSON.parse(step.scopes) }),
    })),
  }
}

/**
 * Locks a flow's row for the rest of the transaction: the first lock of whoever changes what a flow uses.
 * @throws DomainError not_found
 */
export async function lockFlow(trx: Trx, workspaceId: string, flowId: string): Promise<FlowRow> {
  const flow = await findFlowForUpdate(trx, workspaceId, flowId)
  if (!flow) throw notFound('flow')
  return flow
}

export interface StepRef {
  flowId: string
  stepId: string
}

/**
 * The step that a new credential is to be bound to.
 * @throws DomainError not_found, or invalid_input when the step is of another component
 */
export async function requireStep(
  db: Db | Trx,
  workspaceId: string,
  { flowId, stepId }: StepRef,
  componentId: string,
): Promise<{ flowIsActive: boolean }> {
  const flow = await readFlow(db, workspaceId, flowId)
  const step = flow.steps.find(({ id }) => id === stepId)
  if (!step) throw notFound('step')
  if (step.componentId !== componentId) {
    throw invalidInput({
      path: 'bindTo.stepId',
      message: 'This step is of another component: its credential can’t be used there.',
    })
  }
  return { flowIsActive: flow.status === 'active' }
}

/** Binds a stored credential to a step, and holds it if the flow is active. The flow must be locked already. */
export async function bindCredential(
  trx: Trx,
  workspaceId: string,
  { flowId, stepId }: StepRef,
  credential: { id: string; componentId: string },
  now: Date,
): Promise<Flow> {
  const { flowIsActive } = await requireStep(trx, workspaceId, { flowId, stepId }, credential.componentId)
  await bindStep(trx, stepId, credential.id)
  if (flowIsActive) {
    await deleteUseOfStep(trx, stepId)
    await insertUses(trx, [
      {
        step_id: stepId,
        flow_id: flowId,
        workspace_id: workspaceId,
        component_id: credential.componentId,
        credential_id: credential.id,
      },
    ])
  }
  await raiseFlowVersion(trx, flowId, now.toISOString())
  return await readFlow(trx, workspaceId, flowId)
}
