import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { violationOf } from './database-error.ts'
import { transact, withSavepoint } from './transaction.ts'

describe.each(engines)('database on %s', (engine) => {
  let stepkey: Stepkey
  beforeAll(async () => {
    stepkey = await startStepkey(engine)
  })
  afterAll(() => stepkey.stop())
  const insert = (id: string) => ({ id, name: id, kind: 'personal', recheck: 'off', created_at: '' }) as const

  it('rolls back a transaction that fails', async () => {
    const { db } = stepkey.deps
    const failing = transact(db, async (trx) => {
      await trx.insertInto('workspace').values(insert('rolled back')).execute()
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    expect(await db.selectFrom('workspace').select('id').where('id', '=', 'rolled back').execute()).toEqual(
      [],
    )
  })

  it('continues a transaction after a savepoint was rolled back', async () => {
    const { db } = stepkey.deps
    await transact(db, async (trx) => {
      await trx.insertInto('workspace').values(insert('kept')).execute()
      const violation = await withSavepoint(
        trx,
        async () => {
          await trx.insertInto('workspace').values(insert('kept')).execute()
          return undefined
        },
        violationOf,
      )
      expect(violation).toBe('unique')
      await trx.insertInto('workspace').values(insert('kept too')).execute()
    })
    expect(await db.selectFrom('workspace').select('id').where('id', 'like', 'kept%').execute()).toHaveLength(
      2,
    )
  })

  it('reports the same violation on both engines', async () => {
    const { db } = stepkey.deps
    const member = { workspace_id: 'absent', account_id: 'absent', role: 'owner', joined_at: '' } as const
    const error = await db
      .insertInto('membership')
      .values(member)
      .execute()
      .catch((e) => e)
    expect(violationOf(error)).toBe('foreign_key')
  })
})

it('throws when the outer database is used inside a transaction on SQLite, instead of a deadlock', async () => {
  const stepkey = await startStepkey('sqlite')
  const { db } = stepkey.deps
  const mistake = transact(db, async () => await db.selectFrom('workspace').selectAll().execute())
  await expect(mistake).rejects.toThrow(/must run on the transaction/)
  await stepkey.stop()
})

it('reports unavailable while PostgreSQL closes connections, and then recovers', async () => {
  const stepkey = await startStepkey('postgres')
  const alice = await stepkey.signUp('Alice')
  const admin = new pg.Client(inject('postgresUrl'))
  await admin.connect()
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(stepkey.deps.db)
  const kill = () =>
    admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [rows[0]?.name])

  // During a transaction, and while idle.
  const broken = transact(stepkey.deps.db, async (trx) => {
    await sql`select 1`.execute(trx)
    await kill()
    await sql`select 1`.execute(trx)
  })
  await expect(broken).rejects.toThrow()
  await kill()
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => alice.flows.list().catch(({ cause }) => cause.code)),
  )
  for (const answer of answers)
    expect(['unavailable', { items: [], nextCursor: null }]).toContainEqual(answer)
  expect(await alice.flows.list()).toEqual({ items: [], nextCursor: null })
  await admin.end()
  await stepkey.stop()
})
