import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { eraseOldValues } from './erase-values.ts'

const DAY = 24 * 3600_000

describe.each(engines)('the generations of a credential on %s', (engine) => {
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
    await world.https('api.github.com', (request, response) => {
      const owner = api.tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''))
      response.writeHead(owner ? 200 : 401, { 'content-type': 'application/json' })
      response.end(JSON.stringify(owner ? { login: owner } : { message: 'Bad credentials' }))
    })
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    api.tokens.clear()
    for (const token of ['one', 'two', 'three']) api.tokens.set(token, 'alice')
    alice = await stepkey.signUp(`Alice${++people}`)
    engineKey = (await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })).key
  })

  async function create(token = 'one') {
    const created = await alice.credentials.create(fakeApiCredential(base, 'Shop', token))
    assertSaved(created)
    return created.credential.id
  }
  const version = async (credentialId: string) => (await alice.credentials.get({ credentialId })).version
  const add = async (credentialId: string, token: string) =>
    await alice.credentials.addValue({
      credentialId,
      version: await version(credentialId),
      values: { token },
    })
  async function activeFlow(credentialId: string, name: string) {
    const flow = await alice.flows.save({
      name,
      steps: [{ name: 'Read', componentId: 'http', credentialId }],
    })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    return { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
  }
  const issue = async (step: { flowId: string; stepId: string }) => {
    const { values, generation } = await stepkey.visitor({ apiKey: engineKey }).credentials.issue(step)
    return { token: values.token, generation }
  }
  const states = async (credentialId: string) =>
    (await alice.credentials.values({ credentialId })).items.map(({ generation, state }) => [
      generation,
      state,
    ])

  it('a new value waits, is tried by chosen flows, and becomes current for all when it is promoted', async () => {
    const id = await create()
    const [first, second] = [await activeFlow(id, 'First'), await activeFlow(id, 'Second')]
    expect(await add(id, 'two')).toMatchObject({ outcome: 'pending', generation: 2 })
    expect(await issue(first)).toEqual({ token: 'one', generation: 1 })

    const trial = { credentialId: id, generation: 2, flowIds: [first.flowId] }
    expect(await alice.credentials.promote(trial)).toEqual({ outcome: 'on_trial' })
    expect(await issue(first)).toEqual({ token: 'two', generation: 2 })
    expect(await issue(second)).toEqual({ token: 'one', generation: 1 })
    const { items } = await alice.credentials.values({ credentialId: id })
    expect(items[0]).toMatchObject({ state: 'pending', flows: [{ id: first.flowId, name: 'First' }] })

    expect(await alice.credentials.promote({ credentialId: id, generation: 2 })).toMatchObject({
      outcome: 'promoted',
      credential: { status: 'verified' },
    })
    expect([await issue(first), await issue(second)]).toEqual([
      { token: 'two', generation: 2 },
      { token: 'two', generation: 2 },
    ])
    expect(await states(id)).toEqual([
      [2, 'current'],
      [1, 'previous'],
    ])
  })

  it('an empty list of flows ends the trial', async () => {
    const id = await create()
    const step = await activeFlow(id, 'First')
    await add(id, 'two')
    const trial = (flowIds: string[]) =>
      alice.credentials.promote({ credentialId: id, generation: 2, flowIds })
    await trial([step.flowId])
    expect(await issue(step)).toMatchObject({ token: 'two' })
    await trial([])
    expect(await issue(step)).toMatchObject({ token: 'one' })
  })

  it('the previous value can be restored, as a new generation', async () => {
    const id = await create()
    const step = await activeFlow(id, 'First')
    await add(id, 'two')
    await alice.credentials.promote({ credentialId: id, generation: 2 })
    expect(await alice.credentials.restore({ credentialId: id })).toMatchObject({ outcome: 'restored' })
    expect(await issue(step)).toEqual({ token: 'one', generation: 3 })
    expect(await states(id)).toEqual([
      [3, 'current'],
      [2, 'previous'],
      [1, 'retired'],
    ])
  })

  it('editing the values also keeps the previous ones, unless they were failing', async () => {
    const id = await create()
    const edit = async (token: string) =>
      await alice.credentials.update({ credentialId: id, version: await version(id), values: { token } })
    await edit('two')
    expect(await states(id)).toEqual([
      [2, 'current'],
      [1, 'previous'],
    ])
    api.tokens.delete('two')
    await alice.credentials.verify({ credentialId: id })
    expect(await alice.credentials.values({ credentialId: id })).toMatchObject({ keptDays: 0 })
    await edit('three')
    expect(await states(id)).toEqual([
      [3, 'current'],
      [2, 'retired'],
      [1, 'retired'],
    ])
    expect(await alice.credentials.restore({ credentialId: id }).catch((error) => error.message)).toBe(
      'There is no such value.',
    )
  })

  it('a value that the target rejects is neither stored, nor promoted, nor restored', async () => {
    const id = await create()
    expect(await add(id, 'wrong')).toMatchObject({
      outcome: 'not_saved',
      verification: { outcome: 'rejected' },
    })
    expect(await states(id)).toEqual([[1, 'current']])
    await add(id, 'two')
    api.tokens.delete('two')
    expect(await alice.credentials.promote({ credentialId: id, generation: 2 })).toMatchObject({
      outcome: 'not_saved',
    })
    const [pending] = (await alice.credentials.values({ credentialId: id })).items
    expect(pending).toMatchObject({ generation: 2, state: 'pending', status: 'failing' })
    api.tokens.set('two', 'alice')
    await alice.credentials.promote({ credentialId: id, generation: 2 })
    api.tokens.delete('one')
    expect(await alice.credentials.restore({ credentialId: id })).toMatchObject({ outcome: 'not_saved' })
    expect((await alice.credentials.get({ credentialId: id })).status).toBe('verified')
  })

  it('a failing credential recovers when a pending value is promoted', async () => {
    const id = await create()
    await add(id, 'two')
    api.tokens.delete('one')
    await alice.credentials.verify({ credentialId: id })
    const { credential } = (await alice.credentials.promote({ credentialId: id, generation: 2 })) as {
      credential: { status: string }
    }
    expect(credential.status).toBe('verified')
    const count = await stepkey.deps.db
      .selectFrom('credential_count')
      .select(['total', 'failing'])
      .where('workspace_id', '=', alice.workspaceId)
      .where('component_id', '=', 'http')
      .executeTakeFirst()
    expect(count).toEqual({ total: 1, failing: 0 })
  })

  it('a report about a value on trial marks only that value as failing, and its flow gets the current one again', async () => {
    const id = await create()
    const [first, second] = [await activeFlow(id, 'First'), await activeFlow(id, 'Second')]
    await add(id, 'two')
    await alice.credentials.promote({ credentialId: id, generation: 2, flowIds: [first.flowId] })
    api.tokens.delete('two')
    const visitor = stepkey.visitor({ apiKey: engineKey })
    expect(await visitor.credentials.report(first)).toMatchObject({ outcome: 'rejected', asked: true })
    expect((await alice.credentials.get({ credentialId: id })).status).toBe('verified')
    for (const flow of [first, second]) expect(await issue(flow)).toMatchObject({ token: 'one' })
    const { items } = await alice.credentials.values({ credentialId: id })
    expect(items.map(({ generation, status }) => [generation, status])).toEqual([
      [2, 'failing'],
      [1, 'verified'],
    ])
  })

  it('only flows with a step that is bound to the credential can try a value', async () => {
    const id = await create()
    const other = await alice.credentials.create(fakeApiCredential(base, 'Other', 'three'))
    assertSaved(other)
    const { flowId } = await activeFlow(other.credential.id, 'First')
    await add(id, 'two')
    for (const flowIds of [[flowId], ['absent']]) {
      await expect(alice.credentials.promote({ credentialId: id, generation: 2, flowIds })).rejects.toThrow(
        'No step of this flow is bound to the credential',
      )
    }
  })

  it('values of another account are stored only if the caller allows it', async () => {
    api.tokens.set('four', 'bob')
    const created = await alice.credentials.create({
      componentId: 'github',
      methodId: 'token',
      name: 'Bot',
      values: { token: 'one' },
    })
    assertSaved(created)
    const { id: credentialId, version } = created.credential
    const values = { token: 'four' }
    expect(await alice.credentials.addValue({ credentialId, version, values })).toEqual({
      outcome: 'other_account',
      before: 'alice',
      now: 'bob',
    })
    const allowed = { credentialId, version, values, allowOtherAccount: true }
    expect(await alice.credentials.addValue(allowed)).toMatchObject({ outcome: 'pending' })
    await alice.credentials.promote({ credentialId, generation: 2 })
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ identity: 'bob' })
  })

  it('a new destination needs the secrets again', async () => {
    const id = await create()
    await expect(
      alice.credentials.addValue({ credentialId: id, version: 1, values: { testPath: '/other' } }),
    ).rejects.toMatchObject({ cause: { fields: [{ path: 'values.token', code: 'secret_needed' }] } })
  })

  it('previous values are erased when their time is over, and pending ones when they are discarded', async () => {
    const id = await create()
    await add(id, 'two')
    await alice.credentials.promote({ credentialId: id, generation: 2 })
    await add(id, 'three')
    await alice.credentials.discardValue({ credentialId: id, generation: 3 })
    stepkey.pass(7 * DAY - 60_000)
    await eraseOldValues(stepkey.deps)
    expect(await states(id)).toContainEqual([1, 'previous'])
    stepkey.pass(2 * 60_000)
    await eraseOldValues(stepkey.deps)
    expect(await states(id)).toEqual([
      [3, 'retired'],
      [2, 'current'],
      [1, 'retired'],
    ])
    const rows = await stepkey.deps.db
      .selectFrom('credential_value')
      .select('sealed')
      .where('credential_id', '=', id)
      .execute()
    expect(rows).toEqual([{ sealed: null }, { sealed: null }])
    await expect(alice.credentials.discardValue({ credentialId: id, generation: 3 })).rejects.toThrow(
      'There is no such value',
    )
  })

  it('tells whether the provider still accepts an old key, also when it was erased', async () => {
    const statusOf = async (credentialId: string, of: number) =>
      (await alice.credentials.values({ credentialId })).items.find(({ generation }) => generation === of)
        ?.status
    const rotate = async () => {
      const id = await create()
      await add(id, 'two')
      await alice.credentials.promote({ credentialId: id, generation: 2 })
      return id
    }
    const id = await rotate()
    const previous = { credentialId: id, generation: 1 }
    expect(await alice.credentials.verifyValue(previous)).toMatchObject({ outcome: 'verified' })
    api.tokens.delete('one')
    expect(await alice.credentials.verifyValue(previous)).toMatchObject({ outcome: 'rejected' })
    expect(await statusOf(id, 1)).toBe('failing')
    expect((await alice.credentials.get({ credentialId: id })).status).toBe('verified')
    for (const generation of [2, 3]) {
      const other = alice.credentials.verifyValue({ credentialId: id, generation })
      await expect(other).rejects.toThrow('There is no such value')
    }

    stepkey.pass(7 * DAY)
    api.tokens.set('one', 'alice')
    await eraseOldValues(stepkey.deps)
    expect(await states(id)).toContainEqual([1, 'retired'])
    expect(await statusOf(id, 1)).toBe('verified')
  })

  it('without days to keep them, previous values are erased at once', async () => {
    const id = await create()
    const config = { ...stepkey.deps.config }
    stepkey.deps.config.previousValueDays = 0
    await add(id, 'two')
    await alice.credentials.promote({ credentialId: id, generation: 2 })
    stepkey.deps.config.previousValueDays = config.previousValueDays
    expect(await states(id)).toEqual([
      [2, 'current'],
      [1, 'retired'],
    ])
  })

  it('of concurrent changes only one is stored, and the others are stale', async () => {
    const id = await create()
    await add(id, 'two')
    const current = await version(id)
    const outcomes = await Promise.all([
      alice.credentials.promote({ credentialId: id, generation: 2 }),
      alice.credentials.update({ credentialId: id, version: current, values: { token: 'three' } }),
      alice.credentials.promote({ credentialId: id, generation: 2 }),
    ])
    const stored = outcomes.filter(({ outcome }) => outcome === 'promoted' || outcome === 'saved')
    expect(stored).toHaveLength(1)
    expect(outcomes.filter(({ outcome }) => outcome === 'stale')).toHaveLength(2)
  })
})
