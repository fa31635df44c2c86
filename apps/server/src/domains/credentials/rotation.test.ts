import { expect, it, onTestFinished } from 'vitest'
import { startPasswordPostgres } from '../../../testing/databases/password-postgres.ts'
import { rotateUnderEngines } from '../../../testing/races/rotation.ts'
import { postgresTarget } from '../../../testing/races/rotation-targets.ts'
import { startStepkey } from '../../../testing/stepkey.ts'
import { createWorld } from '../../../testing/world.ts'

/** A short version of rotation.long.test.ts, for every run of the tests. */
it('rotating a PostgreSQL login 6 times fails no sign-in of 8 engines', async () => {
  const world = await createWorld()
  onTestFinished(world.close)
  const stepkey = await startStepkey('sqlite', { outside: world.ports })
  onTestFinished(stepkey.stop)
  const postgres = await startPasswordPostgres()
  onTestFinished(postgres.stop)
  const target = await postgresTarget(postgres.url)
  onTestFinished(target.close)
  const alice = await stepkey.signUp('Alice')
  const { failures, generations } = await rotateUnderEngines(stepkey, alice, target, {
    rotations: 6,
    engines: 8,
  })
  expect(failures).toEqual([])
  expect(generations).toBe(7)
})
