import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import type { Engine, Location } from '../../src/platform/database/database.ts'

/** The database engines that store and API tests run on. */
export const engines: Engine[] = ['sqlite', 'postgres']

/** A database for tests. */
export interface TestDatabase {
  location: Location
  /** A folder for the key file and other files of this database. */
  folder: string
  drop(): Promise<void>
}

/** Creates an empty database for one test file or one test. */
export async function createTestDatabase(engine: Engine): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'stepkey-test-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  if (engine === 'sqlite') {
    return {
      location: { engine, file: join(folder, 'stepkey.db') },
      folder,
      drop: async () => removeFolder(),
    }
  }
  const name = `stepkey_test_${randomBytes(6).toString('hex')}`
  await asAdmin(`create database ${name}`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return {
    location: { engine, url: url.href },
    folder,
    drop: async () => {
      await asAdmin(`drop database ${name} with (force)`)
      removeFolder()
    },
  }
}

async function asAdmin(statement: string) {
  const client = new pg.Client(inject('postgresUrl'))
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
