import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { connect } from '../../src/platform/database/database.ts'
import { migrate } from '../../src/platform/database/migrate.ts'

/** Creates a migrated database without rows, which tests copy. The names of all databases of the run begin with its name. */
export async function createTemplate(server: string): Promise<string> {
  const name = `stepkey_test_${randomBytes(6).toString('hex')}`
  await createPostgresDatabase(server, name)
  const db = connect({ engine: 'postgres', url: urlOf(server, name) })
  await migrate(db, 'postgres')
  await db.destroy()
  return name
}

/** Creates a database as a copy of another one; by default, it is empty. */
export async function createPostgresDatabase(
  server: string,
  name: string,
  original = 'template1',
): Promise<void> {
  await onServer(server, async (client) => {
    await client.query(`create database ${name} template ${original}`)
    // The data need not survive a crash of the server.
    await client.query(`alter database ${name} set synchronous_commit = off`)
  })
}

export const dropPostgresDatabase = (server: string, name: string): Promise<void> =>
  onServer(server, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
  })

/** Drops the template, and the databases of the run that still exist. */
export async function dropAll(server: string, template: string): Promise<void> {
  await onServer(server, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1)',
      [template],
    )
    for (const { name } of rows) {
      // Fails for a database that is being dropped already.
      await client.query(`drop database if exists ${name} with (force)`).catch(() => {})
    }
  })
}

/** Returns the URL of a database on the server. */
export function urlOf(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function onServer(url: string, run: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await run(client)
  } finally {
    await client.end()
  }
}
