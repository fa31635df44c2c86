import { existsSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { SECOND } from '../time.ts'
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

interface ConnectOptions {
  readOnly?: boolean
  /**
   * Time limit for a statement, for a lock, and for a connection to PostgreSQL including the wait for a free one, in
   * milliseconds. Without it, only the last two are limited.
   */
  deadline?: number
}

/** The time limit for locks and connections if there is no other, in milliseconds. */
const DEFAULT_DEADLINE = 10_000
/** How long a connection may be idle within a transaction, as a multiple of the time limit for its statements. */
const IDLE_FACTOR = 5

// pg returns 64-bit integers as text. All counts are safe integers, so they can be numbers.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Opens the database. Creates the SQLite file if it does not exist, except with `readOnly`. */
export function connect(location: Location, options: ConnectOptions = {}): Db {
  return location.engine === 'sqlite'
    ? connectSqlite(location.file, options)
    : connectPostgres(location.url, options)
}

/** Returns the engine of a database or a transaction. */
export const engineOf = (db: Db | Trx): Engine =>
  db.getExecutor().adapter instanceof EmbeddedAdapter ? 'sqlite' : 'postgres'

function connectSqlite(file: string, { readOnly = false, deadline = DEFAULT_DEADLINE }: ConnectOptions): Db {
  // SQLite itself waits for locks synchronously, which would stop the process. The dialect waits instead.
  const database = new SqliteDatabase(file, { timeout: 10, readonly: readOnly })
  if (!readOnly) {
    database.pragma('journal_mode = WAL')
    // With the default of WAL mode, a power failure can lose the last commits.
    database.pragma('synchronous = FULL')
  }
  database.pragma('foreign_keys = ON')
  if (database.pragma('foreign_keys', { simple: true }) !== 1) {
    throw new Error('This build of SQLite does not enforce foreign keys, which Stepkey relies on.')
  }
  return new Kysely<Tables>({ dialect: new EmbeddedDialect(new CachingDatabase(database), deadline) })
}

function connectPostgres(url: string, { deadline }: ConnectOptions): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: deadline ?? DEFAULT_DEADLINE,
    keepAlive: true,
    lock_timeout: deadline ?? DEFAULT_DEADLINE,
    ...(deadline !== undefined && {
      Client: ImpatientClient,
      statement_timeout: deadline,
      idle_in_transaction_session_timeout: deadline * IDLE_FACTOR,
      // The server ends a slow statement itself. This is for servers that no longer answer.
      query_timeout: deadline + SECOND,
    }),
  })
  // The pool replaces lost connections. Without listeners for idle connections and for those in use, a restart of the
  // database would crash this process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

/**
 * A client that closes its connection when a query is not answered in time. The answer may still arrive, or never, so the
 * connection can't be used for another query.
 */
class ImpatientClient extends pg.Client {
  override query(...args: unknown[]) {
    const result = (super.query as (...args: unknown[]) => unknown).apply(this, args)
    if (result instanceof Promise)
      result.catch((error: Error) => {
        if (error.message === 'Query read timeout') this.connection.stream.destroy(error)
      })
    return result as never
  }
}

/** Whether the database may exist. Opening an absent SQLite file would create it. */
export const exists = (location: Location) => location.engine === 'postgres' || existsSync(location.file)
