import type SqliteDatabase from 'better-sqlite3'

/** Maximum number of cached statements. Beyond that, the least recently used one is removed. */
const CACHE_LIMIT = 500

type Statement = SqliteDatabase.Statement<unknown[]>
type Prepared = Pick<Statement, 'reader' | 'all' | 'run' | 'iterate'>

/**
 * A SQLite database for Kysely, with two optimizations. It caches prepared statements, because preparing a short
 * statement costs several times as much as running it. And the reads of one turn of the event loop share a read
 * transaction, because the file locks of a transaction cost more than a short read. The shared transaction ends before
 * any write and at the end of the turn, so later reads don't see an old state.
 */
export class CachingDatabase {
  readonly #database: SqliteDatabase.Database
  readonly #prepared = new Map<string, Prepared>()
  readonly #begin: Statement
  readonly #end: Statement
  #isReading = false

  constructor(database: SqliteDatabase.Database) {
    this.#database = database
    this.#begin = database.prepare('begin')
    this.#end = database.prepare('commit')
  }

  prepare(text: string): Prepared {
    const cached = this.#prepared.get(text)
    // Inserted again at the end, so that the first one is always the least recently used.
    if (cached) this.#prepared.delete(text)
    const prepared = cached ?? this.#withSharedRead(this.#database.prepare<unknown[]>(text))
    // A prepared statement keeps the columns that `*` had at that time, so a change of the schema clears the cache.
    if (/^\s*(create|alter|drop)\b/i.test(text)) this.#prepared.clear()
    else this.#prepared.set(text, prepared)
    if (this.#prepared.size > CACHE_LIMIT) this.#prepared.delete(this.#prepared.keys().next().value as string)
    return prepared
  }

  close(): void {
    this.#endRead()
    this.#prepared.clear()
    this.#database.close()
  }

  /** Makes reads share a read transaction, and ends it before everything else. */
  #withSharedRead(statement: Statement): Prepared {
    if (statement.reader && statement.readonly) {
      return {
        reader: true,
        all: (...parameters) => {
          this.#beginRead()
          return statement.all(...parameters)
        },
        run: (...parameters) => statement.run(...parameters),
        iterate: (...parameters) => {
          this.#endRead()
          return statement.iterate(...parameters)
        },
      }
    }
    return {
      reader: statement.reader,
      all: (...parameters) => {
        this.#endRead()
        return statement.all(...parameters)
      },
      run: (...parameters) => {
        this.#endRead()
        return statement.run(...parameters)
      },
      iterate: (...parameters) => {
        this.#endRead()
        return statement.iterate(...parameters)
      },
    }
  }

  /** Whether a transaction is open. */
  get inTransaction(): boolean {
    return this.#database.inTransaction
  }

  #beginRead(): void {
    if (this.#isReading || this.#database.inTransaction) return
    this.#begin.run()
    this.#isReading = true
    setImmediate(() => this.#endRead())
  }

  #endRead(): void {
    if (!this.#isReading) return
    this.#isReading = false
    // After an I/O error, SQLite has already ended the transaction.
    if (this.#database.inTransaction) this.#end.run()
  }
}
