import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { createTestDatabase, engines, type TestDatabase } from '../../../testing/databases/databases.ts'
import { fakeApiCredential } from '../../../testing/fake-api.ts'
import { createTenant, type ServerProcess, startServerProcess } from '../../../testing/server-process.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { connect } from '../../platform/database/database.ts'
import { databaseNow } from '../../platform/database/database-time.ts'

describe.each(engines)('a request with an Idempotency-Key on %s', (engine) => {
  let database: TestDatabase
  let world: World
  const servers: ServerProcess[] = []
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.kill()
    await world.close()
    await database.drop()
  })

  it('can be sent again within seconds after the process was killed, and creates one object', async () => {
    database = await createTestDatabase(engine)
    world = await createWorld()
    let requests = 0
    let answers = false
    const base = await world.http(({ headers }, response) => {
      requests++
      if (answers) response.writeHead(headers.authorization === 'Bearer good' ? 200 : 401).end('{}')
    })
    const first = await startServerProcess(database)
    servers.push(first)
    const { bearer } = await createTenant(first, 'Ada')
    const call = { body: fakeApiCredential(base), headers: { ...bearer, 'idempotency-key': 'once' } }
    const interrupted = first.send('/api/v1/credentials', call).catch(() => 'interrupted')
    await expect.poll(() => requests).toBe(1)
    await first.kill()
    expect(await interrupted).toBe('interrupted')

    // By the clock of the database, so that the speed of this test doesn’t matter.
    const db = connect(database.location)
    const { rows } = await sql<{ soon: number }>`select case when leased_until < ${databaseNow(engine, 8000)}
      then 1 else 0 end as soon from idempotency_key`.execute(db)
    await db.destroy()
    expect(rows).toEqual([{ soon: 1 }])

    answers = true
    const second = await startServerProcess(database)
    servers.push(second)
    const again = await second.send('/api/v1/credentials', call)
    if (engine === 'sqlite') expect(again.status).toBe(201)
    else if (again.status !== 201) {
      // The lease of the killed process, which the second process can’t know.
      expect(again.status).toBe(409)
      expect(again.headers.get('retry-after')).toBe('2')
      expect(again.body.code).toBe('in_progress')
    }
    await expect
      .poll(async () => (await second.send('/api/v1/credentials', call)).status, { interval: 500 })
      .toBe(201)
    const list = await second.send('/api/v1/credentials', { method: 'GET', headers: bearer })
    expect(list.body.items).toHaveLength(1)
  })
})
