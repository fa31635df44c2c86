import { AsyncLocalStorage } from 'node:async_hooks'
import {
  CompiledQuery,
  type DatabaseConnection,
  type SelectModifierNode,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  SqliteQueryCompiler,
} from 'kysely'
import type { CachingDatabase } from './statement-cache.ts'

/** Set while a transaction's callback runs: whoever asks for another connection then would wait for himself. */
export const insideTransaction = new AsyncLocalStorage<true>()

/**
 * Kysely's SQLite dialect with three things mended: transactions take the write lock at once (a deferred one that
 * later writes fails in a way that waiting can't mend), a migration that fails leaves nothing behind, and using the
 * outer `db` inside a transaction is an error instead of a deadlock.
 */
export class EmbeddedDialect extends SqliteDialect {
  readonly #database: CachingDatabase
  readonly #driver: EmbeddedDriver

  constructor(database: CachingDatabase) {
    super({ database })
    this.#database = database
    this.#driver = new EmbeddedDriver({ database })
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

export class EmbeddedAdapter extends SqliteAdapter {
  readonly #database: CachingDatabase
  readonly #driver: EmbeddedDriver

  constructor(database: CachingDatabase, driver: EmbeddedDriver) {
    super()
    this.#database = database
    this.#driver = driver
  }

  /**
   * A query that is asked often, so that SQLite does not look at its values to choose a plan: that costs it no index
   * but partial ones, and it need not prepare a join again each time that a value is another one (seven times the cost
   * of a small one, with STAT4).
   */
  withOnePlan(text: string): string {
    if (text.includes("'")) throw new TypeError('A question mark may stand in a text here.')
    return text.replaceAll('?', '+?')
  }

  /**
   * What a query reads, without the turns that it takes to wait for the connection; undefined when somebody has it, or
   * the query gives no rows.
   */
  readAtOnce<Row>(text: string, parameters: readonly unknown[]): Row[] | undefined {
    if (!this.#driver.isIdle) return undefined
    const statement = this.#database.prepare(text)
    return statement.reader ? (statement.all(...parameters) as Row[]) : undefined
  }

  override get supportsTransactionalDdl() {
    return true
  }
  /** There is one connection, but the driver below takes turns on it by itself. */
  override get supportsMultipleConnections() {
    return true
  }
}

class EmbeddedDriver extends SqliteDriver {
  #turn: Promise<void> = Promise.resolve()
  #endTurn: () => void = () => {}
  /** Those who have the connection or wait for it. */
  #turns = 0

  get isIdle() {
    return this.#turns === 0
  }

  override async acquireConnection() {
    if (insideTransaction.getStore()) {
      throw new Error('A query inside a transaction must run on the transaction, not on the database.')
    }
    this.#turns++
    const before = this.#turn
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#turn = promise
    await before
    this.#endTurn = resolve
    return await super.acquireConnection()
  }

  override async releaseConnection() {
    this.#turns--
    this.#endTurn()
  }

  override async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

class EmbeddedQueryCompiler extends SqliteQueryCompiler {
  /** Row locks are PostgreSQL's; on SQLite the transaction already has the whole database to itself. */
  protected override visitSelectModifier(node: SelectModifierNode) {
    if (!/^(?:For|SkipLocked)/.test(node.modifier ?? '')) super.visitSelectModifier(node)
  }
}
