import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { createTestDatabase, engines } from '../../../testing/databases/databases.ts'
import { tablesOf } from '../../../testing/databases/tables-of.ts'
import { fixtureVersions, loadFixture } from '../../../testing/fixtures/fixtures.ts'
import { startStepkey } from '../../../testing/stepkey.ts'
import { nameOrder } from '../name-order.ts'
import { connect, type Db, type Engine, type Location } from './database.ts'
import { migrate, migrations, schemaAge } from './migrate.ts'
import { findDangling } from './sqlite-file.ts'

/** With the full volume, processes are killed after every statement. */
const EVERY = process.env.STEPKEY_LONG === '1'
/** More statements than any migration has. */
const ALL = 10_000

const DYING = join(import.meta.dirname, '../../../testing/databases/migrate-and-die.ts')

describe.each(engines)('migrate on %s', (engine) => {
  describe.each(fixtureVersions)('with a database of version %s', (version) => {
    it('keeps every row; audit log, credentials, flows and OAuth apps work afterwards', async () => {
      const { database, keyFile, facts } = await loadFixture(version, engine)
      const before = await countRows(database.location)
      const stepkey = await startStepkey(engine, { database, config: { keyFile } })
      try {
        expect(await schemaAge(stepkey.deps.db, engine)).toBe('current')
        const after = await countRows(database.location)
        for (const [table, count] of Object.entries(before)) {
          if (!table.startsWith('kysely_')) expect(after[table], table).toBe(count)
        }

        const jar = {}
        const { email, password, organizationId, flowId, stepId, credentialId } = facts
        await stepkey.visitor({ jar }).accounts.signIn({ email, password })
        const owner = stepkey.visitor({ jar, workspaceId: organizationId })
        expect(await owner.audit.verify()).toMatchObject({ outcome: 'intact' })
        expect(await owner.credentials.get({ credentialId })).toMatchObject({
          status: 'verified',
          useCount: 1,
          stored: ['token'],
        })
        const { items } = await owner.credentials.list({ search: 'hop' })
        expect(items.map(({ id, createdBy }) => [id, createdBy !== null])).toContainEqual([
          credentialId,
          true,
        ])
        for (const table of ['credential', 'flow'] as const) {
          const rows = await stepkey.deps.db.selectFrom(table).select(['name', 'name_order']).execute()
          expect(rows.length).toBeGreaterThan(0)
          for (const { name, name_order } of rows) expect(name_order).toBe(nameOrder(name))
        }
        const [created] = (await owner.audit.list({ search: 'hop', action: 'credential.created' })).items
        expect(created).toMatchObject({
          subjectId: credentialId,
          subjectName: expect.stringContaining('hop'),
        })
        const issued = await stepkey.visitor({ apiKey: facts.apiKey }).credentials.issue({ flowId, stepId })
        expect(issued.values).toMatchObject({ token: 'good' })
        // A consent opens the secret of its OAuth app, of the workspace or of the installation.
        const apps = await owner.oauthApps.list({ componentId: 'slack' })
        expect(apps.items.map(({ owner }) => owner)).toEqual(['workspace', 'installation'])
        for (const { id: oauthAppId } of apps.items) {
          const consent = { componentId: 'slack', methodId: 'oauth', oauthAppId }
          expect(await owner.consents.begin(consent)).toMatchObject({ outcome: 'redirect' })
        }
      } finally {
        await stepkey.stop()
      }
    })

    // The oldest database gets the migrations of all others, too.
    it.runIf(version === fixtureVersions[0])(
      `changes nothing when the process is killed after ${EVERY ? 'any' : 'the first and the last'} statement of a migration, and succeeds afterwards`,
      async ({ skip }) => {
        const { database } = await loadFixture(version, engine)
        const db = connect(database.location)
        try {
          const before = await snapshot(database.location)
          const applied = await appliedMigrations(db)
          const pending = Object.keys(migrations(engine)).filter((name) => !applied.includes(name))
          skip(pending.length === 0, 'This version has all migrations.')
          for (const name of pending) {
            // A statement that the transaction does not cover also remains when the process is killed after the last one.
            for (let statements = EVERY ? 0 : 1, isEnd = false; !isEnd; statements += EVERY ? 1 : ALL) {
              const at = `${name} after ${statements} statements`
              const place = [JSON.stringify(database.location), name, String(statements)]
              const { signal, stdout } = spawnSync(process.execPath, [DYING, ...place], { encoding: 'utf8' })
              isEnd = stdout === 'end'
              expect(signal, at).toBe('SIGKILL')
              // All migrations of one start share a transaction, so earlier ones are rolled back, too.
              expect(await snapshot(database.location), at).toEqual(before)
            }
          }
          await migrate(db, engine)
          expect(await schemaAge(db, engine)).toBe('current')
        } finally {
          await db.destroy()
          await database.drop()
        }
      },
    )
  })

  it('refuses a database of a newer version, and changes nothing', async () => {
    const database = await createTestDatabase(engine)
    const db = connect(database.location)
    try {
      await migrate(db, engine)
      await sql`insert into kysely_migration (name, timestamp) values ('9999_later', 'x')`.execute(db)
      const before = await snapshot(database.location)
      await expect(migrate(db, engine)).rejects.toThrow(/newer/i)
      expect(await snapshot(database.location)).toEqual(before)
      expect(await schemaAge(db, engine)).toBe('newer')
    } finally {
      await db.destroy()
      await database.drop()
    }
  })

  it('does nothing when the schema is current', async () => {
    const database = await createTestDatabase(engine)
    const db = connect(database.location)
    try {
      await migrate(db, engine)
      const before = await snapshot(database.location)
      await migrate(db, engine)
      expect(await snapshot(database.location)).toEqual(before)
      if (engine === 'sqlite') expect(await findDangling(db)).toEqual([])
    } finally {
      await db.destroy()
      await database.drop()
    }
  })
})

async function appliedMigrations(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}

/** Returns the number of rows of every table. */
async function countRows(location: Location): Promise<Record<string, number>> {
  const db = connect(location)
  try {
    const counts: Record<string, number> = {}
    for (const table of await tablesOf(db)) {
      const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db)
      counts[table] = Number(rows[0]?.n)
    }
    return counts
  } finally {
    await db.destroy()
  }
}

/** Returns the schema and all rows. */
async function snapshot(location: Location): Promise<{ schema: unknown[]; rows: Record<string, unknown[]> }> {
  const db = connect(location)
  try {
    const rows: Record<string, unknown[]> = {}
    for (const table of await tablesOf(db)) {
      const found = await sql`select * from ${sql.table(table)}`.execute(db)
      rows[table] = found.rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    }
    return { schema: await readSchema(db, location.engine), rows }
  } finally {
    await db.destroy()
  }
}

/** Returns the definitions of all tables, columns, constraints and indexes. */
async function readSchema(db: Db, engine: Engine): Promise<unknown[]> {
  const { rows } =
    engine === 'sqlite'
      ? await sql`select type, name, sql from sqlite_master order by type, name`.execute(db)
      : await sql`
          select 'column' as type, table_name || '.' || column_name as name,
            concat_ws(' ', data_type, is_nullable, column_default) as sql
          from information_schema.columns where table_schema = 'public'
          union all
          select 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
          from pg_constraint where connamespace = 'public'::regnamespace
          union all
          select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
          order by 1, 2`.execute(db)
  return rows
}
