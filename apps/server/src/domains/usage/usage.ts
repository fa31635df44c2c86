import type { BlockReason, StepBinding } from '@stepkey/shared/flow'
import { missingScopes } from '@stepkey/shared/scopes'
import { USAGE_LIMIT, type Usage } from '@stepkey/shared/usage'
import type { CredentialScope } from '../../platform/database/credential-reach.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import type { WorkspaceContext } from '../context.ts'
import {
  type DependentStep,
  deleteUsesOfFlow,
  findBinding,
  findBindings,
  findGrantedScopes,
  findStepsWith,
  findUsingFlows,
  hasUses,
  insertUses,
  lockCredentials,
  type SealedCredentialRow,
} from './store.ts'

export type { SealedCredentialRow }

/** The component of a step and the credential that it is bound to. */
export interface Binding {
  componentId: string
  credentialId: string | null
  /** Absent for `credential`. */
  binding?: StepBinding | undefined
  /** The methods that the owner's credential may have. */
  methods?: readonly string[] | undefined
  /** The OAuth scopes that the step requires. */
  scopes?: readonly string[] | undefined
}

/**
 * Returns, for each step, the reason why its flow can't be active, or null. Locks the credentials, so that the result is
 * valid until the transaction ends. In an inactive flow a step may have no credential or a failing one, but never one of
 * another component or workspace. A step that is bound to the owner's credential needs a known component and known methods.
 */
export async function findBlockReasons(
  trx: Trx,
  { catalog, workspaceId, reach }: Pick<WorkspaceContext, 'catalog' | 'workspaceId' | 'reach'>,
  bindings: readonly Binding[],
  { isInactive }: { isInactive: boolean },
): Promise<(BlockReason | null)[]> {
  const ids = [...new Set(bindings.flatMap(({ credentialId }) => credentialId ?? []))].sort()
  const found = new Map(
    (await lockCredentials(trx, { workspaceId, reach }, ids)).map((credential) => [
      credential.id,
      credential,
    ]),
  )
  const scoped = isInactive ? [] : bindings.filter(({ scopes }) => scopes?.length)
  const ofOwner = bindings.filter(({ binding }) => binding === 'owner')
  const granted = await findGrants(
    trx,
    workspaceId,
    scoped.flatMap(({ credentialId }) => credentialId ?? []),
  )
  const components = new Map(
    await Promise.all(
      [...scoped, ...ofOwner].map(
        async ({ componentId }) => [componentId, await catalog.find(workspaceId, componentId)] as const,
      ),
    ),
  )
  return bindings.map(({ componentId, credentialId, binding, methods = [], scopes }) => {
    if (binding === 'owner') {
      const component = components.get(componentId)
      if (!component) return 'unknown_component'
      return methods.every((id) => Object.hasOwn(component.methods, id)) ? null : 'unknown_method'
    }
    if (credentialId === null) return isInactive ? null : 'missing'
    const reason = blockReason(found.get(credentialId), componentId, isInactive)
    if (reason || isInactive) return reason
    const includes = components.get(componentId)?.scopeIncludes
    return missingScopes(scopes, granted.get(credentialId), includes).length > 0 ? 'missing_scopes' : null
  })
}

