import type { Db, Trx } from '../../platform/database/database.ts'
import { prepared } from '../../platform/database/prepared-query.ts'
import type { ApiKeyRow } from '../../platform/database/tables.ts'

export async function insertApiKey(trx: Trx, row: ApiKeyRow): Promise<void> {
  await trx.insertInto('api_key').values(row).execute()
}

/** Returns the keys of a workspace, or of all, the newest first. */
export async function findApiKeys(db: Db, workspaceId?: string): Promise<ApiKeyRow[]> {
  return await db
    .selectFrom('api_key')
    .selectAll()
    .$if(workspaceId !== undefined, (query) => query.where('workspace_id', '=', workspaceId as string))
    .orderBy('id', 'desc')
    .execute()
}

/** Returns the workspace of a key, or undefined if there is no such key. */
export async function findApiKeyWorkspace(db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('api_key').select('workspace_id').where('id', '=', id).executeTakeFirst()
  return row?.workspace_id
}

/** Returns the key with a hash, as a list with at most one row, even if it is revoked or expired. */
export const findApiKeyByHash = prepared((db, keyHash: string) =>
  db.selectFrom('api_key').selectAll().where('key_hash', '=', keyHash),
)

/**
 * Marks a key as revoked; an earlier time of revocation stays.
 * @returns the key's name, or undefined if there is none
 */
export async function markApiKeyRevoked(
  trx: Trx,
  workspaceId: string,
  id: string,
  now: string,
): Promise<{ name: string } | undefined> {
  return await trx
    .updateTable('api_key')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(now)) }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
}

export async function markApiKeyUsed(db: Db, id: string, now: string): Promise<void> {
  await db.updateTable('api_key').set({ last_used_at: now }).where('id', '=', id).execute()
}
