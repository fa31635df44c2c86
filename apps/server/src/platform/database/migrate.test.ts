import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, it } from 'vitest'
import { createTestDatabase, engines } from '../../../testing/databases/databases.ts'
import { connect } from './connect.ts'
import { migrate, schemaAge } from './migrate.ts'
import { first } from './migrations/0001_first.ts'

it.each(engines)('migrates a database of the first schema and keeps its account, on %s', async (engine) => {
  const database = await createTestDatabase(engine)
  const db = connect(database.location)
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => ({ '0001_first': first(engine) }) },
    })
    await migrator.migrateToLatest()
    const at = '2026-11-01T12:00:00.000Z'
    const account = { id: 'a', name: 'Ada', email: 'ada@example.com', password_hash: 'x', created_at: at }
    await db.insertInto('account').values(account).execute()
    expect(await schemaAge(db, engine)).toBe('older')

    await migrate(db, engine)
    expect(await schemaAge(db, engine)).toBe('current')
    expect(await db.selectFrom('account').selectAll().execute()).toEqual([account])
    expect(await db.selectFrom('receipt').select(['scopes', 'expires_at']).execute()).toEqual([])
    await migrate(db, engine)
  } finally {
    await db.destroy()
    await database.drop()
  }
})

it.each(engines)('refuses a database that a newer Stepkey has migrated, on %s', async (engine) => {
  const database = await createTestDatabase(engine)
  const db = connect(database.location)
  try {
    await migrate(db, engine)
    await sql`insert into kysely_migration (name, timestamp) values ('9999_later', 'x')`.execute(db)
    await expect(migrate(db, engine)).rejects.toThrow(/^A newer version of Stepkey has used this database\./)
    expect(await schemaAge(db, engine)).toBe('newer')
  } finally {
    await db.destroy()
    await database.drop()
  }
})
