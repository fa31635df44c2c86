import type { Db, Trx } from '../../platform/database/database.ts'
import { prepared } from '../../platform/database/prepared-query.ts'
import type { ApiKeyRow } from '../../platform/database/tables.ts'

export async function insertApiKey(trx: Trx, row: ApiKeyRow): Promise<void> {
  await trx.insertInto('api_key').values(row).execute()
}

/** Returns the keys of a workspace, or of all, with the names of their creators; the newest first. */
export async function findApiKeys(db: Db, workspaceId?: string): Promise<ListedApiKey[]> {
  return await db
    .selectFrom('api_key as k')
    .leftJoin('account as a', 'a.id', 'k.created_by')
    .selectAll('k')
    .select('a.name as creator_name')
    .$if(workspaceId !== undefined, (query) => query.where('k.workspace_id', '=', workspaceId as string))
    .orderBy('k.id', 'desc')
    .execute()
}
/** A key with the name of its creator. */
export type ListedApiKey = ApiKeyRow & { creator_name: string | null }

/** Returns the number of keys of a workspace that are neither revoked nor expired. */
export async function countValidKeys(trx: Trx, workspaceId: string, now: string): Promise<number> {
  const { n } = await trx
    .selectFrom('api_key')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('workspace_id', '=', workspaceId)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Returns the keys of a workspace that a member created, and that are neither revoked nor expired. */
export async function findValidKeysOf(
  trx: Trx,
  workspaceId: string,
  accountId: string,
  now: string,
): Promise<ApiKeyRow[]> {
  return await trx
    .selectFrom('api_key')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('created_by', '=', accountId)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .orderBy('id')
    .execute()
}

/** Makes a member responsible for a key. @returns the key's name, or undefined if there is none */
export async function updateCreator(
  trx: Trx,
  workspaceId: string,
  id: string,
  accountId: string,
): Promise<{ name: string } | undefined> {
  return await trx
    .updateTable('api_key')
    .set({ created_by: accountId })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
}

/** Locks the membership of a key's creator, so that it can't end meanwhile. @returns the creator's name and role */
export async function lockCreator(trx: Trx, workspaceId: string, accountId: string) {
  return await trx
    .selectFrom('membership as m')
    .innerJoin('account as a', 'a.id', 'm.account_id')
    .select(['a.name', 'm.role'])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.account_id', '=', accountId)
    .forShare('m')
    .executeTakeFirst()
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

/** Returns a key by its id, even if it is revoked or expired. */
export async function findApiKeyById(db: Db, id: string): Promise<ApiKeyRow | undefined> {
  return await db.selectFrom('api_key').selectAll().where('id', '=', id).executeTakeFirst()
}

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
