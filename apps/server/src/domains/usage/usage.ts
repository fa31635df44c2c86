import type { BlockReason } from '@stepkey/shared/flow'
import { USAGE_LIMIT, type Usage } from '@stepkey/shared/usage'
import type { Db, Trx } from '../../platform/database/connect.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import {
  deleteUsesOfFlow,
  findBinding,
  findUsingFlows,
  hasUses,
  insertUses,
  lockCredentials,
  type SealedRow,
} from './store.ts'

export type { SealedRow }

/** A step and what it is bound to, as far as usage is concerned. */
export interface Binding {
  componentId: string
  credentialId: string | null
}

/**
 * Why each step would keep its flow from being active; null where nothing does. Locks the credentials until the
 * transaction ends, so that the answer stays true. A draft may lack credentials and may hold failing ones,
 * but not another component's or another workspace's.
 */
export async function findBlockReasons(
  trx: Trx,
  workspaceId: string,
  bindings: readonly Binding[],
  { draft }: { draft: boolean },
): Promise<(BlockReason | null)[]> {
  const ids = [...new Set(bindings.flatMap(({ credentialId }) => credentialId ?? []))].sort()
  const found = new Map(
    (await lockCredentials(trx, workspaceId, ids)).map((credential) => [credential.id, credential]),
  )
  return bindings.map(({ componentId, credentialId }) => {
    if (credentialId === null) return draft ? null : 'missing'
    return whyNot(found.get(credentialId), componentId, draft)
  })
}

function whyNot(
  credential: Pick<CredentialRow, 'component_id' | 'status'> | undefined,
  componentId: string,
  draft: boolean,
): BlockReason | null {
  if (!credential) return 'missing'
  if (credential.component_id !== componentId) return 'wrong_component'
  if (draft) return null
  return credential.status === 'failing' || credential.status === 'unverified' ? credential.status : null
}

/**
 * Records what an active flow uses, in place of what it used before. Examine the steps first, in the same
 * transaction. From here on the database refuses to delete these credentials.
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
  // In credential order, so that two flows that hold the same credentials never wait for each other in a circle.
  await insertUses(
    trx,
    uses.sort((a, b) => (a.credential_id < b.credential_id ? -1 : 1)),
  )
}

/** Lets go of everything a flow uses. */
export async function releaseCredentials(trx: Trx, flowId: string): Promise<void> {
  await deleteUsesOfFlow(trx, flowId)
}

/**
 * The credential that a step of an active flow is bound to.
 * @throws DomainError not_found, or conflict when the flow is not active
 */
export async function requireIssuableCredential(
  db: Db,
  workspaceId: string,
  { flowId, stepId }: { flowId: string; stepId: string },
): Promise<SealedRow> {
  const [binding] = await findBinding(db, stepId, workspaceId, flowId)
  if (!binding) throw notFound('flow')
  const { flow_status, step_id, ...credential } = binding
  if (step_id === null) throw notFound('step')
  if (flow_status === 'inactive') {
    throw new DomainError(
      'conflict',
      'This flow is not active, so nothing is issued for its steps. Activate it first.',
    )
  }
  if (credential.id === null) throw notFound('credential')
  // The columns of one row: if it is there, all of them are.
  return credential as SealedRow
}

/** Whether a step of an active flow is bound to a credential. */
export const isInUse = hasUses

/** Which flows name a credential, active ones first; `activeOnly` for those that keep it from being deleted. */
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
