import type { FlowSaved, SaveFlow } from '@stepkey/shared/flow'
import type { Trx } from '../../platform/database/database.ts'
import type { FlowRow, FlowStepRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import { foldName } from '../../platform/folded-name.ts'
import { newId } from '../../platform/ids.ts'
import { nameOrder } from '../../platform/name-order.ts'
import { foldAccents } from '../../platform/search-text.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { CreateOptions, WorkspaceContext } from '../context.ts'
import { lockFlow, readFlow } from '../usage/step-bindings.ts'
import { findBlockReasons, holdCredentials } from '../usage/usage.ts'
import { emitFlowBlocked } from './flow-events.ts'
import { findStepsById, insertFlow, replaceSteps, updateFlow } from './store.ts'

/**
 * Stores a flow's name and steps in one transaction. For an active flow, the same conditions apply as for its
 * activation, except to steps that keep their component and binding and require no further scopes: a flow with a
 * failing credential can be renamed, and corrected step by step. Steps of a draft may be without a credential, but can't have one of another component or workspace.
 * @throws DomainError invalid_input, not_found
 */
export async function saveFlow(
  ctx: WorkspaceContext,
  input: SaveFlow,
  { onCreated }: Pick<CreateOptions, 'onCreated'> = {},
): Promise<FlowSaved> {
  await refuseUnknownComponents(ctx, input)
  refuseRepeatedSteps(input)
  return await transact(ctx.db, async (trx) => {
    const before = input.flowId === undefined ? undefined : await lockFlow(trx, ctx.workspaceId, input.flowId)
    if (before && before.version !== input.version) {
      return { outcome: 'stale', ...(await readFlow(trx, ctx, before.id)) }
    }
    const stored = before ? await findStepsById(trx, before.id) : new Map<string, FlowStepRow>()
    if (before) refuseForeignSteps(stored, input)

    const active = before?.status === 'active'
    const bindings = input.steps.map(({ credentialId, ...step }) => ({
      ...step,
      credentialId: credentialId ?? null,
    }))
    const reasons = await findBlockReasons(trx, ctx, bindings, { isInactive: !active })
    const blocked = reasons.flatMap((reason, index) => {
      const step = input.steps[index]
      return reason && step && !isBoundAsBefore(stored, step) ? { index, stepId: step.stepId, reason } : []
    })
    if (blocked.length > 0) {
      if (before && active) await emitFlowBlocked(trx, ctx, refusedSave(before, input, blocked))
      return { outcome: 'blocked', steps: blocked }
    }

    const flowId = await writeFlow(trx, ctx, before, input)
    const steps = input.steps.map((step) => ({
      ...step,
      stepId: step.stepId ?? newId(),
      credentialId: step.credentialId ?? null,
    }))
    await replaceSteps(
      trx,
      flowId,
      steps.map(({ stepId, name, componentId, credentialId, scopes, binding, methods }, position) => ({
        id: stepId,
        flow_id: flowId,
        position,
        name,
        component_id: componentId,
        credential_id: credentialId,
        scopes: scopes?.length ? JSON.stringify(scopes) : null,
        binding: binding ?? 'credential',
        methods: methods ? JSON.stringify([...new Set(methods)]) : null,
      })),
    )
    if (active) await holdCredentials(trx, { workspaceId: ctx.workspaceId, flowId }, steps)
    await writeAuditEntry(trx, ctx, before ? 'flow.saved' : 'flow.created', flowId, { name: input.name })
    if (!before) await onCreated?.(trx, flowId)
    return { outcome: 'saved', ...(await readFlow(trx, ctx, flowId)) }
  })
}

/** Returns the event data for an active flow that could not be saved because of its steps. */
const refusedSave = (
  { id, name }: FlowRow,
  { steps }: SaveFlow,
  blocked: Extract<FlowSaved, { outcome: 'blocked' }>['steps'],
) => ({
  flow: { id, name },
  attempt: 'save' as const,
  steps: blocked.map(({ index, stepId, reason }) => ({ stepId, name: steps[index]?.name ?? '', reason })),
})

async function writeFlow(
  trx: Trx,
  ctx: WorkspaceContext,
  before: FlowRow | undefined,
  { name }: SaveFlow,
): Promise<string> {
  const now = ctx.clock().toISOString()
  const named = {
    name,
    name_folded: foldName(name),
    name_order: nameOrder(name),
    search_text: foldAccents(name),
    updated_at: now,
  }
  if (before) {
    await updateFlow(trx, before.id, { ...named, version: before.version + 1 })
    return before.id
  }
  const id = newId()
  await insertFlow(trx, {
    ...named,
    id,
    workspace_id: ctx.workspaceId,
    status: 'inactive',
    version: 1,
    created_at: now,
  })
  return id
}

async function refuseUnknownComponents({ catalog, workspaceId }: WorkspaceContext, { steps }: SaveFlow) {
  const found = await Promise.all(steps.map(({ componentId }) => catalog.find(workspaceId, componentId)))
  const unknown = found.indexOf(undefined)
  if (unknown >= 0)
    throw invalidInput({
      path: `steps.${unknown}.componentId`,
      code: 'unknown_component',
      message: 'Unknown component. Choose one from the catalog.',
    })
}

function refuseRepeatedSteps({ flowId, steps }: SaveFlow) {
  const seen = new Set<string>()
  for (const [index, { stepId }] of steps.entries()) {
    if (stepId === undefined) continue
    const path = `steps.${index}.stepId`
    if (flowId === undefined)
      throw invalidInput({
        path,
        message: 'Stepkey assigns the step ids of a new flow. Omit stepId.',
      })
    if (seen.has(stepId)) throw invalidInput({ path, message: 'Two steps have the same id.' })
    seen.add(stepId)
  }
}

/** Whether a step keeps its component, its binding and its methods, and requires no further scopes. Its flow is then no worse than before. */
function isBoundAsBefore(
  stored: ReadonlyMap<string, FlowStepRow>,
  {
    stepId,
    componentId,
    credentialId,
    binding = 'credential',
    methods,
    scopes = [],
  }: SaveFlow['steps'][number],
): boolean {
  const before = stepId === undefined ? undefined : stored.get(stepId)
  if (before?.component_id !== componentId || before.credential_id !== (credentialId ?? null)) return false
  if (before.binding !== binding || before.methods !== (methods ? JSON.stringify(methods) : null))
    return false
  const required: string[] = before.scopes === null ? [] : JSON.parse(before.scopes)
  return scopes.every((scope) => required.includes(scope))
}

function refuseForeignSteps(stored: ReadonlyMap<string, FlowStepRow>, { steps }: SaveFlow) {
  const foreign = steps.findIndex(({ stepId }) => stepId !== undefined && !stored.has(stepId))
  if (foreign >= 0) {
    throw invalidInput({
      path: `steps.${foreign}.stepId`,
      code: 'unknown_step',
      message: 'This flow has no step with this id. Omit stepId to add a step.',
    })
  }
}
