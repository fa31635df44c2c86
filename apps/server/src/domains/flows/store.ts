import { contains } from '../../platform/database/contains.ts'
import { type Db, engineOf, type Trx } from '../../platform/database/database.ts'
import type { FlowRow, FlowStepRow } from '../../platform/database/tables.ts'

/** Inserts a flow without steps. */
export async function insertFlow(trx: Trx, row: FlowRow): Promise<void> {
  await trx.insertInto('flow').values(row).execute()
}

/** Changes columns of a flow. */
export async function updateFlow(
  trx: Trx,
  flowId: string,
  change: Partial<Omit<FlowRow, 'id' | 'workspace_id' | 'created_at'>>,
): Promise<void> {
  await trx.updateTable('flow').set(change).where('id', '=', flowId).execute()
}

/** Deletes a flow with its steps and uses. */
export async function deleteFlow(trx: Trx, flowId: string): Promise<void> {
  await trx.deleteFrom('flow').where('id', '=', flowId).execute()
}

/** Returns the steps of a flow by id. */
export async function findStepsById(trx: Trx, flowId: string): Promise<Map<string, FlowStepRow>> {
  const rows = await trx.selectFrom('flow_step').selectAll().where('flow_id', '=', flowId).execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Replaces the steps of a flow: updates those with a known id in place, inserts new ones, deletes the others. */
export async function replaceSteps(trx: Trx, flowId: string, steps: readonly FlowStepRow[]): Promise<void> {
  const deletion = trx.deleteFrom('flow_step').where('flow_id', '=', flowId)
  const kept = steps.map((step) => step.id)
  await (kept.length > 0 ? deletion.where('id', 'not in', kept) : deletion).execute()
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
        binding: eb.ref('excluded.binding'),
        methods: eb.ref('excluded.methods'),
      })),
    )
    .execute()
}

/**
 * Returns a page of flows, sorted by name.
 * @param words folded; only flows in whose name all of them occur
 * @param after the sort key and the id of the previous page's last row
 */
export async function findFlowPage(
  db: Db,
  workspaceId: string,
  {
    ids,
    words,
    after,
    limit,
  }: { ids?: readonly string[]; words: readonly string[]; after?: [string, string]; limit: number },
): Promise<FlowRow[]> {
  let query = db.selectFrom('flow').selectAll().where('workspace_id', '=', workspaceId)
  if (ids) query = query.where('id', 'in', ids)
  for (const word of words) query = query.where(contains(engineOf(db), 'search_text', word))
  if (after) {
    query = query.where((eb) => eb(eb.refTuple('name_order', 'id'), '>', eb.tuple(after[0], after[1])))
  }
  return await query.orderBy('name_order').orderBy('id').limit(limit).execute()
}
