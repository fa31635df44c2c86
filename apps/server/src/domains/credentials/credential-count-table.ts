import { type CredentialReach, isInReach } from '../../platform/database/credential-reach.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import { prepared } from '../../platform/database/prepared-query.ts'
import type { CredentialCountRow } from '../../platform/database/tables.ts'

/** Returns the counts of a workspace, one row per component. */
export const findCredentialCounts = prepared((db, workspaceId: string) =>
  db
    .selectFrom('credential_count')
    .select(['component_id', 'total', 'failing', 'last_changed_at'])
    .where('workspace_id', '=', workspaceId),
)

/** Counts the credentials in a reach, one row per component. */
export async function countInReach(
  db: Db,
  workspaceId: string,
  reach: CredentialReach,
): Promise<Omit<CredentialCountRow, 'workspace_id'>[]> {
  const rows = await db
    .selectFrom('credential')
    .select((eb) => ['component_id', eb.fn.countAll<number>().as('total')])
    .select(({ fn }) => fn.max('updated_at').as('last_changed_at'))
    .select(({ fn }) => fn.countAll<number>().filterWhere('status', '=', 'failing').as('failing'))
    .where('workspace_id', '=', workspaceId)
    .where(isInReach('credential', reach))
    .groupBy('component_id')
    .execute()
  return rows.map((row) => ({ ...row, total: Number(row.total), failing: Number(row.failing) }))
}

/**
 * Changes the counts of one component. Call it last in a transaction: it takes the last lock of the lock order.
 * @param change.at when a caller created or changed a credential, ISO 8601; absent for verifications
 */
export async function changeCredentialCounts(
  trx: Trx,
  { workspaceId, componentId }: { workspaceId: string; componentId: string },
  { total = 0, failing = 0, at }: { total?: number; failing?: number; at?: string },
): Promise<void> {
  if (total === 0 && failing === 0 && at === undefined) return
  await trx
    .insertInto('credential_count')
    .values({
      workspace_id: workspaceId,
      component_id: componentId,
      total: 0,
      failing: 0,
      last_changed_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await trx
    .updateTable('credential_count')
    .set((eb) => ({
      total: eb('total', '+', total),
      failing: eb('failing', '+', failing),
      ...(at !== undefined && { last_changed_at: at }),
    }))
    .where('workspace_id', '=', workspaceId)
    .where('component_id', '=', componentId)
    .execute()
}
