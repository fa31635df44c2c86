import type { Db, Trx } from '../../platform/database/connect.ts'
import type { FlowRow, FlowStepRow } from '../../platform/database/tables.ts'
import { prefixRange } from '../../platform/folded-name.ts'

export async function insertFlow(trx: Trx, row: FlowRow): Promise<void> {
  await trx.insertInto('flow').values(row).execute()
}

export async function updateFlow(
  trx: Trx,
  flowId: string,
  change: Partial<Pick<FlowRow, 'name' | 'name_folded' | 'status' | 'version' | 'updated_at'>>,
): Promise<void> {
  await trx.updateTable('flow').set(change).where('id', '=', flowId).execute()
}

export async function deleteFlow(trx: Trx, flowId: string): Promise<void> {
  await trx.deleteFrom('flow').where('id', '=', flowId).execute()
}

/** The ids of a flow's steps. */
export async function findStepIds(trx: Trx, flowId: string): Promise<Set<string>> {
  const rows = await trx.selectFrom('flow_step').select('id').where('flow_id', '=', flowId).execute()
  return new Set(rows.map(({ id }) => id))
}

/** Makes the steps of a flow exactly these: others go, known ones change in place, new ones come. */
export async function replaceSteps(trx: Trx, flowId: string, steps: readonly FlowStepRow[]): Promise<void> {
  const gone = trx.deleteFrom('flow_step').where('flow_id', '=', flowId)
  const kept = steps.map((step) => step.id)
  await (kept.length > 0 ? gone.where('id', 'not in', kept) : gone).execute()
  if (steps.length === 0) return
  await trx
    .insertInto('flow_step')
    .values(steps)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        position: eb.ref('excluded.position'),
        name: eb.ref('excluded.name'),
        component_id: eb.ref('excluded.component_id'),
        credential_id: eb.ref('excluded.credential_id'),
        scopes: eb.ref('excluded.scopes'),
      })),
    )
    .execute()
}

/** A page of flows by name. `after` is the last row of the page before. */
export async function findFlowPage(
  db: Db,
  workspaceId: string,
  { search, after, limit }: { search?: string; after?: [string, string]; limit: number },
): Promise<FlowRow[]> {
  let query = db.selectFrom('flow').selectAll().where('workspace_id', '=', workspaceId)
  if (search) {
    const [from, below] = prefixRange(search)
    query = query.where('name_folded', '>=', from).where('name_folded', '<', below)
  }
  if (after) {
    query = query.where((eb) => eb(eb.refTuple('name_folded', 'id'), '>', eb.tuple(after[0], after[1])))
  }
  return await query.orderBy('name_folded').orderBy('id').limit(limit).execute()
}
