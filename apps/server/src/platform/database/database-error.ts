/** A constraint that a statement violated, in names that both engines share. */
export type Violation = 'unique' | 'foreign_key'

/** Returns the constraint that an error of either engine reports; undefined for other errors. */
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

/** For `.catch`: throws `toError()` for a unique violation, and every other error as it is. */
export const onUnique =
  (toError: () => Error) =>
  (error: unknown): never => {
    throw violationOf(error) === 'unique' ? toError() : error
  }

/** Deadlock victim or serialization failure (PostgreSQL), or a lock held too long by another process (SQLite). */
export function isRetryable(error: unknown): boolean {
  const code = codeOf(error)
  return code === '40P01' || code === '40001' || code === 'SQLITE_BUSY'
}

/** Returns whether the database is unreachable or overloaded, so that the same statement may succeed later. */
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
