import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, engines, type TestDatabase } from '../../../testing/databases/databases.ts'
import { connect, type Db } from './database.ts'
import { migrate } from './migrate.ts'
import { prepared, queryPerVariant } from './prepared-query.ts'
import { transact } from './transaction.ts'

const workspace = (id: string) =>
  ({ id, name: `Name of ${id}`, kind: 'personal', recheck: 'off', created_at: '' }) as const

describe.each(engines)('prepared queries on %s', (engine) => {
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

  it('use the parameters of each call, in and outside of transactions', async () => {
    expect(await find(db, 'a')).toEqual([{ name: 'Name of a' }])
    expect(await find(db, 'b')).toEqual([{ name: 'Name of b' }])
    expect(await find(db, "' or 1=1 --")).toEqual([])
    const inside = await transact(db, async (trx) => {
      await trx.updateTable('workspace').set({ name: 'Changed' }).where('id', '=', 'b').execute()
      return await find(trx, 'b')
    })
    expect(inside).toEqual([{ name: 'Changed' }])
  })

  it('can use a parameter twice or not at all', async () => {
    const twice = prepared((at, id: string, _unused: string) =>
      at
        .selectFrom('workspace')
        .select('id')
        .where((eb) => eb.or([eb('id', '=', id), eb('name', '=', id)])),
    )
    expect(await twice(db, 'a', 'x')).toEqual([{ id: 'a' }])
    expect(await twice(db, 'Changed', 'x')).toEqual([{ id: 'b' }])
  })

  it('are built once for each shape', async () => {
    let built = 0
    const withIds = queryPerVariant((count: number) => {
      built++
      return prepared(
        (at, ...ids: string[]) =>
          at.selectFrom('workspace').select('id').where('id', 'in', ids).orderBy('id'),
        { parameterCount: count },
      )
    })
    expect(await withIds(2)(db, 'a', 'b')).toHaveLength(2)
    expect(await withIds(2)(db, 'b', 'c')).toEqual([{ id: 'b' }])
    expect(await withIds(1)(db, 'a')).toEqual([{ id: 'a' }])
    expect(built).toBe(2)
  })

  it('see writes of the same connection at once, and of another connection in the next turn of the event loop', async () => {
    const names = async () =>
      (await db.selectFrom('workspace').select('id').orderBy('id').execute()).map(({ id }) => id)
    const before = await names()
    await db.insertInto('workspace').values(workspace('own')).execute()
    expect(await names()).toEqual([...before, 'own'].sort())
    await other.insertInto('workspace').values(workspace('other')).execute()
    await setImmediate()
    expect(await names()).toEqual([...before, 'other', 'own'].sort())
  })

  it('don’t block writes of other connections', async () => {
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

  it('return the new columns after a change of the schema', async () => {
    const all = () => db.selectFrom('sign_in_failure').selectAll().execute()
    await db.insertInto('sign_in_failure').values({ key_hash: 'x', failures: 1, last_at: '' }).execute()
    expect(await all()).toEqual([{ key_hash: 'x', failures: 1, last_at: '' }])
    await db.schema.alterTable('sign_in_failure').addColumn('later', 'text').execute()
    expect(await all()).toEqual([{ key_hash: 'x', failures: 1, last_at: '', later: null }])
  })
})
