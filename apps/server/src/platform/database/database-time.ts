import { type RawBuilder, sql } from 'kysely'
import type { Engine } from './connect.ts'

/**
 * The database's own clock, as the ISO text that all times are stored as, so many seconds from now. What several
 * processes must agree on is measured by it: their own clocks may differ.
 */
export const databaseNow = (engine: Engine, seconds = 0): RawBuilder<string> =>
  engine === 'sqlite'
    ? sql<string>`strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ${`${seconds} seconds`})`
    : sql<string>`to_char((clock_timestamp() + make_interval(secs => ${seconds})) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
