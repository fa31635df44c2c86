import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, type FakeApi } from '../../../testing/fake-api.ts'
import { shopDefinition } from '../../../testing/own-component.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'

describe.each(engines)('components of a workspace on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let api: FakeApi
  let base: string
  let alice: Person
  let bob: Person
  let serial = 0

  beforeAll(async () => {
    world = await createWorld()
    api = createFakeApi()
    base = await world.http(api.listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    bob = await stepkey.signUp('Bob')
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  const newId = () => `custom:shop-${++serial}`
  const good = () => ({ baseUrl: base, key: 'good' })
  const shop = shopDefinition()
  const { key } = shop.methods
  if (!key) throw new Error('no method')

  /** Saves, tries and publishes a definition. */
  async function publish(componentId: string, definition: Record<string, unknown> = shop) {
    await alice.components.save({ componentId, definition })
    const trial = await alice.components.trial({ componentId, methodId: 'key', good: good() })
    expect(trial.proves).toBe(true)
    expect(await alice.components.publish({ componentId })).toMatchObject({ outcome: 'published' })
  }

  const create = (componentId: string, name = 'Shop', values: Record<string, unknown> = good()) =>
    alice.credentials.create({ componentId, methodId: 'key', name, values })

  /** The shop with one more field, which requests need. */
  const withRegion = {
    ...shop,
    methods: {
      key: {
        ...key,
        fields: {
          ...key.fields,
          properties: { ...key.fields.properties, region: { type: 'string', title: 'Region' } },
          required: [...key.fields.required, 'region'],
        },
        place: [...key.place, { in: 'header', name: 'X-Region', value: '{{region}}' }],
      },
    },
  }

  async function engineFor(componentId: string, credentialId: string) {
    const flow = await alice.flows.save({
      name: `Sync ${componentId}`,
      steps: [{ name: 'Orders', componentId, credentialId }],
    })
    if (flow.outcome !== 'saved') throw new Error(flow.outcome)
    await alice.flows.activate({ flowId: flow.id })
    const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    const engineCaller: Caller = stepkey.visitor({ apiKey: key })
    const ref = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    return { ...ref, issue: () => engineCaller.credentials.issue(ref) }
  }

  it('are drafts until they are published, and then work like every other component', async () => {
    const componentId = newId()
    const saved = await alice.components.save({ componentId, definition: shop })
    expect(saved).toMatchObject({ outcome: 'saved', version: 1, revision: 1, problems: [] })
    const isListed = async () => (await alice.components.list()).some(({ id }) => id === componentId)
    expect(await isListed()).toBe(false)
    await expect(create(componentId)).rejects.toMatchObject({
      cause: { fields: [{ path: 'componentId', code: 'unknown_component' }] },
    })

    expect(await alice.components.publish({ componentId })).toEqual({
      outcome: 'not_published',
      problems: [],
      untried: ['key'],
    })
    await publish(componentId)
    expect(await isListed()).toBe(true)
    expect(await alice.components.get({ componentId })).toMatchObject({
      title: 'Acme Shop',
      source: 'workspace',
      methods: { key: { fields: { required: ['baseUrl', 'key'] }, check: 'http' } },
    })
    const created = await create(componentId)
    expect(created).toMatchObject({ outcome: 'saved', credential: { identity: 'alice', status: 'verified' } })
    if (created.outcome !== 'saved') return
    const { issue } = await engineFor(componentId, created.credential.id)
    expect(await issue()).toMatchObject({ componentId, headers: { authorization: 'Bearer good' } })
    expect(await create(componentId, 'Typo', { ...good(), key: 'goood' })).toMatchObject({
      outcome: 'not_saved',
      verification: { outcome: 'rejected' },
    })
  })

  it('belong to one workspace', async () => {
    const componentId = newId()
    await publish(componentId)
    expect((await bob.components.list()).map(({ id }) => id)).not.toContain(componentId)
    for (const call of [
      () => bob.components.get({ componentId }),
      () => bob.components.definition({ componentId }),
      () => bob.components.trial({ componentId, methodId: 'key', good: good() }),
      () => bob.components.publish({ componentId }),
      () => bob.components.archive({ componentId, archived: true }),
      () => bob.components.remove({ componentId }),
    ])
      await expect(call()).rejects.toMatchObject({ cause: { code: 'not_found' } })
    // The same id in another workspace is another component.
    await bob.components.save({ componentId, definition: { ...shop, title: 'Bob’s' } })
    expect(await alice.components.definition({ componentId })).toMatchObject({
      definition: { title: 'Acme Shop' },
    })
  })

  it('can be saved with problems, which prevent the publication, and lose nothing', async () => {
    const componentId = newId()
    const incomplete = { title: 'Half', methods: { key: { ...key, baseUrl: 'acme' } }, later: { more: [1] } }
    const saved = await alice.components.save({ componentId, definition: incomplete })
    expect(saved.outcome === 'saved' && saved.problems.map(({ at }) => at)).toContain('/schema')
    expect(await alice.components.definition({ componentId })).toMatchObject({
      state: 'draft',
      definition: { ...incomplete, id: componentId, version: 1 },
    })
    expect(await alice.components.publish({ componentId })).toMatchObject({ outcome: 'not_published' })
    await expect(
      alice.components.trial({ componentId, methodId: 'key', good: good() }),
    ).rejects.toMatchObject({ cause: { code: 'invalid_input' } })
  })

  it('are not overwritten by an outdated revision', async () => {
    const componentId = newId()
    await alice.components.save({ componentId, definition: shop })
    await alice.components.save({ componentId, definition: { ...shop, title: 'Second' }, revision: 1 })
    expect(await alice.components.save({ componentId, definition: shop, revision: 1 })).toEqual({
      outcome: 'stale',
      revision: 2,
    })
    expect(await alice.components.publish({ componentId, revision: 1 })).toEqual({
      outcome: 'stale',
      revision: 2,
    })
  })

  describe('a trial', () => {
    it('proves nothing if the target accepts everything, and says so', async () => {
      const componentId = newId()
      const open = await world.http((_, response) => response.end('{"owner":"anyone"}'))
      await alice.components.save({ componentId, definition: shop })
      const trial = await alice.components.trial({
        componentId,
        methodId: 'key',
        good: { baseUrl: open, key: 'good' },
      })
      expect(trial).toMatchObject({
        good: { outcome: 'verified' },
        spoilt: { outcome: 'verified' },
        proves: false,
        advice: expect.stringContaining('proves nothing'),
      })
      expect(await alice.components.publish({ componentId })).toMatchObject({ untried: ['key'] })
      const untested = { key: 'There is no test account' }
      expect(await alice.components.publish({ componentId, untested })).toMatchObject({
        outcome: 'published',
      })
      expect(await alice.components.definition({ componentId })).toMatchObject({ untested })
    })

    it('advises a rule for an unusual refusal', async () => {
      const componentId = newId()
      const odd = await world.http((request, response) =>
        response.writeHead(request.headers.authorization === 'Bearer good' ? 200 : 418).end('{}'),
      )
      await alice.components.save({ componentId, definition: shop })
      const values = { baseUrl: odd, key: 'good' }
      const tried = await alice.components.trial({ componentId, methodId: 'key', good: values })
      expect(tried).toMatchObject({ proves: false, advice: expect.stringContaining('418') })
      const verify = { ...key.verify, rejected: [{ status: 418 }] }
      const definition = { ...shop, methods: { key: { ...key, verify } } }
      await alice.components.save({ componentId, definition })
      const again = await alice.components.trial({ componentId, methodId: 'key', good: values })
      expect(again).toMatchObject({ proves: true, spoilt: { outcome: 'rejected' } })
    })

    it('returns the response to choose from, with echoed secrets masked, and stores no values', async () => {
      const componentId = newId()
      const echo = await world.http((request, response) => {
        const { authorization = '' } = request.headers
        const status = authorization === 'Bearer s3cret-value' ? 200 : 401
        response.writeHead(status).end(JSON.stringify({ owner: 'ann', you: { sent: [authorization] } }))
      })
      await alice.components.save({ componentId, definition: shop })
      const values = { baseUrl: echo, key: 's3cret-value' }
      const { response } = await alice.components.trial({ componentId, methodId: 'key', good: values })
      expect(response).toMatchObject({ status: 200, json: '{"owner":"ann","you":{"sent":["•••"]}}' })
      const rows = await stepkey.deps.db.selectFrom('component_version').selectAll().execute()
      expect(JSON.stringify(rows)).not.toContain('s3cret-value')
    })

    it('counts until method, placement or verification change, also for later versions', async () => {
      const componentId = newId()
      await publish(componentId)
      const renamed = { ...shop, title: 'Acme', methods: { key: { ...key, title: 'Key of the shop' } } }
      await alice.components.save({ componentId, definition: renamed })
      expect(await alice.components.publish({ componentId })).toMatchObject({ version: 2 })
      const moved = { ...key, place: [{ in: 'header', name: 'X-Key', value: '{{key}}' }] }
      await alice.components.save({ componentId, definition: { ...shop, methods: { key: moved } } })
      expect(await alice.components.publish({ componentId })).toMatchObject({ untried: ['key'] })
    })
  })

  describe('versions', () => {
    it('never change after their publication', async () => {
      const componentId = newId()
      await publish(componentId)
      await alice.components.save({ componentId, definition: { ...shop, title: 'Draft' } })
      const published = await alice.components.definition({ componentId, version: 1 })
      expect(published).toMatchObject({ state: 'published', definition: { title: 'Acme Shop' } })
      expect(published.versions.map(({ version, state }) => [version, state])).toEqual([
        [2, 'draft'],
        [1, 'published'],
      ])
      await expect(
        stepkey.deps.db
          .selectFrom('component_version')
          .select('definition')
          .where('component_id', '=', componentId)
          .where('version', '=', 1)
          .executeTakeFirst(),
      ).resolves.toMatchObject({ definition: JSON.stringify(shop) })
    })

    it('of credentials stay, until these are changed; then what is new must be entered', async () => {
      const componentId = newId()
      await publish(componentId)
      const created = await create(componentId)
      if (created.outcome !== 'saved') throw new Error(created.outcome)
      const { id: credentialId, version } = created.credential
      const { issue } = await engineFor(componentId, credentialId)
      await alice.components.save({ componentId, definition: withRegion })
      const values = { ...good(), region: 'eu' }
      await alice.components.trial({ componentId, methodId: 'key', good: values })
      expect(await alice.components.publish({ componentId })).toMatchObject({ version: 2 })

      const listed = async () => (await alice.credentials.list({ componentId })).items[0]?.newFields
      expect(await listed()).toEqual(['Region'])
      expect((await alice.credentials.get({ credentialId })).newFields).toEqual(['Region'])
      expect((await issue()).headers).toEqual({ authorization: 'Bearer good' })
      expect(await alice.credentials.verify({ credentialId })).toMatchObject({ outcome: 'verified' })
      await expect(
        alice.credentials.update({ credentialId, version, values: { key: 'good' } }),
      ).rejects.toMatchObject({ cause: { fields: [{ path: 'values.region', code: 'required' }] } })
      // The new version sends secrets differently, so they are asked for again.
      await expect(
        alice.credentials.update({ credentialId, version, values: { region: 'eu' } }),
      ).rejects.toMatchObject({ cause: { fields: [{ path: 'values.key', code: 'secret_needed' }] } })
      const updated = await alice.credentials.update({
        credentialId,
        version,
        values: { region: 'eu', key: 'good' },
      })
      expect(updated).toMatchObject({ outcome: 'saved' })
      expect((await issue()).headers).toEqual({ authorization: 'Bearer good', 'x-region': 'eu' })
      expect(await listed()).toBeUndefined()
    })
  })

  it('send stored secrets nowhere else when a new version names another server', async () => {
    const componentId = newId()
    const received: string[] = []
    const thief = await world.http((request, response) => {
      received.push(request.headers.authorization ?? '')
      response.end('{"owner":"thief"}')
    })
    const fixed = (address: string) => {
      const { baseUrl: _, ...properties } = key.fields.properties
      const fields = { ...key.fields, properties, required: ['key'] }
      return { ...shop, methods: { key: { ...key, fields, baseUrl: address } } }
    }
    await alice.components.save({ componentId, definition: fixed(base) })
    await alice.components.trial({ componentId, methodId: 'key', good: { key: 'good' } })
    await alice.components.publish({ componentId })
    const created = await create(componentId, 'Shop', { key: 'good' })
    if (created.outcome !== 'saved') throw new Error(created.outcome)
    const { id: credentialId, version } = created.credential
    await alice.components.save({ componentId, definition: fixed(thief) })
    await alice.components.publish({ componentId, untested: { key: 'The thief accepts everything' } })

    await alice.credentials.verify({ credentialId })
    const { issue } = await engineFor(componentId, credentialId)
    expect((await issue()).baseUrl).toBe(base)
    await expect(alice.credentials.update({ credentialId, version, values: {} })).rejects.toMatchObject({
      cause: { fields: [{ path: 'values.key', code: 'secret_needed' }] },
    })
    await expect(alice.credentials.verify({ credentialId, values: {} })).rejects.toMatchObject({
      cause: { fields: [{ path: 'values.key', code: 'secret_needed' }] },
    })
    expect(received).toEqual([])
  })

  it('are hidden from new credentials while they are archived', async () => {
    const componentId = newId()
    await publish(componentId)
    const created = await create(componentId)
    if (created.outcome !== 'saved') throw new Error(created.outcome)
    const { issue } = await engineFor(componentId, created.credential.id)
    await alice.components.archive({ componentId, archived: true })
    const listed = (await alice.components.list()).find(({ id }) => id === componentId)
    expect(listed).toMatchObject({ archived: true, credentialCount: 1 })
    await expect(create(componentId, 'Other')).rejects.toThrow('archived')
    expect(await issue()).toMatchObject({ headers: { authorization: 'Bearer good' } })
    await alice.components.archive({ componentId, archived: false })
    expect(await create(componentId, 'Other')).toMatchObject({ outcome: 'saved' })
    expect((await alice.components.get({ componentId })).archived).toBeUndefined()
  })

  it('are deleted only if nothing uses them', async () => {
    const componentId = newId()
    await publish(componentId)
    const created = await create(componentId, 'Her shop')
    if (created.outcome !== 'saved') throw new Error(created.outcome)
    const { id } = created.credential
    expect(await alice.components.remove({ componentId })).toEqual({
      outcome: 'in_use',
      credentials: [{ id, name: 'Her shop' }],
      flows: [],
      oauthAppCount: 0,
    })
    await expect(
      stepkey.deps.db.deleteFrom('component').where('id', '=', componentId).execute(),
    ).rejects.toThrow(/foreign key/i)
    await alice.credentials.remove({ credentialId: id })
    expect(await alice.components.remove({ componentId })).toEqual({ outcome: 'deleted' })
    expect((await alice.components.own()).items.map((item) => item.id)).not.toContain(componentId)
    // The deleted credential can't be restored without its component.
    await expect(alice.deletedCredentials.restore({ credentialId: id })).rejects.toMatchObject({
      cause: { fields: [{ code: 'unknown_component' }] },
    })
  })

  it('can be deleted while new values are verified, which are then refused', async () => {
    const componentId = newId()
    await publish(componentId)
    const { promise, resolve: open } = Promise.withResolvers<void>()
    api.gate = promise
    const requests = api.requestedPaths.length
    const creating = create(componentId).catch((error: unknown) => error)
    await expect.poll(() => api.requestedPaths.length).toBe(requests + 1)
    expect(await alice.components.remove({ componentId })).toEqual({ outcome: 'deleted' })
    open()
    expect(await creating).toMatchObject({ cause: { fields: [{ code: 'unknown_component' }] } })
    delete api.gate
  })

  it('are deleted with their organization, also if credentials use them', async () => {
    const { id } = await alice.organizations.create({ name: 'Acme' })
    const acme = alice.in(id)
    const componentId = newId()
    await acme.components.save({ componentId, definition: shop })
    await acme.components.publish({ componentId, untested: { key: 'Not needed here' } })
    const saved = await acme.credentials.create({
      componentId,
      methodId: 'key',
      name: 'Shop',
      values: good(),
    })
    if (saved.outcome !== 'saved') throw new Error(saved.outcome)
    const { id: credentialId, version } = saved.credential
    await acme.credentials.addValue({ credentialId, version, values: good() })
    expect(await acme.organizations.remove({ typedName: 'Acme' })).toMatchObject({ outcome: 'deleted' })
    const rows = await stepkey.deps.db
      .selectFrom('component_version')
      .select('id')
      .where('workspace_id', '=', id)
      .execute()
    expect(rows).toEqual([])
  })

  it('are recorded in the audit log', async () => {
    const componentId = newId()
    await publish(componentId)
    await alice.components.archive({ componentId, archived: true })
    const { items } = await alice.audit.list({ subjectId: componentId })
    expect(items.map(({ action }) => action)).toEqual([
      'component.archived',
      'component.published',
      'component.tried',
      'component.saved',
    ])
  })
})
