import { closeSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { StartError } from '../errors/start-error.ts'
import type { Db, Location } from './database.ts'
import { toStartError } from './open-error.ts'

// Operations on the file of the embedded database as a whole.

/**
 * Copies a consistent snapshot of a database into `target`, while other processes may read and write it. The target
 * must be an existing empty file, so that the caller sets its permissions. The copy has no separate WAL file.
 */
export async function copyDatabase(file: string, target: string): Promise<void> {
  const source = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 10_000 })
  try {
    // All pages in one step. With several steps, each write by another process would restart the backup.
    await source.backup(target, { progress: ({ totalPages }) => totalPages })
  } finally {
    source.close()
  }
  const copy = new SqliteDatabase(target, { fileMustExist: true })
  try {
    copy.pragma('journal_mode = DELETE')
  } finally {
    copy.close()
  }
  flush(target)
}

/** Waits until a file, or the entries of a folder, are on the disk. */
export function flush(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/**
 * Locks a database exclusively and moves the WAL into the file. Does not lock a file that is damaged or not a database,
 * because no process can use it.
 * @returns a function that releases the lock
 * @throws StartError when another process has the database open
 */
export function lockExclusively(file: string): () => void {
  const database = new SqliteDatabase(file, { fileMustExist: true, timeout: 1000 })
  try {
    // SQLite leaves WAL mode only if this is the only connection.
    database.pragma('journal_mode = DELETE')
    database.exec('begin exclusive')
    return () => database.close()
  } catch (error) {
    database.close()
    if (isDamage(error)) return () => {}
    const { code } = error as { code?: string }
    if (!code?.startsWith('SQLITE_BUSY')) throw error
    throw new StartError(
      `Stepkey or another program has opened the database ${file}. Stop it first, then try again. Nothing was changed.`,
    )
  }
}

/** Returns the findings of SQLite's integrity check, at most ten; none if the file is intact. */
export async function findDamage(db: Db): Promise<string[]> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(10)`.execute(db)
  return rows.map((row) => row.integrity_check).filter((finding) => finding !== 'ok')
}

/** The size up to which a database is checked at the start, in bytes. One GB takes a second, or as long as reading it. */
const QUICK_CHECK_LIMIT = 2 * 1024 ** 3

/**
 * Checks the pages of the embedded database before the server uses it: requests that read a damaged page would fail one by
 * one, and writes could damage more. Blocks the process.
 * @returns true if the database is too large for this check; PostgreSQL checks its pages itself
 * @throws StartError if the file is damaged
 */
export function refuseDamaged(location: Location, limit = QUICK_CHECK_LIMIT): boolean {
  if (location.engine === 'postgres' || !existsSync(location.file)) return false
  const { file } = location
  if (statSync(file).size > limit) return true
  let database: SqliteDatabase.Database | undefined
  let finding: unknown
  try {
    database = new SqliteDatabase(file, { readonly: true })
    finding = database.pragma('quick_check(1)', { simple: true })
  } catch (error) {
    if (!isDamage(error)) throw toStartError(error, location)
    finding = (error as Error).message
  } finally {
    database?.close()
  }
  if (finding === 'ok') return false
  throw new StartError(
    `The database ${file} is damaged: ${finding}. Restore a backup with \`stepkey restore\`, which keeps the damaged file under another name. Nothing was changed.`,
  )
}

const isDamage = (error: unknown) =>
  /^SQLITE_(?:CORRUPT|NOTADB)/.test(String((error as { code?: unknown }).code))

/** Returns the violated foreign keys, with the number of rows of each. */
export async function findDangling(db: Db): Promise<{ table: string; parent: string; count: number }[]> {
  const { rows } = await sql<{ table: string; parent: string; count: number }>`
    select "table", parent, count(*) as count from pragma_foreign_key_check group by 1, 2`.execute(db)
  return rows
}
