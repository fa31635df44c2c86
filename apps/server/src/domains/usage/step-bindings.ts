import type { Flow } from '@stepkey/shared/flow'
import type { UsingFlow } from '@stepkey/shared/usage'
import type { CredentialReach, CredentialScope } from '../../platform/database/credential-reach.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import type { FlowRow } from '../../platform/database/tables.ts'
import { invalidInput, notFound } from '../../platform/errors/domain-error.ts'
import {
  deleteUseOfStep,
  type FoundStep,
  findCredentialComponent,
  findFlow,
  findFlowForUpdate,
  findFlowsWithForUpdate,
  findStep,
  findSteps,
  insertUses,
  raiseFlowVersions,
  updateStepCredential,
  updateStepCredentials,
} from './store.ts'

/** Returns a flow with its steps and their credentials, of which those outside the caller's reach are absent. @throws DomainError not_found */
export async function readFlow(
  db: Db | Trx,
  { workspaceId, reach }: CredentialScope,
  flowId: string,
): Promise<Flow> {
  const [row] = await findFlow(db, workspaceId, flowId)
  if (!row) throw notFound('flow')
  return toFlow(row, await findSteps(db, [row.id], reach))
}

/** Returns the component of a credential of the workspace; undefined if there is no such credential. */
export const findComponentOf = findCredentialComponent

/** Returns flows with their steps. Reads all steps in one query. */
export async function withSteps(
  db: Db | Trx,
  rows: readonly FlowRow[],
  reach?: CredentialReach,
): Promise<Flow[]> {
  const steps = await findSteps(
    db,
    rows.map((row) => row.id),
    reach,
  )
  return rows.map((row) =>
    toFlow(
      row,
      steps.filter((step) => step.flow_id === row.id),
    ),
  )
}

function toFlow(row: FlowRow, steps: readonly FoundStep[]): Flow {
  // A frozen credential has no other status.
  const failing = steps.filter((step) => step.credential_status === 'failing' && step.frozen_at === null)
  const frozen = steps.filter((step) => step.frozen_at !== null)
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    version: row.version,
    updatedAt: row.updated_at,
    ...(failing.length > 0 && { failingSteps: failing.length }),
    ...(frozen.length > 0 && { frozenSteps: frozen.length }),
    steps: steps.map((step) => ({
      id: step.id,
      name: step.name,
      componentId: step.component_id,
      credentialId: step.credential_id,
      binding: step.binding,
      ...(step.methods !== null && { methods: JSON.parse(step.methods) }),
      ...(step.scopes !== null && { scopes: JSON.parse(step.scopes) }),
    })),
  }
}

/**
 * Locks a flow's row for the rest of the transaction. Every change to a flow's uses takes this lock first.
 * @throws DomainError not_found
 */
export async function lockFlow(trx: Trx, workspaceId: string, flowId: string): Promise<FlowRow> {
  const flow = await findFlowForUpdate(trx, workspaceId, flowId)
  if (!flow) throw notFound('flow')
  return flow
}

/** Returns the error for a step that can't get one credential. @param path the member of the input that names the step */
export const boundToOwner = (path: string) =>
  invalidInput({
    path,
    code: 'bound_to_owner',
    message: 'This step is bound to the owner’s credential. Change its binding in the flow first.',
  })

/** The ids of a step and its flow. */
export interface StepRef {
  flowId: string
  stepId: string
}

/**
 * Checks the step that a credential is bound to, and returns whether its flow is active, with the scopes that it requires.
 * @throws DomainError not_found, or invalid_input when the step is of another component or bound to the owner's credential
 */
export async function requireStep(
  db: Db | Trx,
  workspaceId: string,
  { flowId, stepId }: StepRef,
  componentId: string,
): Promise<{ flowIsActive: boolean; scopes: string[] }> {
  const [step] = await findStep(db, stepId, workspaceId, flowId)
  if (!step) throw notFound('flow')
  if (step.component_id === null) throw notFound('step')
  if (step.component_id !== componentId) {
    throw invalidInput({
      path: 'bindTo.stepId',
      code: 'wrong_component',
      message: 'This step is of another component. Choose a step of the credential’s component.',
    })
  }
  if (step.binding === 'owner') throw boundToOwner('bindTo.stepId')
  return {
    flowIsActive: step.flow_status === 'active',
    scopes: step.scopes === null ? [] : JSON.parse(step.scopes),
  }
}

/**
 * Locks the flows with a step that is bound to a credential, in the order of their ids.
 * @param options.flowIds the flows to consider; all unless given
 * @returns at most `limit` flows, each with the steps that are bound to the credential and the scopes that these require
 */
export async function lockFlowsWith(
  trx: Trx,
  workspaceId: string,
  credentialId: string,
  { flowIds, limit }: { flowIds?: readonly string[]; limit: number },
): Promise<(UsingFlow & { scopes: string[] })[]> {
  const rows = await findFlowsWithForUpdate(trx, workspaceId, credentialId, { flowIds, limit })
  const steps = await findSteps(
    trx,
    rows.map(({ id }) => id),
  )
  return rows.map(({ id, name, status }) => {
    const bound = steps.filter((step) => step.flow_id === id && step.credential_id === credentialId)
    return {
      id,
      name,
      status,
      steps: bound.map((step) => ({ id: step.id, name: step.name })),
      scopes: bound.flatMap(({ scopes }): string[] => (scopes === null ? [] : JSON.parse(scopes))),
    }
  })
}

/** Binds all steps of flows with one credential to another one. Lock the flows and the credential first. */
export async function rebindSteps(
  trx: Trx,
  { credentialId, by, flowIds }: { credentialId: string; by: string; flowIds: readonly string[] },
  now: Date,
): Promise<void> {
  if (flowIds.length === 0) return
  await updateStepCredentials(trx, { from: credentialId, to: by, flowIds })
  await raiseFlowVersions(trx, flowIds, now.toISOString())
}

/** Binds a stored credential to a step, and adds the use if the flow is active. Lock the flow first. */
export async function bindCredential(
  trx: Trx,
  workspaceId: string,
  { flowId, stepId }: StepRef,
  credential: { id: string; componentId: string },
  now: Date,
): Promise<Flow> {
  const { flowIsActive } = await requireStep(trx, workspaceId, { flowId, stepId }, credential.componentId)
  await updateStepCredential(trx, stepId, credential.id)
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
  await raiseFlowVersions(trx, [flowId], now.toISOString())
  return await readFlow(trx, { workspaceId }, flowId)
}
