import type { UsingFlow } from '@stepkey/shared/usage'
import type { Db, Trx } from '../database/connect.ts'
import type { CredentialRow, CredentialUseRow, FlowRow, FlowStepRow } from '../database/tables.ts'

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

export async function findFlow(
  db: Db | Trx,
  workspaceId: string,
  flowId: string,
): Promise<FlowRow | undefined> {
  return await db
    .selectFrom('flow')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', flowId)
    .executeTakeFirst()
}

/** A step, with how its credential stands. */
export type FoundStep = FlowStepRow & { credential_status: CredentialRow['status'] | null }

export async function findSteps(db: Db | Trx, flowIds: readonly string[]): Promise<FoundStep[]> {
  if (flowIds.length === 0) return []
  return await db
    .selectFrom('flow_step as s')
    .leftJoin('credential as c', 'c.id', 's.credential_id')
    .selectAll('s')
    .select('c.status as credential_status')
    .where('s.flow_id', 'in', flowIds)
    .orderBy('s.position')
    .execute()
}

/** The workspace's credentials among these ids, in the order of their ids; locked against deletion and change. */
export async function lockCredentials(
  trx: Trx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Pick<CredentialRow, 'id' | 'component_id' | 'status'>[]> {
  if (ids.length === 0) return []
  return await trx
    .selectFrom('credential')
    .select(['id', 'component_id', 'status'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forShare()
    .execute()
}

export async function insertUses(trx: Trx, uses: readonly CredentialUseRow[]): Promise<void> {
  if (uses.length > 0) await trx.insertInto('credential_use').values(uses).execute()
}

export async function deleteUsesOfFlow(trx: Trx, flowId: string): Promise<void> {
  await trx.deleteFrom('credential_use').where('flow_id', '=', flowId).execute()
}

export async function deleteUseOfStep(trx: Trx, stepId: string): Promise<void> {
  await trx.deleteFrom('credential_use').where('step_id', '=', stepId).execute()
}

export async function bindStep(trx: Trx, stepId: string, credentialId: string): Promise<void> {
  await trx.updateTable('flow_step').set({ credential_id: credentialId }).where('id', '=', stepId).execute()
}

export async function raiseFlowVersion(trx: Trx, flowId: string, now: string): Promise<void> {
  await trx
    .updateTable('flow')
    .set((eb) => ({ version: eb('version', '+', 1), updated_at: now }))
    .where('id', '=', flowId)
    .execute()
}

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

/** The flows with a step bound to a credential, active ones first, and how many there are in all. */
export async function findUsingFlows(
  db: Db | Trx,
  workspaceId: string,
  credentialId: string,
  { activeOnly, limit }: { activeOnly: boolean; limit: number },
): Promise<{ flows: UsingFlow[]; total: number }> {
  const using = db
    .selectFrom('flow')
    .where('flow.workspace_id', '=', workspaceId)
    .where('flow.id', 'in', (eb) =>
      eb
        .selectFrom('flow_step')
        .select('flow_step.flow_id')
        .where('flow_step.credential_id', '=', credentialId),
    )
    .$if(activeOnly, (query) => query.where('flow.status', '=', 'active'))
  const rows = await using
    .select(['id', 'name', 'status'])
    .orderBy('status')
    .orderBy('name_folded')
    .orderBy('id')
    .limit(limit)
    .execute()
  const { total } = await using.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const steps = (
    await findSteps(
      db,
      rows.map((flow) => flow.id),
    )
  ).filter((step) => step.credential_id === credentialId)
  const flows = rows.map((flow) => ({
    ...flow,
    steps: steps.filter((step) => step.flow_id === flow.id).map(({ id, name }) => ({ id, name })),
  }))
  return { flows, total }
}
