import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { startPasswordPostgres } from '../../../testing/databases/password-postgres.ts'
import { rotateUnderEngines } from '../../../testing/races/rotation.ts'
import {
  hasRabbitmqctl,
  postgresTarget,
  type RotationTarget,
  rabbitTarget,
  redisTarget,
} from '../../../testing/races/rotation-targets.ts'
import { realServer } from '../../../testing/servers/real-server.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

const ENGINES = 64
const redis = realServer('TEST_REDIS_URL', 6379)
const amqp = realServer('TEST_AMQP_URL', 5672)
const rabbit = amqp && (await hasRabbitmqctl()) ? amqp : undefined

/** 200 rotations in all, on both databases of Stepkey. */
describe.each(engines)('rotations under 64 engines, on %s', (engine) => {
  let world: World
  let stepkey: Stepkey

  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  /** Rotates the login of a server, and checks that every sign-in of the engines succeeded. */
  async function expectNoFailure(target: RotationTarget, rotations: number) {
    try {
      const person = await stepkey.signUp(target.componentId)
      const result = await rotateUnderEngines(stepkey, person, target, { rotations, engines: ENGINES })
      console.log(engine, target.componentId, result)
      expect(result.failures).toEqual([])
      expect(result.signIns).toBe(result.issues)
      // The first value and each new one.
      expect(result.generations).toBe(rotations + 1)
    } finally {
      await target.close()
    }
  }

  it('of two PostgreSQL roles fail no sign-in in 35 rotations', async () => {
    // The server in TEST_POSTGRES_URL may ask for no passwords.
    const postgres = await startPasswordPostgres()
    onTestFinished(postgres.stop)
    await expectNoFailure(await postgresTarget(postgres.url), 35)
  })

  it.skipIf(!redis)('of the passwords of a Redis user fail no sign-in in 35 rotations', async () => {
    if (redis) await expectNoFailure(await redisTarget(redis), 35)
  })

  it.skipIf(!rabbit)('of two RabbitMQ users fail no sign-in in 30 rotations', async () => {
    if (rabbit) await expectNoFailure(await rabbitTarget(rabbit), 30)
  })
})
