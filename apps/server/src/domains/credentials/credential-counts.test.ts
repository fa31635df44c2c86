import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

describe.each(engines)('the counts of credentials on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person
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
    api.status = undefined
  })

  const counts = async (componentId = 'http') => {
    const { credentialCount, failingCount } =
      (await alice.components.list()).find(({ id }) => id === componentId) ?? {}
    return { credentialCount, failingCount }
  }
  /** Creates a credential whose last verification was rejected. */
  async function failing(name: string): Promise<string> {
    const result = await alice.credentials.create(fakeApiCredential(base, name))
    assertSaved(result)
    api.status = 401
    await alice.credentials.verify({ credentialId: result.credential.id })
    api.status = undefined
    return result.credential.id
  }

  it('counts only credentials of the workspace', async () => {
    await failing('Mine')
    expect(await counts()).toEqual({ credentialCount: 1, failingCount: 1 })
    alice = await stepkey.signUp(`Other${people}`)
    expect(await counts()).toEqual({ credentialCount: 0, failingCount: 0 })
    expect((await alice.components.get({ componentId: 'http' })).credentialCount).toBe(0)
  })

  it('lowers failingCount when a failing credential is deleted or fixed', async () => {
    const [deleted, fixed] = [await failing('Deleted'), await failing('Fixed')]
    expect(await counts()).toEqual({ credentialCount: 2, failingCount: 2 })
    await alice.credentials.remove({ credentialId: deleted })
    expect(await counts()).toEqual({ credentialCount: 1, failingCount: 1 })
    await alice.credentials.update({
      credentialId: fixed,
      version: 1,
      values: { token: 'good', testPath: '/new' },
    })
    expect(await counts()).toEqual({ credentialCount: 1, failingCount: 0 })
  })
})
