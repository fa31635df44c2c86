import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  type SelectModifierNode,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  SqliteQueryCompiler,
} from 'kysely'
import type { CachingDatabase } from './statement-cache.ts'

/** Set while the callback of a transaction runs. Acquiring a second connection then would be a deadlock. */
export const insideTransaction = new AsyncLocalStorage<true>()

/** The interval at which a lock of another program is tried again, in milliseconds. */
const LOCK_INTERVAL = 25

/**
 * Kysely's SQLite dialect with four changes. It waits for locks of other programs without stopping the process.
 * Transactions take the write lock at once, because a deferred transaction
 * can fail at its first write even after waiting. Failed migrations are rolled back. Using the outer `db` inside a
 * transaction throws an error instead of causing a deadlock.
 */
export class EmbeddedDialect extends SqliteDialect {
  readonly #database: CachingDatabase
  readonly #driver: EmbeddedDriver

  /** @param deadline how long to wait for locks of other programs, in milliseconds */
  constructor(database: CachingDatabase, deadline: number) {
    super({ database })
    this.#database = database
    this.#driver = new EmbeddedDriver(database, deadline)
  }

  override createDriver() {
    return this.#driver
  }

  override createAdapter() {
    return new EmbeddedAdapter(this.#database, this.#driver)
  }

  override createQueryCompiler() {
    return new EmbeddedQueryCompiler()
  }
}

/** The adapter of the embedded database, with fast paths for prepared queries. */
export class EmbeddedAdapter extends SqliteAdapter {
  readonly #database: CachingDatabase
  readonly #driver: EmbeddedDriver

  constructor(database: CachingDatabase, driver: EmbeddedDriver) {
    super()
    this.#database = database
    this.#driver = driver
  }

  /**
   * Returns the SQL of a frequent query in a form for which SQLite chooses the plan without the values of its
   * parameters. With STAT4, SQLite would otherwise prepare a join again for each new value, which costs seven times as
   * much as running a small one. Such a query can use all indexes except partial ones.
   */
  withOnePlan(text: string): string {
    if (text.includes("'"))
      throw new TypeError('The SQL contains a literal, which could contain a question mark.')
    return text.replaceAll('?', '+?')
  }

  /**
   * Runs a read synchronously, without waiting for the connection.
   * @returns undefined when the connection is in use, or the query returns no rows by its kind
   */
  readAtOnce<Row>(text: string, parameters: readonly unknown[]): Row[] | undefined {
    if (!this.#driver.isIdle) return undefined
    const statement = this.#database.prepare(text)
    return statement.reader ? (statement.all(...parameters) as Row[]) : undefined
  }

  override get supportsTransactionalDdl() {
    return true
  }
  /** There is one connection, but the driver below queues its users itself. */
  override get supportsMultipleConnections() {
    return true
  }
}

class EmbeddedDriver extends SqliteDriver {
  readonly #database: CachingDatabase
  #turn: Promise<void> = Promise.resolve()
  #endTurn: () => void = () => {}
  /** The number of users that hold the connection or wait for it. */
  #users = 0
  readonly #deadline: number

  constructor(database: CachingDatabase, deadline: number) {
    super({ database })
    this.#database = database
    this.#deadline = deadline
  }

  get isIdle() {
    return this.#users === 0
  }

  override async acquireConnection() {
    if (insideTransaction.getStore()) {
      throw new Error('A query inside a transaction must run on the transaction, not on the database.')
    }
    this.#users++
    const before = this.#turn
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#turn = promise
    await before
    this.#endTurn = resolve
    return new PatientConnection(await super.acquireConnection(), this.#deadline)
  }

  override async releaseConnection() {
    this.#users--
    this.#endTurn()
  }

  override async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  /** After some errors, such as a full disk, SQLite has ended the transaction. Another error would hide the cause. */
  override async rollbackTransaction(connection: DatabaseConnection) {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection)
  }
}

/** A connection that tries a statement again while another program has locked the database. */
class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection
  readonly #deadline: number

  constructor(connection: DatabaseConnection, deadline: number) {
    this.#connection = connection
    this.#deadline = deadline
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    for (const started = performance.now(); ; ) {
      try {
        return await this.#connection.executeQuery<Row>(query)
      } catch (error) {
        const isLocked = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
        if (!isLocked || performance.now() - started > this.#deadline) throw error
      }
      await setTimeout(LOCK_INTERVAL)
    }
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#connection.streamQuery<Row>(query, chunkSize)
  }
}

class EmbeddedQueryCompiler extends SqliteQueryCompiler {
  /** Omits row locks, which SQLite doesn't have: a transaction already locks the whole database. */
  protected override visitSelectModifier(node: SelectModifierNode) {
    if (!/^(?:For|SkipLocked)/.test(node.modifier ?? '')) super.visitSelectModifier(node)
  }
}
