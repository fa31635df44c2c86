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
    throw toLockError(error, location)
  }
  return () => lock?.close()
}

/** Converts the error of a refused lock to a StartError with advice. Returns other errors unchanged. */
export function toLockError(error: unknown, location: Location & { engine: 'sqlite' }): unknown {
  const code = String((error as { code?: unknown }).code)
  if (code === 'SQLITE_BUSY') {
    return new StartError(
      `Another Stepkey already uses ${location.file}. Stop it first, or set DATA_DIR to another folder. To run several processes, set DATABASE_URL.`,
      error,
    )
  }
  // Such as some network file systems: without locks, SQLite itself is not safe either.
  if (/^SQLITE_(?:IOERR_(?:\w*LOCK|SHM\w*)|PROTOCOL|NOLFS)$/.test(code)) {
    return new StartError(
      `The file system of ${location.file} does not support file locks (${code}), so the database would not be safe there. Set DATA_DIR to a folder on a local disk, or use PostgreSQL with DATABASE_URL.`,
      error,
    )
  }
  return toStartError(error, location)
}
