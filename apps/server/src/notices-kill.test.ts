import { afterEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/databases/databases.ts'
import { tellUnderKills } from '../testing/tell-under-kills.ts'

// At full volume, and on SQLite, in notices.long.test.ts.
describe('notices while processes are killed', () => {
  let database: TestDatabase
  afterEach(() => database.drop())

  it('tell every recipient of each failure in exactly one message, without a secret', async () => {
    database = await createTestDatabase('postgres')
    const { kills, messages } = await tellUnderKills(database, {
      events: 90,
      tenants: 2,
      providers: 3,
      processes: 3,
      delay: 1,
      killEvery: 800,
      killOnOneOf: 5,
      endLeases: true,
    })
    expect(kills).toBeGreaterThan(0)
    expect(messages).toBeGreaterThanOrEqual(12)
  })
})
