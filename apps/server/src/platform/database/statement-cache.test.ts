import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, engines, type TestDatabase } from '../../../testing/databases/databases.ts'
import { connect, type Db } from './connect.ts'
import { migrate } from './migrate.ts'
import { byShape, prepared } from './prepared-query.ts'
import { transact } from './transaction.ts'

const workspace = (id: string) =>
  ({ id, name: `Name of ${id}`, kind: 'personal', recheck: 'off', created_at: '' }) as const

describe.each(engines)('queries that are built once, on %s', (engine) => {
  let database: TestDatabase
  let db: Db
  let other: Db
  beforeAll(async () => {
    database = await createTestDatabase(engine)
    db = connect(database.location)
    await migrate(db, engine)
    other = connect(database.location)
    await db
      .insertInto('workspace')
      .values([workspace('a'), workspace('b')])
      .execute()
  })
  afterAll(async () => {
    await db.destroy()
    await other.destroy()
    await database.drop()
  })

  const find = prepared((at, id: string) => at.selectFrom('workspace').select('name').where('id', '=', id))

  it('take other parameters each time, in and outside of transactions', async () => {
    expect(await find(db, 'a')).toEqual([{ name: 'Name of a' }])
    expect(await find(db, 'b')).toEqual([{ name: 'Name of b' }])
    expect(await find(db, "' or 1=1 --")).toEqual([])
    const inside = await transact(db, async (trx) => {
      await trx.updateTable('workspace').set({ name: 'Changed' }).where('id', '=', 'b').execute()
      return await find(trx, 'b')
    })
    expect(inside).toEqual([{ name: 'Changed' }])
  })

  it('use a parameter twice, or not at all, as they are built', async () => {
    const twice = prepared((at, id: string, _unused: string) =>
      at
        .selectFrom('workspace')
        .select('id')
        .where((eb) => eb.or([eb('id', '=', id), eb('name', '=', id)])),
    )
    expect(await twice(db, 'a', 'x')).toEqual([{ id: 'a' }])
    expect(await twice(db, 'Changed', 'x')).toEqual([{ id: 'b' }])
  })

  it('exist once for each shape', async () => {
    let made = 0
    const among = byShape((count: number) => {
      made++
      return prepared(
        (at, ...ids: string[]) =>
          at.selectFrom('workspace').select('id').where('id', 'in', ids).orderBy('id'),
        { parameterCount: count },
      )
    })
    expect(await among(2)(db, 'a', 'b')).toHaveLength(2)
    expect(await among(2)(db, 'b', 'c')).toEqual([{ id: 'b' }])
    expect(await among(1)(db, 'a')).toEqual([{ id: 'a' }])
    expect(made).toBe(2)
  })

  it('see what was written before them, by this connection at once, by another one in the next moment', async () => {
    const names = async () =>
      (await db.selectFrom('workspace').select('id').orderBy('id').execute()).map(({ id }) => id)
    const before = await names()
    await db.insertInto('workspace').values(workspace('own')).execute()
    expect(await names()).toEqual([...before, 'own'].sort())
    await other.insertInto('workspace').values(workspace('theirs')).execute()
    await setImmediate()
    expect(await names()).toEqual([...before, 'own', 'theirs'].sort())
  })

  it('keep nobody from writing', async () => {
    for (let round = 0; round < 20; round++) {
      const reading = Promise.all(Array.from({ length: 10 }, () => find(db, 'a')))
      await other
        .insertInto('workspace')
        .values(workspace(`between ${round}`))
        .execute()
      await db.deleteFrom('workspace').where('id', '=', `between ${round}`).execute()
      await reading
    }
    expect(await find(db, 'between 19')).toEqual([])
  })

  it('know the columns of today after the schema has changed', async () => {
    const all = () => db.selectFrom('sign_in_failure').selectAll().execute()
    await db.insertInto('sign_in_failure').values({ key_hash: 'x', failures: 1, last_at: '' }).execute()
    expect(await all()).toEqual([{ key_hash: 'x', failures: 1, last_at: '' }])
    await db.schema.alterTable('sign_in_failure').addColumn('later', 'text').execute()
    expect(await all()).toEqual([{ key_hash: 'x', failures: 1, last_at: '', later: null }])
  })
})
