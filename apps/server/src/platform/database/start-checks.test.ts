import { readFileSync, statSync, writeFileSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../testing/databases/databases.ts'
import { StartError } from '../errors/start-error.ts'
import { unlock } from '../keyring/unlock.ts'
import { lockForServer, toLockError } from './server-lock.ts'
import { refuseDamaged } from './sqlite-file.ts'

const PAGE = 4096

describe('before the server uses an embedded database', () => {
  let database: TestDatabase
  let location: { engine: 'sqlite'; file: string }
  beforeEach(async () => {
    database = await createTestDatabase('sqlite')
    if (database.location.engine !== 'sqlite') throw new Error('not sqlite')
    location = database.location
  })
  afterEach(() => database.drop())

  it('accepts a missing, an empty and an intact one', async () => {
    expect(refuseDamaged(location)).toBe(false)
    writeFileSync(location.file, '')
    expect(refuseDamaged(location)).toBe(false)
    const { db } = await unlock({ database: location, keyFile: `${database.folder}/stepkey.key` })
    // While it is open, its latest changes are in another file.
    expect(refuseDamaged(location)).toBe(false)
    await db.destroy()
    expect(refuseDamaged(location)).toBe(false)
  })

  it('refuses one with any zeroed or overwritten page, and leaves it unchanged', async () => {
    const { db } = await unlock({ database: location, keyFile: `${database.folder}/stepkey.key` })
    await db.destroy()
    const original = readFileSync(location.file)
    for (let page = 0; page < original.length / PAGE; page++) {
      for (const fill of [0x00, 0xa5]) {
        const damaged = Buffer.from(original).fill(fill, page * PAGE, (page + 1) * PAGE)
        writeFileSync(location.file, damaged)
        let message = ''
        try {
          refuseDamaged(location)
        } catch (error) {
          expect(error).toBeInstanceOf(StartError)
          message = (error as Error).message
        }
        expect(message, `page ${page}`).toMatch(
          /^The database .* is damaged: .* Restore a backup with `stepkey/s,
        )
        expect(readFileSync(location.file).equals(damaged)).toBe(true)
      }
    }
  })

  it('does not check one above the limit', async () => {
    const { db } = await unlock({ database: location, keyFile: `${database.folder}/stepkey.key` })
    await db.destroy()
    const { size } = statSync(location.file)
    writeFileSync(location.file, readFileSync(location.file).fill(0, PAGE, 2 * PAGE))
    expect(refuseDamaged(location, size - 1)).toBe(true)
    expect(() => refuseDamaged(location, size)).toThrow(StartError)
  })

  it('locks it for one server, until that one releases the lock', () => {
    const release = lockForServer(location)
    expect(() => lockForServer(location)).toThrow(/^Another Stepkey already uses .* Stop it first/)
    release()
    lockForServer(location)()
  })

  it('takes a lock file that a crashed server left', () => {
    const left = new SqliteDatabase(`${location.file}.lock`)
    left.exec('create table t (a); insert into t values (1)')
    left.close()
    lockForServer(location)()
    expect(statSync(`${location.file}.lock`).size).toBeGreaterThan(0)
  })

  it.each([
    'SQLITE_IOERR_LOCK',
    'SQLITE_IOERR_RDLOCK',
    'SQLITE_IOERR_SHMLOCK',
    'SQLITE_PROTOCOL',
    'SQLITE_NOLFS',
  ])('explains that a file system has no locks for the error %s', (code) => {
    const error = toLockError(Object.assign(new Error('locking protocol'), { code }), location)
    expect(error).toBeInstanceOf(StartError)
    expect((error as Error).message).toMatch(
      /does not support file locks .* on a local disk, or use PostgreSQL/,
    )
  })
})
