/** The kind of constraint that a statement violated, with the same name for both engines. */
export type Violation = 'unique' | 'foreign_key'

/** Returns the violated constraint of an error of either engine; undefined for other errors. */
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

/** Returns a handler for `.catch` that throws `toError()` for a unique violation, and rethrows other errors. */
export const onUnique =
  (toError: () => Error) =>
  (error: unknown): never => {
    throw violationOf(error) === 'unique' ? toError() : error
  }

/** Whether a transaction can be retried: deadlock or serialization failure, both only of PostgreSQL. */
export function isRetryable(error: unknown): boolean {
  const code = codeOf(error)
  return code === '40P01' || code === '40001'
}

/**
 * Whether the database is unreachable, overloaded, locked, read-only or out of space, so that the same statement may
 * succeed later. The codes of PostgreSQL: postgresql.org/docs/current/errcodes-appendix.html.
 */
export function isUnavailable(error: unknown): boolean {
  const code = String(codeOf(error))
  // pg reports no code for a connection that is lost during a query, or that times out.
  const isLost =
    error instanceof Error &&
    /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/.test(
      error.message,
    )
  const isOfPostgres = /^(?:57P0[1-5]|57014|55P03|25006|25P03|58030|08...|53...)$/.test(code)
  const isOfSqlite = /^SQLITE_(?:BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN)(?:_\w+)?$/.test(code)
  const isOfNetwork =
    /^E(?:CONNREFUSED|CONNRESET|PIPE|NOTFOUND|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN)$/.test(code)
  return isLost || isOfPostgres || isOfSqlite || isOfNetwork
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
