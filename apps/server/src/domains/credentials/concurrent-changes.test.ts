import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

/** A dry request takes its time, outside any transaction. What happens meanwhile must not be trampled on. */
describe.each(engines)('while a dry request is under way on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person
  let credentialId: string
  let answer: () => void
  const shop = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(shop.listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  let people = 0
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
    const result = await alice.credentials.create(fakeApiCredential(base))
    if (result.outcome !== 'saved') throw new Error('not saved')
    credentialId = result.credential.id
    shop.tokens.set('other', 'alice')
    shop.asked.length = 0
  })
  afterEach(() => {
    shop.gate = undefined
    shop.status = undefined
  })

  /** From now on the shop thinks until `answer()`. */
  function hold() {
    shop.gate = new Promise((resolve) => {
      answer = resolve
    })
  }
  const asked = () => expect.poll(() => shop.asked.length).toBe(1)

  it('others change the credential: the update is stale and nothing of it is stored', async () => {
    hold()
    const slow = alice.credentials.update({
      credentialId,
      version: 1,
      name: 'Slow',
      values: { token: 'other' },
    })
    await asked()
    await alice.credentials.update({ credentialId, version: 1, name: 'Quick' })
    answer()
    expect(await slow).toMatchObject({ outcome: 'stale', credential: { name: 'Quick', version: 2 } })
  })

  it('its values change: the verification of the old ones leaves no trace', async () => {
    hold()
    shop.status = 401
    const verifying = alice.credentials.verify({ credentialId })
    await asked()
    shop.gate = undefined
    shop.status = undefined
    await alice.credentials.update({ credentialId, version: 1, values: { token: 'other' } })
    shop.status = 401
    answer()
    expect(await verifying).toMatchObject({ outcome: 'rejected' })
    expect(await alice.credentials.get({ credentialId })).toMatchObject({
      status: 'verified',
      receipt: { outcome: 'verified' },
    })
  })

  it('it is deleted: the verification says what it found, the update finds nothing', async () => {
    hold()
    const verifying = alice.credentials.verify({ credentialId })
    const updating = alice.credentials.update({ credentialId, version: 1, values: { token: 'other' } })
    updating.catch(() => {})
    await expect.poll(() => shop.asked.length).toBe(2)
    expect(await alice.credentials.remove({ credentialId })).toEqual({ outcome: 'deleted' })
    answer()
    expect(await verifying).toMatchObject({ outcome: 'verified' })
    await expect(updating).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('a flow starts to use it: nothing unproven replaces what was proven', async () => {
    const flow = await draft(credentialId)
    hold()
    shop.status = 500
    const update = { credentialId, version: 1, values: { testPath: '/other' }, allowUnverified: true }
    const updating = alice.credentials.update(update)
    await asked()
    await alice.flows.activate({ flowId: flow.id })
    answer()
    expect(await updating).toMatchObject({ outcome: 'not_saved', verification: { reason: 'server_error' } })
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ status: 'verified', version: 1 })
  })

  it('the flow that it is for becomes active: it is not stored unproven', async () => {
    const flow = await draft(credentialId)
    hold()
    shop.status = 500
    const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    const creating = alice.credentials.create({
      ...fakeApiCredential(base, 'Unproven'),
      allowUnverified: true,
      bindTo,
    })
    await asked()
    await alice.flows.activate({ flowId: flow.id })
    answer()
    expect(await creating).toMatchObject({ outcome: 'not_saved' })
    expect((await alice.credentials.list()).items.map(({ name }) => name)).toEqual(['Shop'])
    expect((await alice.flows.get({ flowId: flow.id })).steps[0]?.credentialId).toBe(credentialId)
  })

  it('the step that it is for is removed: nothing is stored', async () => {
    const flow = await draft(credentialId)
    hold()
    const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    const creating = alice.credentials.create({ ...fakeApiCredential(base, 'Homeless'), bindTo })
    creating.catch(() => {})
    await asked()
    await alice.flows.save({ flowId: flow.id, version: 1, name: 'Empty', steps: [] })
    answer()
    await expect(creating).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await alice.credentials.list()).items).toHaveLength(1)
    expect((await alice.components.list()).find(({ id }) => id === 'http')?.credentialCount).toBe(1)
  })

  async function draft(id: string) {
    const steps = [{ name: 'Step', componentId: 'http', credentialId: id }]
    const flow = await alice.flows.save({ name: 'Flow', steps })
    if (flow.outcome !== 'saved') throw new Error(flow.outcome)
    return flow
  }
})
