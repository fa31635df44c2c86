import { Migrator } from 'kysely/migration'
import type { Db, Engine } from './connect.ts'
import { first } from './migrations/0001_first.ts'

/** Brings the schema up to date; several processes may do so at once. @throws what the failed migration threw */
export async function migrate(db: Db, engine: Engine): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ '0001_first': first(engine) }) },
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
