import type { UsingFlow } from '@stepkey/shared/usage'
import {
  type CredentialReach,
  type CredentialScope,
  isInReach,
} from '../../platform/database/credential-reach.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import { prepared, queryPerVariant } from '../../platform/database/prepared-query.ts'
import type { CredentialRow, CredentialUseRow, FlowRow, FlowStepRow } from '../../platform/database/tables.ts'

/** Returns a flow of a workspace, and locks its row. */
export async function findFlowForUpdate(
  trx: Trx,
  workspaceId: string,
  flowId: string,
): Promise<FlowRow | undefined> {
  return await trx
    .selectFrom('flow')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', flowId)
    .forUpdate()
    .executeTakeFirst()
}

/** Returns a flow of a workspace. */
export const findFlow = prepared((db, workspaceId: string, flowId: string) =>
  db.selectFrom('flow').selectAll().where('workspace_id', '=', workspaceId).where('id', '=', flowId),
)

/** The columns that are needed to open and issue a credential: with a value that the flow tries, or the current one. */
export type SealedCredentialRow = Pick<
  CredentialRow,
  | 'id'
  | 'workspace_id'
  | 'component_id'
  | 'method_id'
  | 'definition_id'
  | 'name'
  | 'seal_version'
  | 'status'
  | 'sealed'
> & {
  frozen_at: string | null
  /** The pending value that the flow tries; null for the current one. */
  trial_id: string | null
}

/** The step of one row, or all of a flow, and the reach of the caller, outside of which credentials are absent. */
interface BindingQuery {
  stepId?: string
  reach?: CredentialReach | undefined
}

/** Selects the status of a flow with its steps, or one of them, and their credentials. */
const selectBindings = (
  db: Db | Trx,
  workspaceId: string,
  flowId: string,
  { stepId, reach }: BindingQuery = {},
) =>
  db
    .selectFrom('flow as f')
    .leftJoin('flow_step as s', (join) => {
      const ofFlow = join.onRef('s.flow_id', '=', 'f.id')
      return stepId === undefined ? ofFlow : ofFlow.on('s.id', '=', stepId)
    })
    .leftJoin('credential as c', (join) => {
      const bound = join.onRef('c.id', '=', 's.credential_id').onRef('c.workspace_id', '=', 'f.workspace_id')
      return reach ? bound.on(() => isInReach('c', reach)) : bound
    })
    // A credential has at most one pending value. After the target rejected it, its flows get the current one again.
    .leftJoin('credential_value as v', (join) =>
      join
        .onRef('v.credential_id', '=', 'c.id')
        .on('v.state', '=', 'pending')
        .on('v.status', '<>', 'failing')
        .on(({ exists, selectFrom }) =>
          exists(
            selectFrom('value_trial as t')
              .select('t.value_id')
              .whereRef('t.value_id', '=', 'v.id')
              .whereRef('t.flow_id', '=', 'f.id'),
          ),
        ),
    )
    .select([
      'f.status as flow_status',
      's.id as step_id',
      's.binding',
      's.component_id as step_component_id',
      's.methods as step_methods',
      's.scopes as step_scopes',
    ])
    .select([
      'c.id',
      'c.workspace_id',
      'c.component_id',
      'c.method_id',
      'c.name',
      'c.frozen_at',
      'v.id as trial_id',
    ])
    .select(({ fn }) => [
      fn.coalesce('v.generation', 'c.seal_version').as('seal_version'),
      fn.coalesce('v.status', 'c.status').as('status'),
      fn.coalesce('v.sealed', 'c.sealed').as('sealed'),
      fn.coalesce('v.definition_id', 'c.definition_id').as('definition_id'),
    ])
    .where('f.workspace_id', '=', workspaceId)
    .where('f.id', '=', flowId)

const findAnyBinding = prepared((db, stepId: string, workspaceId: string, flowId: string) =>
  selectBindings(db, workspaceId, flowId, { stepId }),
)
const findAllBindings = prepared((db, workspaceId: string, flowId: string) =>
  selectBindings(db, workspaceId, flowId),
)

/** Returns a flow's status with one of its steps and that step's credential; their columns are null if absent. */
export const findBinding = async (
  db: Db | Trx,
  { workspaceId, reach }: CredentialScope,
  { flowId, stepId }: { flowId: string; stepId: string },
) =>
  reach
    ? await selectBindings(db, workspaceId, flowId, { stepId, reach }).execute()
    : await findAnyBinding(db, stepId, workspaceId, flowId)

/** Returns a flow's status with each of its steps and that step's credential; one row of nulls without steps. */
export const findBindings = async (db: Db | Trx, { workspaceId, reach }: CredentialScope, flowId: string) =>
  reach
    ? await selectBindings(db, workspaceId, flowId, { reach }).execute()
    : await findAllBindings(db, workspaceId, flowId)

/** A step with the status of its credential. */
export type FoundStep = FlowStepRow & {
  credential_status: CredentialRow['status'] | null
  frozen_at: string | null
}

