import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi } from '../../../testing/fake-api.ts'
import { findKeyLeaks, findOwnerLeaks } from '../../../testing/owner-isolation.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

const SIZE =
  process.env.STEPKEY_LONG === '1'
    ? { ownerCount: 200, sessionCount: 1000 }
    : { ownerCount: 5, sessionCount: 12 }

describe.each(engines)('several owners on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(createFakeApi().listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  it('learn no id and no name of each other by connect sessions, and not whether an id exists', async () => {
    const person = await stepkey.signUp('Alice')
    const leaks = await findOwnerLeaks({ stepkey, person, base, ...SIZE, random: Math.random })
    expect(leaks).toEqual([])
  })

  it('stay hidden from an API key that is limited to another one, in every procedure', async () => {
    const person = await stepkey.signUp('Bob')
    expect(await findKeyLeaks({ stepkey, person, base })).toEqual([])
  })
})
