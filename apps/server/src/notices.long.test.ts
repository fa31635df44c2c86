import { afterEach, describe, expect, it } from 'vitest'
import { createTestDatabase, engines, type TestDatabase } from '../testing/databases/databases.ts'
import { tellUnderKills } from '../testing/tell-under-kills.ts'

/** How many credentials fail. */
const EVENTS = Number(process.env.STEPKEY_NOTICES ?? 10_000)
/** The processes that share a database. */
const PROCESSES = { sqlite: 1, postgres: 3 } as const

describe.each(engines)('notices while processes are killed on %s', (engine) => {
  let database: TestDatabase
  afterEach(() => database.drop())

  it(`tell every recipient of each of ${EVENTS} failures in exactly one message, without a secret`, async () => {
    database = await createTestDatabase(engine)
    const result = await tellUnderKills(database, {
      events: EVENTS,
      tenants: 5,
      providers: 10,
      processes: PROCESSES[engine],
      delay: 10,
      killEvery: engine === 'sqlite' ? 20_000 : 5000,
      killOnOneOf: engine === 'sqlite' ? 50 : 10,
      endLeases: false,
    })
    expect(result.kills).toBeGreaterThan(0)
    console.log(`${engine}: ${EVENTS} failures, ${JSON.stringify(result)}`)
  })
})
