import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

/**
 * Verifications run outside any transaction. Changes that other callers make in the meantime must not be overwritten.
 */
describe.each(engines)('changes during a verification on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person
  let credentialId: string
  let answer: () => void
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
    const result = await alice.credentials.create(fakeApiCredential(base))
    assertSaved(result)
    credentialId = result.credential.id
    api.tokens.set('other', 'alice')
    api.requestedPaths.length = 0
  })
  afterEach(() => {
    api.gate = undefined
    api.status = undefined
  })

  /** Makes the API wait with its responses until `answer()` is called. */
  function hold() {
    api.gate = new Promise((resolve) => {
      answer = resolve
    })
  }
  const requestArrived = () => expect.poll(() => api.requestedPaths.length).toBe(1)

  it('credential changed: a slower update returns stale and stores nothing', async () => {
    hold()
    const slow = alice.credentials.update({
      credentialId,
      version: 1,
      name: 'Slow',
      values: { token: 'other' },
    })
    await requestArrived()
    await alice.credentials.update({ credentialId, version: 1, name: 'Quick' })
    answer()
    expect(await slow).toMatchObject({ outcome: 'stale', credential: { name: 'Quick', version: 2 } })
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ name: 'Quick', version: 2 })
  })

  it('values changed: the result of verifying the old values is not stored', async () => {
    hold()
    api.status = 401
    const verifying = alice.credentials.verify({ credentialId })
    await requestArrived()
    api.gate = undefined
    api.status = undefined
    await alice.credentials.update({ credentialId, version: 1, values: { token: 'other' } })
    api.status = 401
    answer()
    expect(await verifying).toMatchObject({ outcome: 'rejected' })
    expect(await alice.credentials.get({ credentialId })).toMatchObject({
      status: 'verified',
      receipt: { outcome: 'verified' },
    })
  })

  it('credential deleted: the verification returns its outcome, the update fails with NOT_FOUND', async () => {
    hold()
    const verifying = alice.credentials.verify({ credentialId })
    const updating = alice.credentials.update({ credentialId, version: 1, values: { token: 'other' } })
    updating.catch(() => {})
    await expect.poll(() => api.requestedPaths.length).toBe(2)
    expect(await alice.credentials.remove({ credentialId })).toEqual({ outcome: 'deleted' })
    answer()
    expect(await verifying).toMatchObject({ outcome: 'verified' })
    await expect(updating).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('flow activated: an update with an inconclusive verification returns not_saved', async () => {
    const flow = await draft(credentialId)
    hold()
    api.status = 500
    const update = {
      credentialId,
      version: 1,
      values: { testPath: '/other', token: 'good' },
      allowUnverified: true,
    }
    const updating = alice.credentials.update(update)
    await requestArrived()
    await alice.flows.activate({ flowId: flow.id })
    answer()
    expect(await updating).toMatchObject({ outcome: 'not_saved', verification: { reason: 'server_error' } })
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ status: 'verified', version: 1 })
  })

  it('bindTo flow activated: a new credential with an inconclusive verification is not stored', async () => {
    const flow = await draft(credentialId)
    hold()
    api.status = 500
    const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    const creating = alice.credentials.create({
      ...fakeApiCredential(base, 'Unproven'),
      allowUnverified: true,
      bindTo,
    })
    await requestArrived()
    await alice.flows.activate({ flowId: flow.id })
    answer()
    expect(await creating).toMatchObject({ outcome: 'not_saved' })
    expect((await alice.credentials.list()).items.map(({ name }) => name)).toEqual(['Shop'])
    expect((await alice.flows.get({ flowId: flow.id })).steps[0]?.credentialId).toBe(credentialId)
  })

  it('bindTo step removed: create fails with NOT_FOUND and stores nothing', async () => {
    const flow = await draft(credentialId)
    hold()
    const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    const creating = alice.credentials.create({ ...fakeApiCredential(base, 'No step'), bindTo })
    creating.catch(() => {})
    await requestArrived()
    await alice.flows.save({ flowId: flow.id, version: 1, name: 'Empty', steps: [] })
    answer()
    await expect(creating).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await alice.credentials.list()).items).toHaveLength(1)
    expect((await alice.components.list()).find(({ id }) => id === 'http')?.credentialCount).toBe(1)
  })

  async function draft(id: string) {
    const steps = [{ name: 'Step', componentId: 'http', credentialId: id }]
    const flow = await alice.flows.save({ name: 'Flow', steps })
    assertSaved(flow)
    return flow
  }
})
