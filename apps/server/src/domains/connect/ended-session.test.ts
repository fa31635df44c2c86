import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'

/** The verification of a new credential can take seconds. Meanwhile, its session may end. */
describe.each(engines)('a connect session that ends while it creates a credential, on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person
  let apiKeyId: string
  let page: Caller
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  let people = 0
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
    const { apiKey, key } = await alice.apiKeys.create({ name: 'Host', scopes: ['connect'] })
    apiKeyId = apiKey.id
    page = await openPage(stepkey.visitor({ apiKey: key }))
    api.requestedPaths.length = 0
  })
  afterEach(() => {
    api.gate = undefined
  })

  async function openPage(host: Caller) {
    const input = { owner: 'org_1', componentIds: ['http'], actions: ['create' as const] }
    const { token } = await host.connectSessions.create(input)
    return stepkey.visitor({ connectToken: token })
  }

  /** Runs `end` while the target is verifying a new credential. @returns the answer of its creation */
  async function createWhile(end: () => Promise<unknown>) {
    const gate = Promise.withResolvers<void>()
    api.gate = gate.promise
    const creating = page.credentials.create(fakeApiCredential(base)).then(
      ({ outcome }) => outcome,
      ({ code }) => code,
    )
    await expect.poll(() => api.requestedPaths.length).toBe(1)
    await end()
    gate.resolve()
    return await creating
  }

  it('creates none for an owner that was deleted', async () => {
    const answer = await createWhile(async () => {
      expect(await alice.owners.remove({ owner: 'org_1' })).toMatchObject({ outcome: 'removed' })
    })
    expect(answer).toBe('UNAUTHORIZED')
    expect((await alice.owners.list()).items).toEqual([])
  })

  it('creates none after its API key was revoked', async () => {
    expect(await createWhile(() => alice.apiKeys.revoke({ apiKeyId }))).toBe('UNAUTHORIZED')
    expect((await alice.credentials.list()).items).toEqual([])
  })

  it('leaves nothing to a deleted owner, whichever of both comes first', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 20; round++) {
      const { key } = await alice.apiKeys.create({ name: `Host ${round}`, scopes: ['connect'] })
      const racing = await openPage(stepkey.visitor({ apiKey: key }))
      const creating = racing.credentials.create(fakeApiCredential(base)).then(
        ({ outcome }) => outcome,
        ({ code }) => code,
      )
      // Later in each round, so that the deletion comes before, during and after the creation.
      await new Promise((resolve) => setTimeout(resolve, round))
      const removing = alice.owners.remove({ owner: 'org_1' })
      outcomes.add(await creating)
      const { credentials } = await removing
      expect((await alice.credentials.list({ owner: 'org_1' })).items, JSON.stringify(credentials)).toEqual(
        [],
      )
    }
    for (const outcome of outcomes) expect(['saved', 'UNAUTHORIZED']).toContain(outcome)
  })
})
