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

/** Why the database can't be used at the moment. */
export type StorageFault = 'disk_full' | 'read_only' | 'disk_error' | 'locked' | 'overloaded' | 'unreachable'

/** The codes of each fault. Those of PostgreSQL: postgresql.org/docs/current/errcodes-appendix.html. */
const FAULTS: readonly (readonly [StorageFault, RegExp])[] = [
  ['disk_full', /^(?:53100|SQLITE_FULL)$/],
  ['read_only', /^(?:25006|SQLITE_READONLY(?:_\w+)?)$/],
  ['disk_error', /^(?:58030|SQLITE_(?:IOERR|CANTOPEN)(?:_\w+)?)$/],
  ['locked', /^(?:55P03|SQLITE_(?:BUSY|LOCKED)(?:_\w+)?)$/],
  ['overloaded', /^(?:57014|25P03|53...)$/],
  ['unreachable', /^(?:57P0[1-5]|08...)$/],
  ['unreachable', /^E(?:CONNREFUSED|CONNRESET|PIPE|NOTFOUND|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN)$/],
]

/**
 * Returns why the database is unreachable, overloaded, locked, read-only or out of space, so that the same statement may
 * succeed later; undefined for other errors.
 */
export function storageFaultOf(error: unknown): StorageFault | undefined {
  const code = String(codeOf(error))
  const known = FAULTS.find(([, codes]) => codes.test(code))
  if (known) return known[0]
  // pg reports no code for a connection that is lost during a query, or that times out.
  const isLost =
    error instanceof Error &&
    /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/.test(
      error.message,
    )
  return isLost ? 'unreachable' : undefined
}

/** Whether the same statement may succeed later; see `storageFaultOf`. */
export const isUnavailable = (error: unknown): boolean => storageFaultOf(error) !== undefined

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
