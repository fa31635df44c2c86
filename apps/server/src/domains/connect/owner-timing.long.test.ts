import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi } from '../../../testing/fake-api.ts'
import { measureOwnerTiming } from '../../../testing/owner-timing.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

/** The largest ratio of two medians. Medians of equal calls differ by up to 5 % on a busy machine. */
const LARGEST_RATIO = 1.15
/** How often a ratio that is too large is measured again, because another program may have caused it. */
const ATTEMPTS = 5
/** Calls of each kind per attempt. All attempts together create fewer credentials than there are foreign names. */
const ROUNDS = 175

describe.each(engines)('200 owners with 5 credentials each, on %s', (engine) => {
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

  it('take as long for a foreign id or name as for an absent one, in every procedure of a connect token', async () => {
    const person = await stepkey.signUp('Alice')
    const measure = await measureOwnerTiming({ stepkey, person, base, ownerCount: 200 })
    const ratios = new Map<string, number>()
    for (const call of measure.calls) {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const ratio = await measure.ratioOf(call, { rounds: ROUNDS })
        if (!ratios.has(call) || distance(ratio) < distance(ratios.get(call) ?? 1)) ratios.set(call, ratio)
        if (distance(ratio) < LARGEST_RATIO) break
      }
    }
    console.log(engine, Object.fromEntries([...ratios].map(([call, ratio]) => [call, ratio.toFixed(3)])))
    expect([...ratios].filter(([, ratio]) => distance(ratio) >= LARGEST_RATIO)).toEqual([])
  })
})

/** How far a ratio is from 1, in either direction. */
const distance = (ratio: number) => Math.max(ratio, 1 / ratio)
