import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

describe.each(engines)('flows on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person
  let bob: Person
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
    bob = await stepkey.signUp(`Bob${people}`)
    api.status = undefined
  })

  async function credential(person: Person, name = 'Shop', allowUnverified = false): Promise<string> {
    const result = await person.credentials.create({ ...fakeApiCredential(base, name), allowUnverified })
    assertSaved(result)
    return result.credential.id
  }
  async function flow(person: Person, credentialIds: (string | null)[], name = 'Sync') {
    const steps = credentialIds.map((credentialId, n) => ({
      name: `Step ${n + 1}`,
      componentId: 'http',
      credentialId,
    }))
    const result = await person.flows.save({ name, steps })
    assertSaved(result)
    return result
  }

  it('can’t be read or changed without a session or by another account', async () => {
    const { id, version } = await flow(alice, [])
    await expect(stepkey.visitor().flows.get({ flowId: id })).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    for (const attempt of [
      () => bob.flows.get({ flowId: id }),
      () => bob.flows.activate({ flowId: id }),
      () => bob.flows.deactivate({ flowId: id }),
      () => bob.flows.remove({ flowId: id }),
      () => bob.flows.save({ flowId: id, version, name: 'Mine now', steps: [] }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    expect((await bob.flows.list()).items).toEqual([])
  })

  describe('save', () => {
    it('keeps the ids of remaining steps, stores their new order, and deletes the others', async () => {
      const first = await flow(alice, [null, null, null])
      const [one, two, three] = first.steps
      const second = await alice.flows.save({
        flowId: first.id,
        version: first.version,
        name: 'Renamed',
        steps: [
          { stepId: three?.id, name: 'Last first', componentId: 'http' },
          { name: 'New', componentId: 'github' },
          { stepId: one?.id, name: 'Step 1', componentId: 'http' },
        ],
      })
      assertSaved(second)
      expect(second).toMatchObject({ name: 'Renamed', version: 2, status: 'inactive' })
      expect(second.steps.map(({ name }) => name)).toEqual(['Last first', 'New', 'Step 1'])
      expect([second.steps[0]?.id, second.steps[2]?.id]).toEqual([three?.id, one?.id])
      expect(second.steps.map(({ id }) => id)).not.toContain(two?.id)
      expect(await alice.flows.get({ flowId: first.id })).toMatchObject({ version: 2, steps: second.steps })
    })

    it('returns stale with the stored flow when the version is not current', async () => {
      const { id } = await flow(alice, [])
      await alice.flows.save({ flowId: id, version: 1, name: 'First', steps: [] })
      expect(await alice.flows.save({ flowId: id, version: 1, name: 'Second', steps: [] })).toMatchObject({
        outcome: 'stale',
        name: 'First',
        version: 2,
      })
    })

    it('refuses an outdated version without the stored flow for callers who may not read it', async () => {
      const { id: flowId } = await flow(alice, [])
      const { key } = await alice.apiKeys.create({ name: 'Builder', scopes: ['flows'] })
      const { flows } = stepkey.visitor({ apiKey: key })
      await expect(flows.save({ flowId, version: 9, name: 'Other', steps: [] })).rejects.toMatchObject({
        cause: { code: 'version_outdated' },
      })
    })

    it('refuses a version without a flow, which would create another flow', async () => {
      await expect(alice.flows.save({ version: 3, name: 'Sync', steps: [] })).rejects.toMatchObject({
        cause: { fields: [{ path: 'version' }] },
      })
    })

    it('refuses a credential of another component or another workspace, even in a draft', async () => {
      const mine = await credential(alice)
      const bobs = await credential(bob)
      const steps = [
        { name: 'Fine', componentId: 'http', credentialId: mine },
        { name: 'Wrong', componentId: 'github', credentialId: mine },
        { name: 'Bob’s', componentId: 'http', credentialId: bobs },
      ]
      expect(await alice.flows.save({ name: 'Mixed', steps })).toEqual({
        outcome: 'blocked',
        steps: [
          { index: 1, stepId: undefined, reason: 'wrong_component' },
          { index: 2, stepId: undefined, reason: 'missing' },
        ],
      })
      expect((await alice.flows.list()).items).toEqual([])
    })

    it('returns blocked and changes nothing when an active flow would get a step without a credential', async () => {
      const id = await credential(alice)
      const active = await flow(alice, [id])
      await alice.flows.activate({ flowId: active.id })
      const [step] = active.steps
      const steps = [
        { stepId: step?.id, name: 'Kept', componentId: 'http', credentialId: id },
        { name: 'Empty', componentId: 'http' },
      ]
      expect(await alice.flows.save({ flowId: active.id, version: 1, name: 'Changed', steps })).toEqual({
        outcome: 'blocked',
        steps: [{ index: 1, stepId: undefined, reason: 'missing' }],
      })
      expect(await alice.flows.get({ flowId: active.id })).toMatchObject({
        name: 'Sync',
        version: 1,
        steps: [{ name: 'Step 1' }],
      })
    })

    it('lets an active flow with failing credentials be renamed and corrected, but made no worse', async () => {
      const [good, one, two] = [
        await credential(alice, 'Good'),
        await credential(alice, 'One'),
        await credential(alice, 'Two'),
      ]
      const active = await flow(alice, [one, two])
      const flowId = active.id
      await alice.flows.activate({ flowId })
      api.status = 401
      for (const credentialId of [one, two]) await alice.credentials.verify({ credentialId })
      api.status = undefined
      const save = (version: number, credentials: string[], name = 'Sync') => {
        const steps = credentials.map((credentialId, index) => ({
          stepId: active.steps[index]?.id,
          name: `Step ${index + 1}`,
          componentId: 'http',
          credentialId,
        }))
        return alice.flows.save({ flowId, version, name, steps })
      }
      assertSaved(await save(1, [one, two], 'Renamed'))
      assertSaved(await save(2, [good, two]))
      for (const worse of [
        [good, two, two],
        [one, two],
      ]) {
        expect(await save(3, worse)).toMatchObject({ outcome: 'blocked', steps: [{ reason: 'failing' }] })
      }
      expect(await alice.flows.get({ flowId })).toMatchObject({ status: 'active', version: 3 })
      expect(await alice.credentials.remove({ credentialId: two })).toMatchObject({ outcome: 'in_use' })
      expect(await alice.credentials.remove({ credentialId: one })).toEqual({ outcome: 'deleted' })
    })

    it('protects the new credential of an active flow and releases the previous one', async () => {
      const [before, after] = [await credential(alice, 'Before'), await credential(alice, 'After')]
      const active = await flow(alice, [before])
      await alice.flows.activate({ flowId: active.id })
      const steps = [{ stepId: active.steps[0]?.id, name: 'Step', componentId: 'http', credentialId: after }]
      await alice.flows.save({ flowId: active.id, version: 1, name: 'Sync', steps })
      expect(await alice.credentials.remove({ credentialId: after })).toMatchObject({ outcome: 'in_use' })
      expect(await alice.credentials.remove({ credentialId: before })).toEqual({ outcome: 'deleted' })
    })

    it.each([
      [
        'a component that does not exist',
        { steps: [{ name: 'x', componentId: 'nope' }] },
        'steps.0.componentId',
      ],
      [
        'an id for a step of a new flow',
        { steps: [{ stepId: 'x', name: 'x', componentId: 'http' }] },
        'steps.0.stepId',
      ],
      ['a change without a version', { flowId: 'x', steps: [] }, 'version'],
      ['an empty name', { name: '  ', steps: [] }, 'name'],
    ])('refuses %s', async (_, input, path) => {
      await expect(alice.flows.save({ name: 'x', ...input })).rejects.toSatisfy(
        (error: { cause: { fields?: { path: string }[]; issues?: { path: string[] }[] } }) =>
          (error.cause.fields?.[0]?.path ?? error.cause.issues?.[0]?.path.join('.')) === path,
      )
    })

    it('refuses a step of another flow', async () => {
      const [one, two] = [await flow(alice, [null]), await flow(alice, [null])]
      const steps = [{ stepId: two.steps[0]?.id, name: 'Stolen', componentId: 'http' }]
      await expect(alice.flows.save({ flowId: one.id, version: 1, name: 'x', steps })).rejects.toMatchObject({
        cause: { code: 'invalid_input', fields: [{ path: 'steps.0.stepId' }] },
      })
      expect((await alice.flows.get({ flowId: two.id })).steps).toHaveLength(1)
    })
  })

  describe('activate', () => {
    it('returns blocked with the reason of every step that is not ready, and protects no credential', async () => {
      const good = await credential(alice, 'Good')
      const failing = await credential(alice, 'Failing')
      api.status = 401
      await alice.credentials.verify({ credentialId: failing })
      api.status = 500
      const unverified = await credential(alice, 'Unverified', true)
      const { id, steps } = await flow(alice, [good, null, failing, unverified])
      expect(await alice.flows.activate({ flowId: id })).toEqual({
        outcome: 'blocked',
        steps: [
          { stepId: steps[1]?.id, reason: 'missing' },
          { stepId: steps[2]?.id, reason: 'failing' },
          { stepId: steps[3]?.id, reason: 'unverified' },
        ],
      })
      expect(await alice.flows.get({ flowId: id })).toMatchObject({ status: 'inactive' })
      expect(await alice.credentials.remove({ credentialId: good })).toEqual({ outcome: 'deleted' })
    })

    it('lets several steps and flows share a credential, and protects it until none of them uses it', async () => {
      const id = await credential(alice)
      const [one, two] = [await flow(alice, [id, id], 'One'), await flow(alice, [id], 'Two')]
      for (const { id: flowId } of [one, two]) await alice.flows.activate({ flowId })
      expect(await alice.credentials.get({ credentialId: id })).toMatchObject({
        useCount: 3,
        activeFlowCount: 2,
      })
      await alice.flows.deactivate({ flowId: one.id })
      expect(await alice.credentials.remove({ credentialId: id })).toMatchObject({
        outcome: 'in_use',
        flows: [{ name: 'Two' }],
      })
      await alice.flows.remove({ flowId: two.id })
      expect(await alice.credentials.remove({ credentialId: id })).toEqual({ outcome: 'deleted' })
    })

    it('keeps a flow active when a credential starts to fail; it can be deactivated, but not activated again', async () => {
      const id = await credential(alice)
      const { id: flowId } = await flow(alice, [id])
      await alice.flows.activate({ flowId })
      api.status = 401
      await alice.credentials.verify({ credentialId: id })
      expect(await alice.flows.get({ flowId })).toMatchObject({ status: 'active' })
      expect(await alice.flows.deactivate({ flowId })).toEqual({ outcome: 'inactive' })
      expect(await alice.flows.activate({ flowId })).toMatchObject({
        outcome: 'blocked',
        steps: [{ reason: 'failing' }],
      })
    })

    it('is idempotent, as is deactivate', async () => {
      const { id: flowId } = await flow(alice, [await credential(alice)])
      for (const _ of [1, 2]) expect(await alice.flows.activate({ flowId })).toEqual({ outcome: 'active' })
      for (const _ of [1, 2])
        expect(await alice.flows.deactivate({ flowId })).toEqual({ outcome: 'inactive' })
    })
  })

  it('are listed by name, page by page', async () => {
    for (const name of ['beta', 'Alpha', 'gamma']) await flow(alice, [], name)
    const first = await alice.flows.list({ limit: 2 })
    expect(first.items.map(({ name }) => name)).toEqual(['Alpha', 'beta'])
    expect(
      (await alice.flows.list({ limit: 2, cursor: first.nextCursor ?? '' })).items.map(({ name }) => name),
    ).toEqual(['gamma'])
    for (const search of ['ALP', 'lph', ' álpha'])
      expect((await alice.flows.list({ search })).items, search).toHaveLength(1)
    expect((await alice.flows.list({ search: 'alpha gamma' })).items).toEqual([])
  })

  it('are sorted with numbers by their value and accented letters beside their base letters', async () => {
    const expected = ['Azure', 'Émile', 'Orders 2', 'Orders 10', 'Zoo']
    for (const name of expected.toReversed()) await flow(alice, [], name)
    const first = await alice.flows.list({ limit: 3 })
    const rest = await alice.flows.list({ limit: 3, cursor: first.nextCursor ?? '' })
    expect([...first.items, ...rest.items].map(({ name }) => name)).toEqual(expected)
  })

  it('returns the flows with the given ids, and none of other workspaces', async () => {
    const own = await flow(alice, [], 'Own')
    await flow(alice, [], 'Other')
    const foreign = await flow(bob, [], 'Foreign')
    const { items } = await alice.flows.list({ ids: [own.id, foreign.id, 'gone'] })
    expect(items.map(({ name }) => name)).toEqual(['Own'])
    await expect(alice.flows.list({ ids: [] })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})
