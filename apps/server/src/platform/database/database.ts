import { existsSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { EmbeddedAdapter, EmbeddedDialect } from './sqlite-dialect.ts'
import { CachingDatabase } from './statement-cache.ts'
import type { Tables } from './tables.ts'

/** The database. */
export type Db = Kysely<Tables>
/** A transaction. */
export type Trx = Transaction<Tables>
/** The database engine. */
export type Engine = 'sqlite' | 'postgres'

/** The location of the data: a file of the embedded database, or a PostgreSQL server. */
export type Location = { engine: 'sqlite'; file: string } | { engine: 'postgres'; url: string }

/** Time limit for a connection to PostgreSQL, including the wait for a free one, in milliseconds. */
const CONNECTION_TIMEOUT = 10_000

// pg returns 64-bit integers as text. All counts are safe integers, so they can be numbers.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Opens the database. Creates the SQLite file if it does not exist, except with `readOnly`. */
export function connect(location: Location, { readOnly = false } = {}): Db {
  return location.engine === 'sqlite' ? connectSqlite(location.file, readOnly) : connectPostgres(location.url)
}

/** Returns the engine of a database or a transaction. */
export const engineOf = (db: Db | Trx): Engine =>
  db.getExecutor().adapter instanceof EmbeddedAdapter ? 'sqlite' : 'postgres'

function connectSqlite(file: string, readonly: boolean): Db {
  const database = new SqliteDatabase(file, { timeout: 10_000, readonly })
  if (!readonly) {
    database.pragma('journal_mode = WAL')
    // With the default of WAL mode, a power failure can lose the last commits.
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
  // The pool replaces lost connections. Without listeners for idle connections and for those in use, a restart of the
  // database would crash this process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

/** Whether the database may exist. Opening an absent SQLite file would create it. */
export const exists = (location: Location) => location.engine === 'postgres' || existsSync(location.file)
