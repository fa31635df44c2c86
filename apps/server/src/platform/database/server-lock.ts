import SqliteDatabase from 'better-sqlite3'
import { StartError } from '../errors/start-error.ts'
import type { Location } from './database.ts'
import { toStartError } from './open-error.ts'

/**
 * Reserves the embedded database for one server: a second one would not know of its jobs and leases. The lock is one of
 * SQLite on a file beside the database, so it ends with the process, however that ends. PostgreSQL needs none.
 * @returns a function that releases the lock
 * @throws StartError if another server has it
 */
export function lockForServer(location: Location): () => void {
  if (location.engine === 'postgres') return () => {}
  let lock: SqliteDatabase.Database | undefined
  try {
    lock = new SqliteDatabase(`${location.file}.lock`, { timeout: 0 })
    lock.exec('begin exclusive')
  } catch (error) {
    lock?.close()
    if ((error as { code?: unknown }).code !== 'SQLITE_BUSY') throw toStartError(error, location)
    throw new StartError(
      `Another Stepkey already uses ${location.file}. Stop it first, or set DATA_DIR to another folder. To run several processes, set DATABASE_URL.`,
    )
  }
  return () => lock?.close()
}
