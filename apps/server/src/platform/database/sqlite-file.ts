import { closeSync, fsyncSync, openSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { StartError } from '../errors/start-error.ts'
import type { Db } from './connect.ts'

/** What is done with the file of the embedded database as a whole. */

/**
 * Copies a database as it is at one moment, while others may read and write it, into `target`: an empty file that
 * exists already, so that its rights are chosen by whoever made it. The copy is one file, without a WAL beside it.
 */
export async function copyDatabase(file: string, target: string): Promise<void> {
  const source = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 10_000 })
  try {
    // All pages in one step: with more steps, each write by another process would make it begin again.
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

/** Waits until a file, or what stands in a folder, is on the disk. */
export function flush(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/**
 * Makes sure that no other process has the database open, and keeps it so until the answer is called. Everything is in
 * the one file then, without a WAL. A file that is no database, or a damaged one, can't be held: nobody can use it.
 * @throws StartError when somebody has it open
 */
export function lockExclusively(file: string): () => void {
  const database = new SqliteDatabase(file, { fileMustExist: true, timeout: 1000 })
  try {
    // SQLite leaves WAL only when this is the one connection.
    database.pragma('journal_mode = DELETE')
    database.exec('begin exclusive')
    return () => database.close()
  } catch (error) {
    database.close()
    const { code } = error as { code?: string }
    if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) return () => {}
    if (!code?.startsWith('SQLITE_BUSY')) throw error
    throw new StartError(
      `Stepkey, or another program, has the database ${file} open. Stop it first, then try again. Nothing was changed.`,
    )
  }
}

/** What SQLite finds damaged in the file, in its own words; nothing if it is whole. At most ten are told. */
export async function findDamage(db: Db): Promise<string[]> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(10)`.execute(db)
  return rows.map((row) => row.integrity_check).filter((finding) => finding !== 'ok')
}

/** Rows that refer to others that are not there, for example “flow_step → credential”. */
export async function findDangling(db: Db): Promise<string[]> {
  const { rows } = await sql<{ table: string; parent: string }>`pragma foreign_key_check`.execute(db)
  return rows.map(({ table, parent }) => `${table} → ${parent}`)
}
