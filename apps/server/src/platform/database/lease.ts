import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { newId } from '../ids.ts'
import { MINUTE } from '../time.ts'
import { type Db, engineOf, type Trx } from './database.ts'
import { databaseNow } from './database-time.ts'
import type { Tables } from './tables.ts'

/**
 * A row that only one process at a time works on. After a crash the lease expires, and another process continues. Times
 * are measured by the database's clock, because those of processes may differ. The lease holder changes the row with
 * `updateLeased`, which has no effect after the lease was lost.
 */
interface Leased {
  lease_id: string | null
  leased_until: string | null
}
type LeasedTable = { [T in keyof Tables]: Tables[T] extends Leased ? T : never }[keyof Tables]
type Column<T extends LeasedTable> = keyof Tables[T] & string

/** A queue in a table. Rows are claimed in the order of their due times, one at a time per group. */
export interface Queue<T extends LeasedTable> {
  table: T
  key: Column<T>
  /** The column of the group. Rows of one group are processed in order and never concurrently. Null: no group. */
  group: Column<T>
  /** The column with the due time, ISO 8601. */
  dueAt: Column<T>
  /** A further condition for rows to be claimed. The row is `q`. */
  eligible?: RawBuilder<SqlBool>
  /** The condition for earlier rows of the group to block a row; by default all do. The earlier row is `earlier`. */
  blocking?: RawBuilder<SqlBool>
  /** Further assignments for claimed rows. */
  set?: RawBuilder<unknown>
}

/**
 * Claims due rows of a queue. Several processes may call it at the same time.
 * @param now ISO 8601; rows that are due later are not claimed
 * @param duration how long the lease lasts, in milliseconds
 * @returns the id of the lease; undefined when nothing was due
 */
export async function claimRows<T extends LeasedTable>(
  db: Db,
  { table, key, group, dueAt, eligible, blocking, set }: Queue<T>,
  { now, limit, duration }: { now: string; limit: number; duration: number },
): Promise<string | undefined> {
  const engine = engineOf(db)
  const leaseId = newId()
  const of = (alias: string, column: string) => sql.ref(`${alias}.${column}`)
  const { numAffectedRows } = await sql`
    update ${sql.table(table)}
    set lease_id = ${leaseId}, leased_until = ${databaseNow(engine, duration)} ${set ? sql`, ${set}` : sql``}
    where ${sql.ref(key)} in (
      select ${of('q', key)} from ${sql.table(table)} as q
      where ${of('q', dueAt)} <= ${now}
        and ${isFree(db, 'q')}
        and ${eligible ?? sql`1 = 1`}
        and not exists (
          select 1 from ${sql.table(table)} as other
          where ${of('other', group)} = ${of('q', group)}
            and other.lease_id is not null and other.leased_until > ${databaseNow(engine)}
            and other.leased_until <= ${databaseNow(engine, MAX_LEASE)}
        )
        and not exists (
          select 1 from ${sql.table(table)} as earlier
          where ${of('earlier', group)} = ${of('q', group)} and ${blocking ?? sql`1 = 1`}
            and (${of('earlier', dueAt)}, ${of('earlier', key)}) < (${of('q', dueAt)}, ${of('q', key)})
        )
      order by ${of('q', dueAt)}, ${of('q', key)}
      limit ${limit}
      ${engine === 'postgres' ? sql`for update skip locked` : sql``}
    )`.execute(db)
  return numAffectedRows ? leaseId : undefined
}

/**
 * Acquires the lease of one row unless another process holds it. If the previous state of the row matters, read it with
 * `for update` first.
 * @param duration how long the lease lasts, in milliseconds
 * @returns the id of the lease; undefined when another process holds it, or there is no such row
 */
export async function acquireLease<T extends LeasedTable>(
  db: Db | Trx,
  table: T,
  where: Partial<Tables[T]>,
  duration: number,
  change: Partial<Tables[T]> = {},
): Promise<string | undefined> {
  const leaseId = newId()
  const { numAffectedRows } = await sql`
    update ${sql.table(table)}
    set ${assignments({ ...change, lease_id: leaseId })}, leased_until = ${databaseNow(engineOf(db), duration)}
    where ${conditions(where)} and ${isFree(db, table)}`.execute(db)
  return numAffectedRows ? leaseId : undefined
}

/**
 * Extends a lease, even if it has expired but no other process has acquired it.
 * @param duration how long the lease lasts from now on, in milliseconds
 * @returns false when the lease was lost
 */
export async function extendLease<T extends LeasedTable>(
  db: Db,
  table: T,
  where: Partial<Tables[T]> & { lease_id: string },
  duration: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set leased_until = ${databaseNow(engineOf(db), duration)}
    where ${conditions(where)}`.execute(db)
  return numAffectedRows === 1n
}

/**
 * Changes a row under its lease, and releases the lease unless the change contains another `lease_id`.
 * @param where the row, with its `lease_id`
 * @returns false when the lease was lost
 */
export async function updateLeased<T extends LeasedTable>(
  db: Db | Trx,
  table: T,
  where: Partial<Tables[T]> & { lease_id: string },
  change: Partial<Tables[T]>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)}
    set ${assignments({ lease_id: null, leased_until: null, ...change })}
    where ${conditions(where)}`.execute(db)
  return numAffectedRows === 1n
}

/** Deletes a row under its lease. @returns false when the lease was lost */
export async function deleteLeased<T extends LeasedTable>(
  db: Db | Trx,
  table: T,
  where: Partial<Tables[T]> & { lease_id: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where ${conditions(where)}`.execute(db)
  return numAffectedRows === 1n
}

/**
 * More than the duration of any lease, in milliseconds. A lease that lasts longer was acquired while the database's clock
 * ran ahead.
 */
const MAX_LEASE = 10 * MINUTE

/** Whether no process holds the lease of a row, or the lease has expired. */
function isFree(db: Db | Trx, alias: string): RawBuilder<SqlBool> {
  const until = sql.ref(`${alias}.leased_until`)
  const engine = engineOf(db)
  return sql`(${until} is null or ${until} <= ${databaseNow(engine)} or ${until} > ${databaseNow(engine, MAX_LEASE)})`
}

/**
 * Makes rows due now that are due later than any delay explains, because a clock that ran ahead and was corrected stored
 * their due times.
 * @param latest ISO 8601; rows that are due later become due at `now`
 */
export async function correctDueTimes<T extends LeasedTable>(
  db: Db,
  { table, dueAt }: { table: T; dueAt: Column<T> },
  { now, latest, where = sql`1 = 1` }: { now: string; latest: string; where?: RawBuilder<SqlBool> },
): Promise<void> {
  await sql`
    update ${sql.table(table)} set ${sql.ref(dueAt)} = ${now}
    where ${sql.ref(dueAt)} > ${latest} and ${where}`.execute(db)
}

/** The condition that a column has none of the values. */
export const isNotIn = (column: string, values: readonly string[]): RawBuilder<SqlBool> =>
  values.length === 0 ? sql`1 = 1` : sql`${sql.ref(column)} not in (${sql.join(values)})`

const assignments = (columns: object) =>
  sql.join(Object.entries(columns).map(([column, value]) => sql`${sql.ref(column)} = ${value}`))

/** Compares columns. Null is compared with `is null`. */
const conditions = (columns: object) =>
  sql.join(
    Object.entries(columns).map(([column, value]) =>
      value === null ? sql`${sql.ref(column)} is null` : sql`${sql.ref(column)} = ${value}`,
    ),
    sql` and `,
  )
