import { sql } from 'kysely'
import type { Db, Engine, Trx } from '../database/connect.ts'

/** What stands in a database, found out without writing to it. */
export type Contents =
  | { state: 'empty' }
  | { state: 'unsealed' }
  | { state: 'sealed'; canary: Buffer | undefined }

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
  // Without the canary but with data keys, somebody removed the one row that tells whether a key fits.
  return key ? { state: 'sealed', canary: undefined } : { state: 'unsealed' }
}

/** The first process to come writes the canary; the others find it. */
export async function insertCanary(db: Db, canary: Buffer): Promise<void> {
  await db
    .insertInto('keyring')
    .values({ id: 1, canary })
    .onConflict((c) => c.doNothing())
    .execute()
}

export async function findCanary(db: Db): Promise<Buffer | undefined> {
  return (await db.selectFrom('keyring').select('canary').executeTakeFirst())?.canary
}

export interface WrappedKey {
  id: string
  wrapped: Buffer
}

/** The newest data key of a workspace. */
export async function findLatestKey(db: Db, workspaceId: string): Promise<WrappedKey | undefined> {
  return await db
    .selectFrom('workspace_key')
    .select(['id', 'wrapped'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('term', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The first data key of a workspace. */
export async function findFirstKey(db: Db | Trx, workspaceId: string): Promise<WrappedKey | undefined> {
  return await db
    .selectFrom('workspace_key')
    .select(['id', 'wrapped'])
    .where('workspace_id', '=', workspaceId)
    .where('term', '=', 1)
    .executeTakeFirst()
}

export async function findKey(db: Db, workspaceId: string, id: string): Promise<WrappedKey | undefined> {
  return await db
    .selectFrom('workspace_key')
    .select(['id', 'wrapped'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Adds a workspace's first key; when another process was quicker, nothing happens. */
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
