import type { Db, Trx } from '../database/connect.ts'

/** How many credentials a workspace has, and how many of them are failing, by component. */
export async function countByComponent(
  db: Db,
  workspaceId: string,
): Promise<Map<string, { total: number; failing: number }>> {
  const rows = await db
    .selectFrom('credential_count')
    .select(['component_id', 'total', 'failing'])
    .where('workspace_id', '=', workspaceId)
    .execute()
  return new Map(rows.map(({ component_id, total, failing }) => [component_id, { total, failing }]))
}

/** Changes the counts of one component: the last lock that a transaction takes. */
export async function changeCounts(
  trx: Trx,
  { workspaceId, componentId }: { workspaceId: string; componentId: string },
  { total = 0, failing = 0 }: { total?: number; failing?: number },
): Promise<void> {
  if (total === 0 && failing === 0) return
  await trx
    .insertInto('credential_count')
    .values({ workspace_id: workspaceId, component_id: componentId, total: 0, failing: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await trx
    .updateTable('credential_count')
    .set((eb) => ({ total: eb('total', '+', total), failing: eb('failing', '+', failing) }))
    .where('workspace_id', '=', workspaceId)
    .where('component_id', '=', componentId)
    .execute()
}