/** Returns the granted scopes of credentials by id; null if the provider did not tell them. */
async function findGrants(
  db: Db | Trx,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string[] | null>> {
  const rows = await findGrantedScopes(db, workspaceId, ids)
  return new Map(rows.map(({ id, scopes }) => [id, scopes === null ? null : JSON.parse(scopes)]))
}

function blockReason(
  credential: Pick<CredentialRow, 'component_id' | 'status' | 'frozen_at'> | undefined,
  componentId: string,
  isInactive: boolean,
): BlockReason | null {
  if (!credential) return 'missing'
  if (credential.component_id !== componentId) return 'wrong_component'
  if (isInactive) return null
  if (credential.frozen_at !== null) return 'frozen'
  return credential.status === 'failing' || credential.status === 'unverified' ? credential.status : null
}

/**
 * Replaces the uses of an active flow. The database then refuses to delete these credentials. Call `findBlockReasons`
 * first, in the same transaction.
 */
export async function holdCredentials(
  trx: Trx,
  flow: { workspaceId: string; flowId: string },
  steps: readonly (Binding & { stepId: string })[],
): Promise<void> {
  await deleteUsesOfFlow(trx, flow.flowId)
  const uses = steps.flatMap(({ stepId, componentId, credentialId }) =>
    credentialId === null
      ? []
      : {
          step_id: stepId,
          flow_id: flow.flowId,
          workspace_id: flow.workspaceId,
          component_id: componentId,
          credential_id: credentialId,
        },
  )
  // In the order of credential ids, so that two flows that use the same credentials can't deadlock.
  await insertUses(
    trx,
    uses.sort((a, b) => (a.credential_id < b.credential_id ? -1 : 1)),
  )
}

/** Deletes the uses of a flow, so that its credentials can be deleted. */
export async function releaseCredentials(trx: Trx, flowId: string): Promise<void> {
  await deleteUsesOfFlow(trx, flowId)
}

/** A step with the credential that it is bound to. */
export interface BoundStep {
  stepId: string
  /** Absent if there is none in the caller's reach, and for a step that is bound to the owner's credential. */
  credential?: SealedCredentialRow
  /** Which credentials of the owner fit, for a step that is bound to the owner's credential. */
  ofOwner?: OwnerBinding
}

/** What a step requires of the owner's credential. */
export interface OwnerBinding {
  componentId: string
  /** Absent for all methods of the component. */
  methodIds?: readonly string[]
  /** The OAuth scopes that the step requires. */
  scopes: readonly string[]
}

/**
 * Returns a step of an active flow with its credential.
 * @throws DomainError not_found, flow_inactive
 */
export async function requireIssuableStep(
  db: Db,
  scope: CredentialScope,
  step: { flowId: string; stepId: string },
): Promise<BoundStep> {
  const [binding] = await findBinding(db, scope, step)
  if (!binding) throw notFound('flow')
  const [bound] = toBoundSteps([binding])
  if (!bound) throw notFound('step')
  requireActive(binding)
  return bound
}

/**
 * Returns the steps of an active flow with their credentials.
 * @throws DomainError not_found, flow_inactive
 */
export async function requireIssuableSteps(
  db: Db,
  scope: CredentialScope,
  flowId: string,
): Promise<BoundStep[]> {
  const bindings = await findBindings(db, scope, flowId)
  const [first] = bindings
  if (!first) throw notFound('flow')
  requireActive(first)
  return toBoundSteps(bindings)
}

/** Returns the steps of a flow, active or not, with their credentials. Empty if there is no such flow. */
export const readBoundSteps = async (db: Db, scope: CredentialScope, flowId: string): Promise<BoundStep[]> =>
  toBoundSteps(await findBindings(db, scope, flowId))

const toBoundSteps = (bindings: readonly BindingRow[]): BoundStep[] =>
  bindings.flatMap((row) => {
    const { flow_status: _, step_id: stepId, binding, step_component_id: componentId, ...rest } = row
    const { step_methods, step_scopes, ...columns } = rest
    if (stepId === null || componentId === null) return []
    // The columns of the credential come from one row of a left join: if one of them is not null, none is.
    const isFound = columns.id !== null
    if (binding !== 'owner') return { stepId, ...(isFound && { credential: columns as SealedCredentialRow }) }
    const scopes = step_scopes === null ? [] : JSON.parse(step_scopes)
    const methodIds = step_methods !== null && { methodIds: JSON.parse(step_methods) }
    return { stepId, ofOwner: { componentId, scopes, ...methodIds } }
  })

type BindingRow = Awaited<ReturnType<typeof findBinding>>[number]

function requireActive({ flow_status }: BindingRow): void {
  if (flow_status === 'active') return
  throw new DomainError(
    'flow_inactive',
    'This flow is inactive, and credentials are issued only to active flows. Activate it first.',
  )
}

/** Whether a step of an active flow is bound to a credential. */
export const isInUse = hasUses

/** Returns the flows that use a credential, active ones first. With `activeOnly`, those that prevent its deletion. */
export async function findUsage(
  db: Db | Trx,
  workspaceId: string,
  credentialId: string,
  { activeOnly = false } = {},
): Promise<Usage> {
  const { flows, total } = await findUsingFlows(db, workspaceId, credentialId, {
    activeOnly,
    limit: USAGE_LIMIT,
  })
  return { flows, hidden: total - flows.length }
}

/**
 * Returns the steps that are bound to a credential, in at most `limit` flows, active or not, with the scopes that they
 * require; `hidden` is the number of other flows.
 */
export async function findDependentSteps(
  db: Db,
  workspaceId: string,
  credentialId: string,
  { limit }: { limit: number },
): Promise<{ steps: DependentStep[]; hidden: number }> {
  const found = await findStepsWith(db, workspaceId, credentialId, { activeOnly: false, limit })
  return { steps: found.steps, hidden: found.total - found.flows.length }
}
