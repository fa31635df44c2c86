import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { connect, type Engine, type Location } from '../../src/platform/database/database.ts'
import { migrate } from '../../src/platform/database/migrate.ts'
import { createPostgresDatabase, dropPostgresDatabase, urlOf } from './postgres-template.ts'

/** The database engines that store and API tests run on. */
export const engines: Engine[] = ['sqlite', 'postgres']

const FILE = 'stepkey.db'

/** A database for tests. */
export interface TestDatabase {
  location: Location
  /** A folder for the key file and other files of this database. */
  folder: string
  drop(): Promise<void>
}

/** Creates an empty database for one test file or one test. */
export const createTestDatabase = (engine: Engine): Promise<TestDatabase> => createDatabase(engine)

/**
 * Creates a database with the current schema and no rows, as a copy of one that was migrated before. Migrating each would
 * take several times as long.
 */
export async function createMigratedDatabase(engine: Engine): Promise<TestDatabase> {
  if (engine === 'postgres') return await createDatabase(engine, inject('postgresTemplate'))
  const database = await createDatabase(engine)
  migratedFile ??= migrateFile()
  writeFileSync(join(database.folder, FILE), await migratedFile)
  return database
}

/** The content of a migrated SQLite file. */
let migratedFile: Promise<Buffer> | undefined

async function migrateFile(): Promise<Buffer> {
  const { location, folder, drop } = await createDatabase('sqlite')
  try {
    const db = connect(location)
    await migrate(db, 'sqlite')
    await db.destroy()
    return readFileSync(join(folder, FILE))
  } finally {
    await drop()
  }
}

async function createDatabase(engine: Engine, original?: string): Promise<TestDatabase> {
  const folder = mkdtempSync(join(process.env.TEST_DATA_DIR ?? tmpdir(), 'stepkey-test-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  if (engine === 'sqlite') {
    return {
      location: { engine, file: join(folder, FILE) },
      folder,
      drop: async () => removeFolder(),
    }
  }
  const server = inject('postgresUrl')
  const name = `${inject('postgresTemplate')}_${randomBytes(6).toString('hex')}`
  await createPostgresDatabase(server, name, original)
  return {
    location: { engine, url: urlOf(server, name) },
    folder,
    drop: async () => {
      // Not awaited, because the server first writes all its data to disk. The end of the run drops what remains.
      dropPostgresDatabase(server, name).catch(() => {})
      removeFolder()
    },
  }
}
