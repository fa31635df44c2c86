import { type RawBuilder, sql } from 'kysely'
import { SECOND } from '../time.ts'
import type { Engine } from './database.ts'

/**
 * Returns the time of the database's clock plus the given milliseconds, as ISO 8601 text. Leases use it, because the clocks
 * of several processes can differ.
 */
export const databaseNow = (engine: Engine, milliseconds = 0): RawBuilder<string> =>
  engine === 'sqlite'
    ? sql<string>`strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ${`${milliseconds / SECOND} seconds`})`
    : sql<string>`to_char((clock_timestamp() + make_interval(secs => ${milliseconds / SECOND})) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
