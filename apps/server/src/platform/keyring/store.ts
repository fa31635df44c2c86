import { sql } from 'kysely'
import type { Db, Engine, Trx } from '../database/database.ts'

/** The state of a database: without tables, without sealed data, or with sealed data. */
export type Contents =
  | { state: 'empty' }
  | { state: 'unsealed' }
  | { state: 'sealed'; canary: Buffer | undefined }

/** Returns the state of a database, without writing to it. */
export async function inspectContents(db: Db, engine: Engine): Promise<Contents> {
  const tables =
    engine === 'sqlite'
      ? await sql<{
          n: number
        }>`select count(*) as n from sqlite_master where type = 'table' and name = 'keyring'`.execute(db)
      : await sql<{ n: number }>`select count(*) as n from pg_tables
          where schemaname = any (current_schemas(false)) and tablename = 'keyring'`.execute(db)
  if (!tables.rows[0]?.n) return { state: 'empty' }
  const row = await db.selectFrom('keyring').select('canary').executeTakeFirst()
  if (row) return { state: 'sealed', canary: row.canary }
  const key = await db.selectFrom('workspace_key').select('id').limit(1).executeTakeFirst()
  // Data keys without a canary: the row of the canary was deleted.
  return key ? { state: 'sealed', canary: undefined } : { state: 'unsealed' }
}

/** Stores the canary, unless another process was faster. */
export async function insertCanary(db: Db, canary: Buffer): Promise<void> {
  await db
    .insertInto('keyring')
    .values({ id: 1, canary, data_key_id: null, data_key: null })
    .onConflict((c) => c.doNothing())
    .execute()
}

/** Returns the canary. */
export async function findCanary(db: Db): Promise<Buffer | undefined> {
  return (await db.selectFrom('keyring').select('canary').executeTakeFirst())?.canary
}

/** A data key as it is stored. */
export interface WrappedKey {
  id: string
  wrapped: Buffer
}

/** Returns the newest data key of a workspace. */
export async function findLatestKey(db: Db, workspaceId: string): Promise<WrappedKey | undefined> {
  return await db
    .selectFrom('workspace_key')
    .select(['id', 'wrapped'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('term', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Returns the first data key of a workspace. */
export async function findFirstKey(db: Db | Trx, workspaceId: string): Promise<WrappedKey | undefined> {
  return await db
    .selectFrom('workspace_key')
    .select(['id', 'wrapped'])
    .where('workspace_id', '=', workspaceId)
    .where('term', '=', 1)
    .executeTakeFirst()
}

/** Returns a data key of a workspace. */
export async function findKey(db: Db, workspaceId: string, id: string): Promise<WrappedKey | undefined> {
  return await db
    .selectFrom('workspace_key')
    .select(['id', 'wrapped'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Returns the data key of the installation. */
export async function findInstallationKey(db: Db): Promise<WrappedKey | undefined> {
  // All columns, because `stepkey check` also reads databases of version 0.1, which have no such columns.
  const row = await db.selectFrom('keyring').selectAll().executeTakeFirst()
  return row?.data_key_id && row.data_key ? { id: row.data_key_id, wrapped: row.data_key } : undefined
}

/** Stores the data key of the installation, unless another process was faster. */
export async function insertInstallationKey(db: Db, { id, wrapped }: WrappedKey): Promise<void> {
  await db
    .updateTable('keyring')
    .set({ data_key_id: id, data_key: wrapped })
    .where('data_key_id', 'is', null)
    .execute()
}

/** Inserts the first data key of a workspace, unless another process was faster. */
export async function insertFirstKey(
  db: Db | Trx,
  workspaceId: string,
  key: WrappedKey,
  now: Date,
): Promise<void> {
  await db
    .insertInto('workspace_key')
    .values({ ...key, workspace_id: workspaceId, term: 1, created_at: now.toISOString() })
    .onConflict((c) => c.columns(['workspace_id', 'term']).doNothing())
    .execute()
}
