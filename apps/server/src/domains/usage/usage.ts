import type { BlockReason } from '@stepkey/shared/flow'
import { missingScopes } from '@stepkey/shared/scopes'
import { USAGE_LIMIT, type Usage } from '@stepkey/shared/usage'
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
  /** The OAuth scopes that the step requires. */
  scopes?: readonly string[] | undefined
}

/**
 * Returns, for each step, the reason why its flow can't be active, or null. Locks the credentials, so that the result is
 * valid until the transaction ends. In an inactive flow a step may have no credential or a failing one, but never one of
 * another component or workspace.
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
  const granted = await findGrants(
    trx,
    workspaceId,
    scoped.flatMap(({ credentialId }) => credentialId ?? []),
  )
  const components = new Map(
    await Promise.all(
      scoped.map(
        async ({ componentId }) => [componentId, await catalog.find(workspaceId, componentId)] as const,
      ),
    ),
  )
  return bindings.map(({ componentId, credentialId, scopes }) => {
    if (credentialId === null) return isInactive ? null : 'missing'
    const reason = blockReason(found.get(credentialId), componentId, isInactive)
    if (reason || isInactive) return reason
    const includes = components.get(componentId)?.scopeIncludes
    return missingScopes(scopes, granted.get(credentialId), includes).length > 0 ? 'missing_scopes' : null
  })
}

/** Returns the granted scopes of credentials by id; null if the provider did not tell them. */
async function findGrants(
  trx: Trx,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string[] | null>> {
  const rows = await findGrantedScopes(trx, workspaceId, ids)
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

/**
 * Returns the credential that a step of an active flow is bound to.
 * @throws DomainError not_found, flow_inactive
 */
export async function requireIssuableCredential(
  db: Db,
  workspaceId: string,
  { flowId, stepId }: { flowId: string; stepId: string },
): Promise<SealedCredentialRow> {
  const [binding] = await findBinding(db, stepId, workspaceId, flowId)
  if (!binding) throw notFound('flow')
  if (binding.step_id === null) throw notFound('step')
  requireActive(binding)
  const credential = credentialIn(binding)
  if (!credential) throw notFound('credential')
  return credential
}

/** A step with the credential that it is bound to. */
export interface BoundStep {
  stepId: string
  credential: SealedCredentialRow | undefined
}

/**
 * Returns the steps of an active flow with their credentials.
 * @throws DomainError not_found, flow_inactive
 */
export async function requireIssuableCredentials(
  db: Db,
  workspaceId: string,
  flowId: string,
): Promise<BoundStep[]> {
  const bindings = await findBindings(db, workspaceId, flowId)
  const [first] = bindings
  if (!first) throw notFound('flow')
  requireActive(first)
  return toBoundSteps(bindings)
}

/** Returns the steps of a flow, active or not, with their credentials. Empty if there is no such flow. */
export const readBoundSteps = async (db: Db, workspaceId: string, flowId: string): Promise<BoundStep[]> =>
  toBoundSteps(await findBindings(db, workspaceId, flowId))

const toBoundSteps = (bindings: readonly BindingRow[]): BoundStep[] =>
  bindings.flatMap((binding) =>
    binding.step_id === null ? [] : { stepId: binding.step_id, credential: credentialIn(binding) },
  )

type BindingRow = Awaited<ReturnType<typeof findBinding>>[number]

function requireActive({ flow_status }: BindingRow): void {
  if (flow_status === 'active') return
  throw new DomainError(
    'flow_inactive',
    'This flow is inactive, and credentials are issued only to active flows. Activate it first.',
  )
}

/** The columns of the credential come from one row of a left join: if one of them is not null, none is. */
function credentialIn({ flow_status: _, step_id: __, ...credential }: BindingRow) {
  return credential.id === null ? undefined : (credential as SealedCredentialRow)
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
