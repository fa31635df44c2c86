import type { Db, Trx } from '../../platform/database/database.ts'
import type { DeletedOrganizationRow } from '../../platform/database/tables.ts'
import { COLUMNS } from './store.ts'

/** PostgreSQL copies these in less than a second. Most logs are smaller. */
const MOVE_BATCH = 50_000

/**
 * Moves the entries of a workspace up to `last` to `deleted_audit`. The database copies them, because a log can be larger
 * than the memory of this process. A statement moves at most `MOVE_BATCH` entries, because statements have a time limit.
 */
export async function moveEntries(
  trx: Trx,
  workspaceId: string,
  last: number,
  batch = MOVE_BATCH,
): Promise<void> {
  for (let after = 0; after < last; after += batch) {
    await trx
      .insertInto('deleted_audit')
      .columns(COLUMNS)
      .expression((eb) =>
        eb
          .selectFrom('audit')
          .select(COLUMNS)
          .where('workspace_id', '=', workspaceId)
          .where('seq', '>', after)
          .where('seq', '<=', after + batch),
      )
      .execute()
    await trx
      .deleteFrom('audit')
      .where('workspace_id', '=', workspaceId)
      .where('seq', '>', after)
      .where('seq', '<=', after + batch)
      .execute()
  }
}

/** Returns the name and e-mail address of an account. */
export async function findDeleter(trx: Trx, accountId: string) {
  return await trx
    .selectFrom('account')
    .select(['name', 'email'])
    .where('id', '=', accountId)
    .executeTakeFirst()
}

export async function insertDeletedOrganization(trx: Trx, row: DeletedOrganizationRow): Promise<void> {
  await trx.insertInto('deleted_organization').values(row).execute()
}

/** Returns the deleted organizations whose logs are kept, or one of them, the oldest first. */
export async function findDeletedOrganizations(db: Db, id?: string): Promise<DeletedOrganizationRow[]> {
  return await db
    .selectFrom('deleted_organization')
    .selectAll()
    .where('is_expired', '=', 0)
    .$if(id !== undefined, (query) => query.where('workspace_id', '=', id as string))
    .orderBy('deleted_at')
    .orderBy('workspace_id')
    .execute()
}

/** Returns deleted organizations in the order of their ids, after `workspaceId`. */
export async function findDeletedHeadsAfter(
  db: Db,
  workspaceId: string,
  limit: number,
): Promise<DeletedOrganizationRow[]> {
  return await db
    .selectFrom('deleted_organization')
    .selectAll()
    .where('workspace_id', '>', workspaceId)
    .where('is_expired', '=', 0)
    .orderBy('workspace_id')
    .limit(limit)
    .execute()
}

/** Marks the logs of organizations that were deleted before a time. They are no longer listed or verified. */
export async function expireDeletedOrganizations(db: Db, before: string): Promise<void> {
  await db
    .updateTable('deleted_organization')
    .set({ is_expired: 1 })
    .where('deleted_at', '<', before)
    .where('is_expired', '=', 0)
    .execute()
}

/** Returns the id of an organization whose log must be deleted. */
export async function findExpiredOrganization(db: Db): Promise<string | undefined> {
  const row = await db
    .selectFrom('deleted_organization')
    .select('workspace_id')
    .where('is_expired', '=', 1)
    .limit(1)
    .executeTakeFirst()
  return row?.workspace_id
}

/**
 * Deletes at most `limit` of the oldest entries of an expired log, and the organization after the last one.
 * @returns whether everything is deleted
 */
export async function deleteExpiredEntries(db: Db, workspaceId: string, limit: number): Promise<boolean> {
  const { first } = await db
    .selectFrom('deleted_audit')
    .select((eb) => eb.fn.min<number | null>('seq').as('first'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  if (first === null) {
    await db.deleteFrom('deleted_organization').where('workspace_id', '=', workspaceId).execute()
    return true
  }
  await db
    .deleteFrom('deleted_audit')
    .where('workspace_id', '=', workspaceId)
    .where('seq', '<', first + limit)
    .execute()
  return false
}
