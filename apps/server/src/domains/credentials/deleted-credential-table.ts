import type { Tags } from '@stepkey/shared/owner'
import { contains } from '../../platform/database/contains.ts'
import { type CredentialScope, isInReach } from '../../platform/database/credential-reach.ts'
import { type Db, engineOf, type Trx } from '../../platform/database/database.ts'
import type { CredentialRow, DeletedCredentialRow } from '../../platform/database/tables.ts'
import { searchText } from '../../platform/search-text.ts'
import type { SearchedWord } from './search-table.ts'

/** Keeps a credential that is being deleted, until it is erased. */
export async function insertDeletedCredential(
  trx: Trx,
  row: CredentialRow & { tags: Tags },
  deletion: Pick<DeletedCredentialRow, 'generation' | 'deleted_by' | 'deleted_at' | 'erase_at'>,
): Promise<void> {
  const { id, workspace_id, component_id, method_id, definition_id, owner, name } = row
  const { sealed, seal_version, version, identity } = row
  const { created_by, created_at, value_created_by, value_created_at } = row
  const { last_used_at, last_used_flow_id, last_used_step_id, frozen_at } = row
  await trx
    .insertInto('deleted_credential')
    .values({
      ...{ id, workspace_id, component_id, method_id, definition_id, owner, name },
      ...{ sealed, seal_version, version, identity },
      ...{ created_by, created_at, value_created_by, value_created_at },
      ...{ last_used_at, last_used_flow_id, last_used_step_id, frozen_at },
      tags: JSON.stringify(row.tags),
      search_text: searchText(row),
      ...deletion,
    })
    .execute()
}

/** Returns a deleted credential of a workspace whose time is not over. @param now ISO 8601 */
export async function findDeletedCredential(
  db: Db,
  { workspaceId, reach = {} }: CredentialScope,
  id: string,
  now: string,
): Promise<DeletedCredentialRow | undefined> {
  return await db
    .selectFrom('deleted_credential')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('erase_at', '>', now)
    .where(isInReach('deleted_credential', reach))
    .executeTakeFirst()
}

/** Returns deleted credentials of a workspace whose time is not over, the last deleted first. */
export async function findDeletedCredentials(
  db: Db,
  { workspaceId, reach = {} }: CredentialScope,
  {
    words,
    now,
    after,
    limit,
  }: {
    words: readonly SearchedWord[]
    now: string
    /** The time of the deletion and the id of the last row of the page before. */
    after: [string, string] | undefined
    limit: number
  },
): Promise<Pick<DeletedCredentialRow, (typeof LISTED)[number]>[]> {
  const engine = engineOf(db)
  let rows = db
    .selectFrom('deleted_credential')
    .select(LISTED)
    .where('workspace_id', '=', workspaceId)
    .where('erase_at', '>', now)
    .where(isInReach('deleted_credential', reach))
  for (const { text, componentIds } of words) {
    rows = rows.where((eb) =>
      eb.or([
        contains(engine, 'search_text', text),
        ...(componentIds.length > 0 ? [eb('component_id', 'in', componentIds)] : []),
      ]),
    )
  }
  if (after) rows = rows.where((eb) => eb(eb.refTuple('deleted_at', 'id'), '<', eb.tuple(...after)))
  return await rows.orderBy('deleted_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
}

/** The columns that lists show. */
const LISTED = [
  'id',
  'component_id',
  'method_id',
  'definition_id',
  'owner',
  'tags',
  'name',
  'identity',
  'frozen_at',
  'deleted_by',
  'deleted_at',
  'erase_at',
] as const

/**
 * Deletes the row of a deleted credential. Of several transactions that restore or erase it, one succeeds.
 * @param row.seal_version the generation that was read; a credential that was restored and deleted again has a higher one
 * @returns whether the row was still there
 */
export async function deleteDeletedCredential(
  trx: Trx,
  { workspace_id, id, seal_version }: Pick<DeletedCredentialRow, 'workspace_id' | 'id' | 'seal_version'>,
): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('deleted_credential')
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', id)
    .where('seal_version', '=', seal_version)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Erases deleted credentials whose time is over, at most `limit`. @returns their number */
export async function eraseDeletedCredentials(
  db: Db,
  { now, limit }: { now: string; limit: number },
): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('deleted_credential')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('deleted_credential')
        .select('id')
        .where('erase_at', '<=', now)
        .orderBy('erase_at')
        .limit(limit),
    )
    // A concurrent restoration and deletion may have given it another time.
    .where('erase_at', '<=', now)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Shortens the time of deleted credentials that would be erased after a time. Times are ISO 8601. */
export async function shortenDeletedCredentials(
  db: Db,
  { after, to }: { after: string; to: string },
): Promise<void> {
  await db.updateTable('deleted_credential').set({ erase_at: to }).where('erase_at', '>', after).execute()
}
