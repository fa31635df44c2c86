import SqliteDatabase from 'better-sqlite3'
import pg from 'pg'

type Method = (this: object, ...args: unknown[]) => unknown

/** Statements that only begin, end or divide a transaction. */
const TRANSACTION = /^\s*(?:begin|start|commit|rollback|savepoint|release)\b/i

/** Returns the number of rows, or the number in the only row: that of a count. */
function resultOf(rows: readonly unknown[]): string {
  const [row] = rows
  const [value, ...others] = Object.values(row ?? {})
  return rows.length === 1 && others.length === 0 && typeof value === 'number'
    ? `count ${value}`
    : `${rows.length} rows`
}

/**
 * Records the statements that this process runs, on both engines: the text with the number of rows that it returned, so
 * that two calls can be compared by the work that they caused instead of by the time that they took.
 */
export function recordStatements() {
  let statements: string[] = []
  const record = (text: string, rows: readonly unknown[]) => {
    if (!TRANSACTION.test(text)) statements.push(`${resultOf(rows)}: ${text}`)
  }
  const database = new SqliteDatabase(':memory:')
  const statement = Object.getPrototypeOf(database.prepare('select 1')) as Record<'all' | 'run', Method>
  database.close()
  const client = pg.Client.prototype as unknown as Record<'query', Method>
  const { all, run } = statement
  const { query } = client

  statement.all = function (...args) {
    const rows = all.apply(this, args)
    record((this as { source: string }).source, rows as unknown[])
    return rows
  }
  statement.run = function (...args) {
    record((this as { source: string }).source, [])
    return run.apply(this, args)
  }
  client.query = function (...args) {
    const result = query.apply(this, args)
    const [text] = args
    if (!(result instanceof Promise)) return result
    return result.then((answer: pg.QueryResult) => {
      record(String(text), answer.rows)
      return answer
    })
  }
  return {
    /** Returns the statements since the last call, sorted. */
    take(): string[] {
      const taken = statements.sort()
      statements = []
      return taken
    },
    stop() {
      Object.assign(statement, { all, run })
      client.query = query
    },
  }
}
