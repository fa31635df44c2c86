import { existsSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { EmbeddedAdapter, EmbeddedDialect } from './sqlite-dialect.ts'
import { CachingDatabase } from './statement-cache.ts'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>
export type Trx = Transaction<Tables>
export type Engine = 'sqlite' | 'postgres'

/** Where the data is: a file of the embedded database, or a PostgreSQL server. */
export type Location = { engine: 'sqlite'; file: string } | { engine: 'postgres'; url: string }

/** How long a connection to PostgreSQL may take, in milliseconds, waiting for a free one included. */
const CONNECTION_TIMEOUT = 10_000

// PostgreSQL counts in 64 bits, which pg hands out as text. No count of ours leaves the safe integers.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Opens the database. A new SQLite file comes into being, unless it is opened only to be read. */
export function connect(location: Location, { readOnly = false } = {}): Db {
  return location.engine === 'sqlite' ? connectSqlite(location.file, readOnly) : connectPostgres(location.url)
}

export const engineOf = (db: Db | Trx): Engine =>
  db.getExecutor().adapter instanceof EmbeddedAdapter ? 'sqlite' : 'postgres'

function connectSqlite(file: string, readonly: boolean): Db {
  const database = new SqliteDatabase(file, { timeout: 10_000, readonly })
  if (!readonly) {
    database.pragma('journal_mode = WAL')
    // WAL's own default may lose the last commits when the power fails. A store of credentials must not.
    database.pragma('synchronous = FULL')
  }
  database.pragma('foreign_keys = ON')
  if (database.pragma('foreign_keys', { simple: true }) !== 1) {
    throw new Error('This build of SQLite does not enforce foreign keys, which Stepkey relies on.')
  }
  return new Kysely<Tables>({ dialect: new EmbeddedDialect(new CachingDatabase(database)) })
}

function connectPostgres(url: string): Db {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: CONNECTION_TIMEOUT })
  // A connection that dies is replaced by the pool. Without listeners, here for idle ones and below for those in use,
  // a restart of the database would end this process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

/** Whether there is anything to look at: asking an absent SQLite file must not create it. */
export const exists = (location: Location) => location.engine === 'postgres' || existsSync(location.file)
