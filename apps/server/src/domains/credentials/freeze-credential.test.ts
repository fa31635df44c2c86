import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

describe.each(engines)('a frozen credential on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let base: string
  let alice: Person
  let engineKey: string
  let people = 0
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http((request, response) => api.listener(request, response))
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    api.tokens.set('good', 'alice')
    alice = await stepkey.signUp(`Alice${++people}`)
    engineKey = (await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })).key
  })

  async function create(name = 'Shop') {
    const created = await alice.credentials.create(fakeApiCredential(base, name))
    assertSaved(created)
    return created.credential.id
  }
  async function activeFlow(credentialId: string) {
    const steps = [{ name: 'Read', componentId: 'http', credentialId }]
    const flow = await alice.flows.save({ name: 'Orders', steps })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    return { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
  }
  const issue = (step: { flowId: string; stepId: string }) =>
    stepkey.visitor({ apiKey: engineKey }).credentials.issue(step)

  it('is not issued, neither alone nor with its flow, until it is unfrozen', async () => {
    const id = await create()
    const step = await activeFlow(id)
    await issue(step)
    expect(await alice.credentials.freeze({ credentialId: id })).toMatchObject({
      outcome: 'frozen',
      credential: { status: 'frozen' },
    })
    await expect(issue(step)).rejects.toMatchObject({ cause: { code: 'credential_frozen' } })
    const { steps } = await stepkey.visitor({ apiKey: engineKey }).flows.issue({ flowId: step.flowId })
    expect(steps[step.stepId]).toMatchObject({ code: 'credential_frozen' })
    expect(await alice.flows.get({ flowId: step.flowId })).toMatchObject({ status: 'active', frozenSteps: 1 })

    expect(await alice.credentials.unfreeze({ credentialId: id })).toMatchObject({
      outcome: 'active',
      verification: { outcome: 'verified' },
    })
    expect((await issue(step)).values).toMatchObject({ token: 'good' })
    expect((await alice.flows.get({ flowId: step.flowId })).frozenSteps).toBeUndefined()
  })

  /** Lets the target wait with its next answers. @returns a function that waits for a request, and one that releases it */
  function holdTarget() {
    const { promise, resolve } = Promise.withResolvers<void>()
    api.gate = promise
    const before = api.requestedPaths.length
    return {
      arrived: () => vi.waitUntil(() => api.requestedPaths.length > before, { timeout: 30_000 }),
      release: () => {
        api.gate = undefined
        resolve()
      },
    }
  }

  it.each(['freeze', 'freezeAll', 'reportIncident'] as const)(
    'stays frozen if %s is called again while an unfreezing is running',
    async (how) => {
      const id = await create()
      const step = await activeFlow(id)
      await alice.credentials.freeze({ credentialId: id })
      const target = holdTarget()
      const unfreezing = alice.credentials.unfreeze({ credentialId: id })
      await target.arrived()
      if (how === 'freeze') await alice.credentials.freeze({ credentialId: id })
      if (how === 'freezeAll') await alice.credentials.freezeAll()
      const since = '2026-01-01T00:00:00Z'
      if (how === 'reportIncident') await alice.credentials.reportIncident({ credentialId: id, since })
      target.release()
      await expect(unfreezing).rejects.toThrow('was frozen again in the meantime')
      await expect(issue(step)).rejects.toMatchObject({ cause: { code: 'credential_frozen' } })
    },
  )

  it('is not issued by a request that waited for its verification while it was frozen', async () => {
    const id = await create()
    const step = await activeFlow(id)
    api.tokens.delete('good')
    await stepkey.visitor({ apiKey: engineKey }).credentials.report(step)
    await expect(issue(step)).rejects.toMatchObject({ cause: { code: 'paused' } })
    api.tokens.set('good', 'alice')
    stepkey.pass(5 * 60_000)
    const target = holdTarget()
    const issuing = [
      issue(step),
      stepkey.visitor({ apiKey: engineKey }).flows.issue({ flowId: step.flowId }),
    ] as const
    await target.arrived()
    await alice.credentials.freeze({ credentialId: id })
    target.release()
    await expect(issuing[0]).rejects.toMatchObject({ cause: { code: 'credential_frozen' } })
    expect((await issuing[1]).steps[step.stepId]).toMatchObject({ code: 'credential_frozen' })
  })

  it('also keeps a value on trial from being issued', async () => {
    api.tokens.set('two', 'alice')
    const id = await create()
    const step = await activeFlow(id)
    await alice.credentials.addValue({ credentialId: id, version: 1, values: { token: 'two' } })
    await alice.credentials.promote({ credentialId: id, generation: 2, flowIds: [step.flowId] })
    await alice.credentials.freeze({ credentialId: id })
    await expect(issue(step)).rejects.toMatchObject({ cause: { code: 'credential_frozen' } })
  })

  it('prevents the activation of a flow, with the reason', async () => {
    const id = await create()
    const { flowId, stepId } = await activeFlow(id)
    await alice.flows.deactivate({ flowId })
    await alice.credentials.freeze({ credentialId: id })
    expect(await alice.flows.activate({ flowId })).toEqual({
      outcome: 'blocked',
      steps: [{ stepId, reason: 'frozen' }],
    })
  })

  it('stays frozen if the target rejects it', async () => {
    const [id, other] = [await create(), await create('Other')]
    await alice.credentials.freeze({ credentialId: id })
    api.tokens.delete('good')
    expect(await alice.credentials.unfreeze({ credentialId: id })).toMatchObject({
      outcome: 'not_saved',
      verification: { outcome: 'rejected' },
    })
    expect((await alice.credentials.get({ credentialId: id })).status).toBe('frozen')
    await expect(alice.credentials.unfreeze({ credentialId: other })).rejects.toThrow('is not frozen')
  })

  it('is found by its status, and no other status', async () => {
    const [frozen, other] = [await create('Frozen'), await create('Other')]
    await alice.credentials.freeze({ credentialId: frozen })
    const ids = async (status: 'frozen' | 'verified') =>
      (await alice.credentials.list({ status })).items.map(({ id }) => id)
    expect([await ids('frozen'), await ids('verified')]).toEqual([[frozen], [other]])
  })

  it('can be every credential of a workspace at once, and none of another one', async () => {
    const ids = [await create('One'), await create('Two')]
    await alice.credentials.freeze({ credentialId: ids[0] ?? '' })
    const bob = await stepkey.signUp(`Bob${people}`)
    const theirs = await bob.credentials.create(fakeApiCredential(base, 'Theirs'))
    assertSaved(theirs)
    expect(await alice.credentials.freezeAll()).toEqual({ outcome: 'frozen', count: 1 })
    const { items } = await alice.credentials.list()
    expect(items.map(({ status }) => status)).toEqual(['frozen', 'frozen'])
    expect((await bob.credentials.list()).items.map(({ status }) => status)).toEqual(['verified'])
  })

  it('is recorded in the audit log', async () => {
    const id = await create()
    await alice.credentials.freeze({ credentialId: id })
    await alice.credentials.freeze({ credentialId: id })
    await alice.credentials.unfreeze({ credentialId: id })
    const { items } = await alice.audit.list({ subjectId: id })
    expect(items.map(({ action }) => action)).toEqual([
      'credential.unfrozen',
      'credential.verified',
      'credential.frozen',
      'credential.created',
    ])
  })
})
