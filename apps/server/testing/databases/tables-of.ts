import { sql } from 'kysely'
import { type Db, engineOf } from '../../src/platform/database/database.ts'

/** Returns the names of all tables. */
export async function tablesOf(db: Db): Promise<string[]> {
  const { rows } =
    engineOf(db) === 'sqlite'
      ? await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db)
      : await sql<{ name: string }>`select tablename as name from pg_tables
          where schemaname = 'public'`.execute(db)
  return rows.map(({ name }) => name)
}