const selectSteps = (db: Db | Trx, flowIds: readonly string[], reach?: CredentialReach) =>
  db
    .selectFrom('flow_step as s')
    .leftJoin('credential as c', (join) => {
      const bound = join.onRef('c.id', '=', 's.credential_id')
      return reach ? bound.on(() => isInReach('c', reach)) : bound
    })
    .selectAll('s')
    .select(['c.id as credential_id', 'c.status as credential_status', 'c.frozen_at'])
    .where('s.flow_id', 'in', flowIds)
    .orderBy('s.position')

const stepsOf = queryPerVariant((flowCount: number) =>
  prepared((db, ...flowIds: string[]) => selectSteps(db, flowIds), { parameterCount: flowCount }),
)

/** Returns the steps of flows, in their order within each flow. Credentials outside of a reach are absent. */
export async function findSteps(
  db: Db | Trx,
  flowIds: readonly string[],
  reach?: CredentialReach,
): Promise<FoundStep[]> {
  if (flowIds.length === 0) return []
  return reach
    ? await selectSteps(db, flowIds, reach).execute()
    : await stepsOf(flowIds.length)(db, ...flowIds)
}

/** Returns the credentials with these ids, sorted by id, and locks them against deletion and change. */
export async function lockCredentials(
  trx: Trx,
  { workspaceId, reach = {} }: CredentialScope,
  ids: readonly string[],
): Promise<Pick<CredentialRow, 'id' | 'component_id' | 'status' | 'frozen_at'>[]> {
  if (ids.length === 0) return []
  return await trx
    .selectFrom('credential')
    .select(['id', 'component_id', 'status', 'frozen_at'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .where(isInReach('credential', reach))
    .orderBy('id')
    .forShare()
    .execute()
}

/** Returns the scopes that providers told, as JSON, of the workspace's credentials with these ids. */
export async function findGrantedScopes(
  db: Db | Trx,
  workspaceId: string,
  ids: readonly string[],
): Promise<{ id: string; scopes: string | null }[]> {
  if (ids.length === 0) return []
  return await db
    .selectFrom('credential as c')
    .leftJoin('receipt as r', 'r.id', 'c.receipt_id')
    .leftJoin('credential_token as t', (join) =>
      join.onRef('t.credential_id', '=', 'c.id').on('t.is_granted', '=', 1),
    )
    .select('c.id')
    .select(({ fn }) => fn.coalesce('t.scopes', 'r.scopes').as('scopes'))
    .where('c.workspace_id', '=', workspaceId)
    .where('c.id', 'in', ids)
    .execute()
}

/** Inserts uses. The database then refuses to delete their credentials. */
export async function insertUses(trx: Trx, uses: readonly CredentialUseRow[]): Promise<void> {
  if (uses.length > 0) await trx.insertInto('credential_use').values(uses).execute()
}

/** Deletes the uses of a flow. */
export async function deleteUsesOfFlow(trx: Trx, flowId: string): Promise<void> {
  await trx.deleteFrom('credential_use').where('flow_id', '=', flowId).execute()
}

/** Deletes the use of a step. */
export async function deleteUseOfStep(trx: Trx, stepId: string): Promise<void> {
  await trx.deleteFrom('credential_use').where('step_id', '=', stepId).execute()
}

/**
 * Returns a flow's status with the component, the scopes and the binding of one of its steps; `component_id` is null if there is no
 * such step.
 */
export const findStep = prepared((db, stepId: string, workspaceId: string, flowId: string) =>
  db
    .selectFrom('flow as f')
    .leftJoin('flow_step as s', (join) => join.onRef('s.flow_id', '=', 'f.id').on('s.id', '=', stepId))
    .select(['f.status as flow_status', 's.component_id', 's.scopes', 's.binding'])
    .where('f.workspace_id', '=', workspaceId)
    .where('f.id', '=', flowId),
)

/** Sets the credential of a step. */
export async function updateStepCredential(trx: Trx, stepId: string, credentialId: string): Promise<void> {
  await trx.updateTable('flow_step').set({ credential_id: credentialId }).where('id', '=', stepId).execute()
}

/** Returns the component of a credential of the workspace; undefined if there is no such credential. */
export async function findCredentialComponent(
  trx: Trx,
  workspaceId: string,
  credentialId: string,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('credential')
    .select('component_id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', credentialId)
    .executeTakeFirst()
  return row?.component_id
}

/** Returns the flows with a step that is bound to a credential, by their ids in this order, and locks them. */
export async function findFlowsWithForUpdate(
  trx: Trx,
  workspaceId: string,
  credentialId: string,
  { flowIds, limit }: { flowIds?: readonly string[]; limit: number },
): Promise<Pick<FlowRow, 'id' | 'name' | 'status'>[]> {
  return await trx
    .selectFrom('flow')
    .select(['id', 'name', 'status'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', (eb) =>
      eb.selectFrom('flow_step').select('flow_id').where('credential_id', '=', credentialId),
    )
    .$if(flowIds !== undefined, (query) => query.where('id', 'in', flowIds ?? []))
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute()
}

/** Sets another credential in all steps of flows that have the first one, and in their uses. */
export async function updateStepCredentials(
  trx: Trx,
  { from, to, flowIds }: { from: string; to: string; flowIds: readonly string[] },
): Promise<void> {
  for (const table of ['flow_step', 'credential_use'] as const) {
    await trx
      .updateTable(table)
      .set({ credential_id: to })
      .where('credential_id', '=', from)
      .where('flow_id', 'in', flowIds)
      .execute()
  }
}

/** Increments the versions of flows. @param now ISO 8601 */
export async function raiseFlowVersions(trx: Trx, flowIds: readonly string[], now: string): Promise<void> {
  await trx
    .updateTable('flow')
    .set((eb) => ({ version: eb('version', '+', 1), updated_at: now }))
    .where('id', 'in', flowIds)
    .execute()
}

/** Whether a step of an active flow is bound to a credential. */
export async function hasUses(trx: Trx, workspaceId: string, credentialId: string): Promise<boolean> {
  const use = await trx
    .selectFrom('credential_use')
    .select('step_id')
    .where('workspace_id', '=', workspaceId)
    .where('credential_id', '=', credentialId)
    .limit(1)
    .executeTakeFirst()
  return use !== undefined
}

/** All flows that use a credential, or only the active ones, which prevent its deletion. */
type Which = 'all' | 'active'

/** Joins flows to steps, not the reverse: a credential is in few steps, but a workspace may have many flows. */
const usingFlows = (db: Db | Trx, which: Which, workspaceId: string, credentialId: string) =>
  db
    .selectFrom('flow_step as s')
    .innerJoin('flow as f', 'f.id', 's.flow_id')
    .where('s.credential_id', '=', credentialId)
    .where('f.workspace_id', '=', workspaceId)
    .$if(which === 'active', (query) => query.where('f.status', '=', 'active'))

const findUsing = queryPerVariant((which: Which) =>
  prepared((db, workspaceId: string, credentialId: string, limit: number) =>
    usingFlows(db, which, workspaceId, credentialId)
      .select(['f.id', 'f.name', 'f.status'])
      .groupBy('f.id')
      .orderBy('f.status')
      .orderBy('f.name_order')
      .orderBy('f.id')
      .limit(limit),
  ),
)

const countUsing = queryPerVariant((which: Which) =>
  prepared((db, workspaceId: string, credentialId: string) =>
    usingFlows(db, which, workspaceId, credentialId).select((eb) =>
      eb.fn.count<number>('f.id').distinct().as('total'),
    ),
  ),
)

/** A step that is bound to a credential, with its flow and the OAuth scopes that it requires. */
export interface DependentStep {
  flowId: string
  flowName: string
  flowStatus: FlowRow['status']
  stepId: string
  stepName: string
  scopes: string[] | undefined
}

/** Returns the steps that are bound to a credential, in at most `limit` flows, and the number of all these flows. */
export async function findStepsWith(
  db: Db | Trx,
  workspaceId: string,
  credentialId: string,
  { activeOnly, limit }: { activeOnly: boolean; limit: number },
): Promise<{ flows: Pick<FlowRow, 'id' | 'name' | 'status'>[]; steps: DependentStep[]; total: number }> {
  const which = activeOnly ? 'active' : 'all'
  const flows = await findUsing(which)(db, workspaceId, credentialId, limit)
  const [{ total } = { total: 0 }] =
    flows.length < limit ? [{ total: flows.length }] : await countUsing(which)(db, workspaceId, credentialId)
  const found = await findSteps(
    db,
    flows.map(({ id }) => id),
  )
  const steps = flows.flatMap(({ id: flowId, name: flowName, status: flowStatus }) =>
    found
      .filter((step) => step.flow_id === flowId && step.credential_id === credentialId)
      .map(({ id, name, scopes }) => ({
        flowId,
        flowName,
        flowStatus,
        stepId: id,
        stepName: name,
        scopes: scopes === null ? undefined : (JSON.parse(scopes) as string[]),
      })),
  )
  return { flows, steps, total }
}

/** Returns the flows with a step bound to a credential, active ones first, and their total number. */
export async function findUsingFlows(
  db: Db | Trx,
  workspaceId: string,
  credentialId: string,
  options: { activeOnly: boolean; limit: number },
): Promise<{ flows: UsingFlow[]; total: number }> {
  const { flows, steps, total } = await findStepsWith(db, workspaceId, credentialId, options)
  return {
    flows: flows.map((flow) => ({
      ...flow,
      steps: steps
        .filter(({ flowId }) => flowId === flow.id)
        .map(({ stepId, stepName, scopes }) => ({ id: stepId, name: stepName, ...(scopes && { scopes }) })),
    })),
    total,
  }
}
