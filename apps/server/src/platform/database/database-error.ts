/** What the database refused, in words that both engines share. */
export type Violation = 'unique' | 'foreign_key'

/** The constraint that an error of either engine speaks of, if it does. */
export function violationOf(error: unknown): Violation | undefined {
  switch (codeOf(error)) {
    case '23505':
    case 'SQLITE_CONSTRAINT_UNIQUE':
    case 'SQLITE_CONSTRAINT_PRIMARYKEY':
      return 'unique'
    case '23503':
    case 'SQLITE_CONSTRAINT_FOREIGNKEY':
      return 'foreign_key'
  }
  return undefined
}

/** Deadlock victim or serialization failure (PostgreSQL), or a lock held too long by another process (SQLite). */
export function isRetryable(error: unknown): boolean {
  const code = codeOf(error)
  return code === '40P01' || code === '40001' || code === 'SQLITE_BUSY'
}

/** The database went away, or is not there yet: nothing is wrong with what was asked. */
export function isUnavailable(error: unknown): boolean {
  const code = String(codeOf(error))
  // pg has no code for a connection that ends in the middle of a query, or that does not come about in time.
  const isLost =
    error instanceof Error &&
    /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message)
  return (
    isLost ||
    /^(57P0[123]|08...|53300|SQLITE_BUSY|E(CONNREFUSED|CONNRESET|PIPE|NOTFOUND|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN))$/.test(
      code,
    )
  )
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
