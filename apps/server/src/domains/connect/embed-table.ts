import type { Db, Trx } from '../../platform/database/database.ts'
import type { EmbedRow } from '../../platform/database/tables.ts'

export async function insertEmbed(trx: Trx, row: EmbedRow): Promise<void> {
  await trx.insertInto('embed').values(row).execute()
}

/** Returns the embeds of a workspace, the oldest first. */
export async function findEmbeds(db: Db, workspaceId: string): Promise<EmbedRow[]> {
  return await db
    .selectFrom('embed')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute()
}

/** Changes an embed. @returns the changed row, or undefined if there is none */
export async function updateEmbedRow(
  trx: Trx,
  workspaceId: string,
  id: string,
  change: Partial<Pick<EmbedRow, 'name' | 'origin' | 'branding'>>,
): Promise<EmbedRow | undefined> {
  return await trx
    .updateTable('embed')
    // The unchanged id keeps the statement valid if `change` is empty.
    .set({ id, ...change })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Deletes an embed with its connect tokens. @returns the deleted row, or undefined if there was none */
export async function deleteEmbed(trx: Trx, workspaceId: string, id: string): Promise<EmbedRow | undefined> {
  return await trx
    .deleteFrom('embed')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Returns the origin of an embed of a workspace; undefined if there is none. */
export async function findOriginIn(trx: Trx, workspaceId: string, id: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('embed')
    .select('origin')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.origin
}

/** Returns the origin of an embed in any workspace; the id is public. */
export async function findOrigin(db: Db, embedId: string): Promise<string | undefined> {
  const row = await db.selectFrom('embed').select('origin').where('id', '=', embedId).executeTakeFirst()
  return row?.origin
}

/** Returns whether any embed of any workspace has this origin. */
export async function hasOrigin(db: Db, origin: string): Promise<boolean> {
  const row = await db
    .selectFrom('embed')
    .select('id')
    .where('origin', '=', origin)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
