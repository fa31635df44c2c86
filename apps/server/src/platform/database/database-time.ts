import { type RawBuilder, sql } from 'kysely'
import { SECOND } from '../time.ts'
import { type Db, type Engine, engineOf } from './database.ts'

/**
 * Returns the time of the database's clock plus the given milliseconds, as ISO 8601 text. Leases use it, because the clocks
 * of several processes can differ.
 */
export const databaseNow = (engine: Engine, milliseconds = 0): RawBuilder<string> =>
  engine === 'sqlite'
    ? sql<string>`strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ${`${milliseconds / SECOND} seconds`})`
    : sql<string>`to_char((clock_timestamp() + make_interval(secs => ${milliseconds / SECOND})) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Returns the clock of the database's server. On SQLite, it is the clock of this machine. */
export const createDatabaseClock = (db: Db) => async (): Promise<Date> => {
  const { rows } = await sql<{ now: string }>`select ${databaseNow(engineOf(db))} as now`.execute(db)
  return new Date(rows[0]?.now ?? '')
}

/** The clock of this process and that of the database. */
interface Clocks {
  clock: () => Date
  databaseClock: () => Promise<Date>
}

/**
 * Returns the earlier time of both clocks. What can't be undone is due by this time, so that a process whose clock runs
 * ahead does it no earlier than others.
 */
export const earlierTime = async ({ clock, databaseClock }: Clocks): Promise<Date> =>
  new Date(Math.min((await databaseClock()).getTime(), clock().getTime()))

/** Returns the later time of both clocks. A process whose clock is slow must not take correct times for too late ones. */
export const laterTime = async ({ clock, databaseClock }: Clocks): Promise<Date> =>
  new Date(Math.max((await databaseClock()).getTime(), clock().getTime()))
