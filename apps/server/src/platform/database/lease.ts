import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { newId } from '../ids.ts'
import { type Db, engineOf, type Trx } from './connect.ts'
import { databaseNow } from './database-time.ts'
import type { Tables } from './tables.ts'

/**
 * A lease makes one process at a time work on a row, and lets another one continue after a crash. The table has the
 * columns `lease_id` and `leased_until`. Times are measured by the database's clock: those of processes may differ.
 * Who works on a row changes it with `updateLeased`, which does nothing once the lease was lost.
 */
interface Leased {
  lease_id: string | null
  leased_until: string | null
}
type LeasedTable = { [T in keyof Tables]: Tables[T] extends Leased ? T : never }[keyof Tables]
type Column<T extends LeasedTable> = keyof Tables[T] & string

/** A queue in a table: rows are claimed in the order of their due time, one at a time of each group. */
interface Queue<T extends LeasedTable> {
  table: T
  key: Column<T>
  /** Rows with the same value are never worked on at the same time, and in their order. Null: no group. */
  group: Column<T>
  /** The column with the due time, ISO 8601. */
  dueAt: Column<T>
  /** What a row must fulfil besides being due. The row is `q`. */
  eligible?: RawBuilder<SqlBool>
  /** Which earlier rows of its group a row waits for. The earlier row is `earlier`; all of them unless given. */
  blocking?: RawBuilder<SqlBool>
  /** What else changes in a claimed row. */
  set?: RawBuilder<unknown>
}

/**
 * Claims rows of a queue. Several processes may do so at once.
 * @param now ISO 8601; rows that are due later are not claimed
 * @param seconds how long the lease lasts
 * @returns the id of the lease; undefined when nothing was due
 */
export async function claimRows<T extends LeasedTable>(
  db: Db,
  { table, key, group, dueAt, eligible, blocking, set }: Queue<T>,
  { now, limit, seconds }: { now: string; limit: number; seconds: number },
): Promise<string | undefined> {
  const engine = engineOf(db)
  const leaseId = newId()
  const of = (alias: string, column: string) => sql.ref(`${alias}.${column}`)
  const { numAffectedRows } = await sql`
    update ${sql.table(table)}
    set lease_id = ${leaseId}, leased_until = ${databaseNow(engine, seconds)} ${set ? sql`, ${set}` : sql``}
    where ${sql.ref(key)} in (
      select ${of('q', key)} from ${sql.table(table)} as q
      where ${of('q', dueAt)} <= ${now}
        and ${isFree(db, 'q')}
        and ${eligible ?? sql`1 = 1`}
        and not exists (
          select 1 from ${sql.table(table)} as other
          where ${of('other', group)} = ${of('q', group)}
            and other.lease_id is not null and other.leased_until > ${databaseNow(engine)}
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
 * Acquires the lease of one row unless another process holds it. Read the row first, `for update`, where what it was
 * before matters.
 * @returns the id of the lease; undefined when it is held, or there is no such row
 */
export async function acquireLease<T extends LeasedTable>(
  db: Db | Trx,
  table: T,
  where: Partial<Tables[T]>,
  seconds: number,
  change: Partial<Tables[T]> = {},
): Promise<string | undefined> {
  const leaseId = newId()
  const { numAffectedRows } = await sql`
    update ${sql.table(table)}
    set ${assignments({ ...change, lease_id: leaseId })}, leased_until = ${databaseNow(engineOf(db), seconds)}
    where ${conditions(where)} and ${isFree(db, table)}`.execute(db)
  return numAffectedRows ? leaseId : undefined
}

/**
 * Changes a row whose lease is held, and releases the lease unless the change says otherwise.
 * @param where the row, with its `lease_id`
 * @returns false when the lease was lost: another process has the row now
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

/** Deletes a row whose lease is held. @returns false when the lease was lost */
export async function deleteLeased<T extends LeasedTable>(
  db: Db | Trx,
  table: T,
  where: Partial<Tables[T]> & { lease_id: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where ${conditions(where)}`.execute(db)
  return numAffectedRows === 1n
}

/** Whether no process holds the lease of a row, or it has run out. */
function isFree(db: Db | Trx, alias: string): RawBuilder<SqlBool> {
  const until = sql.ref(`${alias}.leased_until`)
  return sql`(${until} is null or ${until} <= ${databaseNow(engineOf(db))})`
}

const assignments = (columns: object) =>
  sql.join(Object.entries(columns).map(([column, value]) => sql`${sql.ref(column)} = ${value}`))

/** Null is compared as null: `subject_id is null`. */
const conditions = (columns: object) =>
  sql.join(
    Object.entries(columns).map(([column, value]) =>
      value === null ? sql`${sql.ref(column)} is null` : sql`${sql.ref(column)} = ${value}`,
    ),
    sql` and `,
  )
