import { closeSync, fsyncSync, openSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { StartError } from '../errors/start-error.ts'
import type { Db } from './database.ts'

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
    const { code } = error as { code?: string }
    if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) return () => {}
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

/** Returns the violated foreign keys, with the number of rows of each. */
export async function findDangling(db: Db): Promise<{ table: string; parent: string; count: number }[]> {
  const { rows } = await sql<{ table: string; parent: string; count: number }>`
    select "table", parent, count(*) as count from pragma_foreign_key_check group by 1, 2`.execute(db)
  return rows
}
