import type SqliteDatabase from 'better-sqlite3'

/** Texts of SQL whose statements are kept at most; beyond, the one that was not used for longest is forgotten. */
const KEPT = 500

type Statement = SqliteDatabase.Statement<unknown[]>
type Prepared = Pick<Statement, 'reader' | 'all' | 'run' | 'iterate'>

/**
 * A database as Kysely uses it, with two savings. Each text is prepared once, for preparing costs several times what
 * running a short statement does. And reads of one moment share one look at the database: entering and leaving it takes
 * locks on files, which costs more than a short read. The look ends before anything is written, and at the latest
 * before the process waits for anything again, so nobody who comes later sees what was before.
 */
export class CachingDatabase {
  readonly #database: SqliteDatabase.Database
  readonly #prepared = new Map<string, Prepared>()
  readonly #begin: Statement
  readonly #end: Statement
  #isLooking = false

  constructor(database: SqliteDatabase.Database) {
    this.#database = database
    this.#begin = database.prepare('begin')
    this.#end = database.prepare('commit')
  }

  prepare(text: string): Prepared {
    const known = this.#prepared.get(text)
    // Again at the end, so that the first is always the one that was not used for longest.
    if (known) this.#prepared.delete(text)
    const prepared = known ?? this.#sparing(this.#database.prepare<unknown[]>(text))
    // What the schema was when a statement was prepared is part of it: the columns that `*` stands for.
    if (/^\s*(create|alter|drop)\b/i.test(text)) this.#prepared.clear()
    else this.#prepared.set(text, prepared)
    if (this.#prepared.size > KEPT) this.#prepared.delete(this.#prepared.keys().next().value as string)
    return prepared
  }

  close(): void {
    this.#stopLooking()
    this.#prepared.clear()
    this.#database.close()
  }

  #sparing(statement: Statement): Prepared {
    if (statement.reader && statement.readonly) {
      return {
        reader: true,
        all: (...parameters) => {
          this.#look()
          return statement.all(...parameters)
        },
        run: (...parameters) => statement.run(...parameters),
        iterate: (...parameters) => {
          this.#stopLooking()
          return statement.iterate(...parameters)
        },
      }
    }
    return {
      reader: statement.reader,
      all: (...parameters) => {
        this.#stopLooking()
        return statement.all(...parameters)
      },
      run: (...parameters) => {
        this.#stopLooking()
        return statement.run(...parameters)
      },
      iterate: (...parameters) => {
        this.#stopLooking()
        return statement.iterate(...parameters)
      },
    }
  }

  #look(): void {
    if (this.#isLooking || this.#database.inTransaction) return
    this.#begin.run()
    this.#isLooking = true
    setImmediate(() => this.#stopLooking())
  }

  #stopLooking(): void {
    if (!this.#isLooking) return
    this.#isLooking = false
    // A disk that can't be read has ended it already.
    if (this.#database.inTransaction) this.#end.run()
  }
}
