import { expect, it } from 'vitest'
import { createTestDatabase, engines } from '../../../testing/databases/databases.ts'
import { MINUTE } from '../time.ts'
import { connect } from './database.ts'
import { createDatabaseClock } from './database-time.ts'

it.each(engines)('the clock of the database can be read on %s', async (engine) => {
  const database = await createTestDatabase(engine)
  const db = connect(database.location)
  try {
    // Both run on this machine.
    const difference = (await createDatabaseClock(db)()).getTime() - Date.now()
    expect(Math.abs(difference)).toBeLessThan(MINUTE)
  } finally {
    await db.destroy()
    await database.drop()
  }
})
