import type SqliteDatabase from 'better-sqlite3'

/** Texts of SQL whose statements are kept at most; beyond, the one that was not used for longest is forgotten. */
const KEPT = 500

/**
 * A database that prepares each text once. Preparing costs several times what running a short statement does.
 */
export class KeptStatements {
  readonly #database: SqliteDatabase.Database
  readonly #statements = new Map<string, SqliteDatabase.Statement<unknown[]>>()

  constructor(database: SqliteDatabase.Database) {
    this.#database = database
  }

  prepare(text: string): SqliteDatabase.Statement<unknown[]> {
    const kept = this.#statements.get(text)
    // Again at the end, so that the first is always the one that was not used for longest.
    if (kept) this.#statements.delete(text)
    const statement = kept ?? this.#database.prepare<unknown[]>(text)
    // What the schema was when a statement was prepared is part of it: the columns that `*` stands for.
    if (/^\s*(create|alter|drop)\b/i.test(text)) this.#statements.clear()
    else this.#statements.set(text, statement)
    if (this.#statements.size > KEPT) this.#statements.delete(this.#statements.keys().next().value as string)
    return statement
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }
}
