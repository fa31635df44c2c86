import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../testing/databases/databases.ts'
import { connect, type Db } from './database.ts'
import { isUnavailable } from './database-error.ts'
import { transact } from './transaction.ts'

/** Milliseconds. Short, because the tests wait for it. */
const DEADLINE = 500

let database: TestDatabase
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await database.drop()
})

async function open(location = database.location): Promise<Db> {
  const db = connect(location, { deadline: DEADLINE })
  closers.push(() => db.destroy())
  return db
}
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (isUnavailable(error) ? 'unavailable' : error),
  )

describe('SQLite that another program has locked', () => {
  async function lock() {
    database = await createTestDatabase('sqlite')
    const db = await open()
    await sql`create table note (text text)`.execute(db)
    if (database.location.engine !== 'sqlite') throw new Error('not sqlite')
    const other = new SqliteDatabase(database.location.file)
    closers.push(() => other.close())
    other.exec('begin immediate')
    return { db, other }
  }
  const insert = (db: Db) => transact(db, (trx) => sql`insert into note values (1)`.execute(trx))

  it('does not stop the process, and is written as soon as the lock ends', async () => {
    const { db, other } = await lock()
    let isDone = false
    const writing = Promise.all([insert(db), sql`insert into note values (2)`.execute(db)])
    void writing.then(() => (isDone = true))
    let turns = 0
    for (; turns < 1000; turns++) await new Promise(setImmediate)
    expect(isDone).toBe(false)
    other.exec('commit')
    await writing
    expect((await sql`select * from note`.execute(db)).rows).toHaveLength(2)
  })

  it('is unavailable if the lock does not end in time, for reads it is not', async () => {
    const { db } = await lock()
    expect(await failureOf(insert(db))).toBe('unavailable')
    expect((await sql`select * from note`.execute(db)).rows).toEqual([])
  })
})

it('a transaction that SQLite has ended itself reports the error of its commit, and the next one works', async () => {
  database = await createTestDatabase('sqlite')
  const db = await open()
  await sql`create table note (text text)`.execute(db)
  const broken = transact(db, async (trx) => {
    await sql`rollback`.execute(trx)
  })
  await expect(broken).rejects.toThrow('cannot commit')
  await transact(db, (trx) => sql`insert into note values (1)`.execute(trx))
  expect((await sql`select * from note`.execute(db)).rows).toHaveLength(1)
})

describe('PostgreSQL', () => {
  /** Starts a proxy between Stepkey and PostgreSQL, which can drop all data while the connections stay open. */
  async function startProxy() {
    database = await createTestDatabase('postgres')
    if (database.location.engine !== 'postgres') throw new Error('not postgres')
    const target = new URL(database.location.url)
    const { hostname } = target
    const postgresPort = Number(target.port || 5432)
    const state = { isSilent: false }
    const sockets = new Set<Socket>()
    const proxy = createServer((client) => {
      const server = dial(postgresPort, hostname)
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        sockets.add(from)
        from.on('data', (data) => state.isSilent || to.write(data))
        from.on('close', () => to.destroy())
        from.on('error', () => {})
      }
    })
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    closers.push(() => {
      for (const socket of sockets) socket.destroy()
      proxy.close()
    })
    const { port } = proxy.address() as AddressInfo
    target.hostname = '127.0.0.1'
    target.port = String(port)
    return { state, sockets, db: await open({ engine: 'postgres', url: target.href }) }
  }
  const read = (db: Db) => sql`select 1`.execute(db)

  it('is unavailable while the network is silent, and available at once when it is well again', async () => {
    const { state, db } = await startProxy()
    await read(db)
    state.isSilent = true
    const failures = await Promise.all(Array.from({ length: 30 }, () => failureOf(read(db))))
    expect(new Set(failures)).toEqual(new Set(['unavailable']))
    state.isSilent = false
    expect(await failureOf(read(db))).toBe('done')
  })

  it('is unavailable when the connection is lost in a transaction, although the rollback fails, too', async () => {
    const { sockets, db } = await startProxy()
    const broken = transact(db, async (trx) => {
      for (const socket of sockets) socket.destroy()
      await sql`select 1`.execute(trx)
    })
    expect(await failureOf(broken)).toBe('unavailable')
    expect(await failureOf(read(db))).toBe('done')
  })

  it('reports the error of a transaction, not that of its rollback', async () => {
    const { sockets, db } = await startProxy()
    const broken = transact(db, async () => {
      for (const socket of sockets) socket.destroy()
      throw new Error('the cause')
    })
    await expect(broken).rejects.toThrow('the cause')
  })

  it('is unavailable while another program locks a table, or a statement takes too long', async () => {
    database = await createTestDatabase('postgres')
    const db = await open()
    await sql`create table note (text text)`.execute(db)
    if (database.location.engine !== 'postgres') throw new Error('not postgres')
    const other = new pg.Client(database.location.url)
    await other.connect()
    closers.push(() => other.end())
    await other.query('begin')
    await other.query('lock table note')
    expect(await failureOf(sql`select * from note`.execute(db))).toBe('unavailable')
    await other.query('commit')
    expect(await failureOf(sql`select * from note`.execute(db))).toBe('done')
    expect(await failureOf(sql`select pg_sleep(60)`.execute(db))).toBe('unavailable')
  })

  it('is unavailable for writes while it is read-only', async () => {
    database = await createTestDatabase('postgres')
    const db = await open()
    await sql`create table note (text text)`.execute(db)
    const write = transact(db, async (trx) => {
      await sql`set transaction read only`.execute(trx)
      await sql`insert into note values (1)`.execute(trx)
    })
    expect(await failureOf(write)).toBe('unavailable')
  })
})

it.each([
  'SQLITE_FULL',
  'SQLITE_IOERR_WRITE',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  '53100',
  '53200',
  '57P05',
])('the error %s means that the database is unavailable', async (code) => {
  database = await createTestDatabase('sqlite')
  expect(isUnavailable(Object.assign(new Error('failed'), { code }))).toBe(true)
})
