import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'

describe('/readyz', () => {
  let stepkey: Stepkey
  afterEach(() => stepkey.stop())
  const ready = async () => {
    const answer = await stepkey.app.inject({ url: '/readyz' })
    return { status: answer.statusCode, ...answer.json() }
  }
  const OK = { status: 'ok' }
  const readyBody = async () => (await stepkey.app.inject({ url: '/readyz' })).json()

  it.each(engines)(
    'tries a write at most once in five seconds, however often it is called, on %s',
    async (engine) => {
      stepkey = await startStepkey(engine)
      const { db } = stepkey.deps
      const rowVersion = async () => {
        const { rows } = await (engine === 'sqlite'
          ? sql`select total_changes() as version`
          : sql`select xmin::text as version from keyring`
        ).execute(db)
        return JSON.stringify(rows)
      }
      const versions = [await rowVersion()]
      for (let round = 0; round < 3; round++) {
        expect(await Promise.all(Array.from({ length: 20 }, readyBody))).toEqual(Array(20).fill(OK))
        versions.push(await rowVersion())
        stepkey.pass(4999)
        await readyBody()
        expect(await rowVersion()).toBe(versions.at(-1))
        stepkey.pass(1)
      }
      expect(new Set(versions).size).toBe(4)
      if (engine === 'sqlite')
        expect(JSON.parse(versions[3] ?? '')[0].version - JSON.parse(versions[0] ?? '')[0].version).toBe(3)
    },
  )

  it('answers 503 with the cause while PostgreSQL is read-only, and recovers', async () => {
    stepkey = await startStepkey('postgres')
    const { location } = stepkey.database
    if (location.engine !== 'postgres') throw new Error('not postgres')
    const name = new URL(location.url).pathname.slice(1)
    const admin = new pg.Client(inject('postgresUrl'))
    await admin.connect()
    const reconnect = () =>
      admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
    expect(await readyBody()).toEqual(OK)
    await admin.query(`alter database ${name} set default_transaction_read_only = on`)
    await reconnect()
    stepkey.pass(5000)
    // The pool notices a lost connection with the next statement.
    await expect
      .poll(async () => {
        stepkey.pass(5000)
        return (await ready()).fault
      })
      .toBe('read_only')
    stepkey.pass(5000)
    expect(await ready()).toEqual({
      status: 'unavailable',
      fault: 'read_only',
      message: expect.stringContaining('which server DATABASE_URL names'),
    })
    expect((await stepkey.app.inject({ url: '/readyz' })).statusCode).toBe(503)
    expect((await stepkey.app.inject({ url: '/healthz' })).statusCode).toBe(200)
    await admin.query(`alter database ${name} reset default_transaction_read_only`)
    await reconnect()
    await expect
      .poll(async () => {
        stepkey.pass(5000)
        return await readyBody()
      })
      .toEqual(OK)
    await admin.end()
  })

  it('answers 503 with the cause while the SQLite file is read-only, and recovers', async () => {
    stepkey = await startStepkey('sqlite')
    const { db } = stepkey.deps
    await sql`pragma query_only = 1`.execute(db)
    expect((await stepkey.app.inject({ url: '/readyz' })).statusCode).toBe(503)
    expect(await readyBody()).toMatchObject({ fault: 'read_only' })
    await sql`pragma query_only = 0`.execute(db)
    stepkey.pass(5000)
    expect(await readyBody()).toEqual(OK)
  })

  it('answers 503 after a change failed on a full disk, although a small write succeeds, and recovers', async () => {
    stepkey = await startStepkey('sqlite')
    const { db } = stepkey.deps
    const alice: Person = await stepkey.signUp('Alice')
    expect(await readyBody()).toEqual(OK)
    await sql`pragma max_page_count = 1`.execute(db)
    const fill = async () => {
      for (let n = 0; n < 1000; n++)
        await alice.flows.save({ name: `Flow ${n} ${'x'.repeat(100)}`, steps: [] })
    }
    await expect(fill()).rejects.toMatchObject({ cause: { code: 'unavailable' } })
    expect((await stepkey.app.inject({ url: '/readyz' })).statusCode).toBe(503)
    expect(await readyBody()).toEqual({
      status: 'unavailable',
      fault: 'disk_full',
      message: 'The disk of the database is full. Free space on it.',
    })
    await sql`pragma max_page_count = 1000000`.execute(db)
    stepkey.pass(10_000)
    expect(await readyBody()).toEqual(OK)
  })
})
