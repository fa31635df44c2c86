import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { planOf } from '../../../testing/query-plan.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { findOwners } from './owner-table.ts'
import { findCredentialPage } from './page-table.ts'

it('finds the owners of a workspace with an index', async () => {
  const plan = await planOf((db) =>
    findOwners(db, { workspaceId: 'w' }, { prefix: 'org', after: 'org_1', limit: 50 }),
  )
  expect(plan).toMatch(/USING COVERING INDEX credential_o\w+ \(workspace_id=\? AND owner>\?/)
})

it('finds the credentials of an owner with an index', async () => {
  const query = { owner: 'org_42', sort: 'name' as const, limit: 50, idleSince: '' }
  const plan = await planOf((db) => findCredentialPage(db, { workspaceId: 'w' }, query))
  expect(plan).toMatch(/USING INDEX credential_owner \(workspace_id=\? AND owner=\?/)
})

describe.each(engines)('owners and tags on %s', (engine) => {
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
    api.requestedPaths.length = 0
  })

  const create = async (name: string, more: { owner?: string; tags?: Record<string, string> } = {}) => {
    const created = await alice.credentials.create({ ...fakeApiCredential(base, name), ...more })
    assertSaved(created)
    return created.credential
  }
  const namesOf = async (filter: Parameters<Person['credentials']['list']>[0]) =>
    (await alice.credentials.list(filter)).items.map(({ name }) => name)

  it('can’t be seen or removed from another workspace', async () => {
    await create('Shop', { owner: 'org_42' })
    expect(await bob.owners.list()).toEqual({ items: [], nextCursor: null })
    expect(await bob.owners.remove({ owner: 'org_42' })).toMatchObject({
      outcome: 'removed',
      credentials: [],
    })
    expect(await namesOf({ owner: 'org_42' })).toEqual(['Shop'])
  })

  it('belong to a credential, which keeps its name to itself within its owner', async () => {
    const first = await create('Shop', { owner: 'org_42', tags: { plan: 'pro', vip: '' } })
    expect(first).toMatchObject({ owner: 'org_42', tags: { plan: 'pro', vip: '' } })
    expect(await create('Shop', { owner: 'Org_42' })).toMatchObject({ owner: 'Org_42', tags: {} })
    expect(await create('Shop')).toMatchObject({ owner: null })
    const taken = { fields: [{ path: 'name', code: 'name_taken' }] }
    await expect(create('SHOP', { owner: 'org_42' })).rejects.toMatchObject({ cause: taken })
    await expect(create('shop')).rejects.toMatchObject({ cause: taken })
  })

  it('filter lists and counts together with all tags', async () => {
    await create('A', { owner: 'org_1', tags: { plan: 'pro', region: 'eu' } })
    await create('B', { owner: 'org_1', tags: { plan: 'free' } })
    await create('C', { owner: 'org_2', tags: { plan: 'pro' } })
    await create('D', { tags: { note: 'a:b' } })
    expect(await namesOf({ owner: 'org_1' })).toEqual(['A', 'B'])
    expect(await namesOf({ owner: '' })).toEqual(['D'])
    expect(await namesOf({ owner: 'org_1', tags: ['plan:pro'] })).toEqual(['A'])
    expect(await namesOf({ tags: ['plan'] })).toEqual(['A', 'B', 'C'])
    expect(await namesOf({ tags: ['plan:pro', 'region'] })).toEqual(['A'])
    expect(await namesOf({ tags: ['note:a:b'] })).toEqual(['D'])
    expect(await namesOf({ tags: ['plan:'] })).toEqual([])
    expect(await namesOf({ owner: 'org_1', search: 'b' })).toEqual(['B'])
    expect(await alice.credentials.count({ owner: 'org_1', tags: ['plan'] })).toEqual({
      count: 2,
      hasMore: false,
    })
  })

  it('change without a verification, and tags are merged', async () => {
    const { id, version } = await create('Shop', { tags: { plan: 'free', region: 'eu' } })
    api.requestedPaths.length = 0
    const change = { owner: 'org_42', tags: { plan: 'pro', region: null, vip: '' } }
    const updated = await alice.credentials.update({ credentialId: id, version, ...change })
    assertSaved(updated)
    expect(updated.credential).toMatchObject({ owner: 'org_42', tags: { plan: 'pro', vip: '' }, version: 2 })
    expect(await alice.credentials.update({ credentialId: id, version, tags: {} })).toMatchObject({
      outcome: 'stale',
    })
    const back = await alice.credentials.update({ credentialId: id, version: 2, owner: null })
    assertSaved(back)
    expect(back.credential).toMatchObject({ owner: null, tags: { plan: 'pro', vip: '' } })
    expect(api.requestedPaths).toEqual([])
  })

  it('refuses an owner whose credential has the same name', async () => {
    await create('Shop', { owner: 'org_42' })
    const { id, version } = await create('Shop')
    await expect(
      alice.credentials.update({ credentialId: id, version, owner: 'org_42' }),
    ).rejects.toMatchObject({ cause: { fields: [{ path: 'name', code: 'name_taken' }] } })
  })

  it('refuses wrong owners and tags, and more than 20 tags', async () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`key${n}`, '']))
    const { id, version } = await create('Shop', { tags: many })
    const wrongs: { owner?: string; tags?: Record<string, string> }[] = [
      { owner: '' },
      { owner: '*' },
      { owner: '..' },
      { owner: 'a\u0000' },
      { owner: 'x'.repeat(251) },
      { tags: { 'a:b': '' } },
      { tags: { a: 'b,c' } },
      { tags: { ['x'.repeat(41)]: '' } },
      { tags: { more: '' } },
    ]
    for (const wrong of wrongs) {
      await expect(
        alice.credentials.update({ credentialId: id, version, ...wrong }),
        JSON.stringify(wrong),
      ).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    }
    const swapped = await alice.credentials.update({
      credentialId: id,
      version,
      tags: { key0: null, more: '' },
    })
    assertSaved(swapped)
    expect(Object.keys(swapped.credential.tags)).toHaveLength(20)
  })

  it('are kept with a deleted credential, and restored', async () => {
    const { id } = await create('Shop', { owner: 'org_42', tags: { plan: 'pro' } })
    await alice.credentials.remove({ credentialId: id })
    const kept = { owner: 'org_42', tags: { plan: 'pro' } }
    expect((await alice.deletedCredentials.list()).items).toMatchObject([{ id, ...kept }])
    await create('Shop')
    const restored = await alice.deletedCredentials.restore({ credentialId: id })
    expect(restored).toMatchObject({ outcome: 'restored', credential: { id, ...kept } })
  })

  it('are listed with their counts, page by page', async () => {
    for (const [name, owner] of [
      ['A', 'org_2'],
      ['B', 'org_2'],
      ['A', 'org_1'],
      ['A', 'Ørg'],
    ] as const)
      await create(name, { owner })
    await create('Own')
    const page = await alice.owners.list({ limit: 2 })
    expect(page.items).toEqual([
      { owner: 'org_1', credentialCount: 1 },
      { owner: 'org_2', credentialCount: 2 },
    ])
    const rest = await alice.owners.list({ limit: 2, cursor: page.nextCursor ?? '' })
    expect(rest).toEqual({ items: [{ owner: 'Ørg', credentialCount: 1 }], nextCursor: null })
    expect((await alice.owners.list({ search: 'org_1' })).items).toHaveLength(1)
  })

  it('are listed page by page also if the longest owner ends a page', async () => {
    const longest = '日'.repeat(250)
    await create('Shop', { owner: longest })
    await create('Shop', { owner: `${'日'.repeat(249)}本` })
    const { items, nextCursor } = await alice.owners.list({ limit: 1 })
    expect(items).toMatchObject([{ owner: longest }])
    const next = await alice.owners.list({ limit: 1, cursor: nextCursor ?? '' })
    expect(next.items).toMatchObject([{ credentialCount: 1 }])
  })

  it('are named by any text in the path and the query of REST', async () => {
    const { key } = await alice.apiKeys.create({ name: 'Host', scopes: ['read', 'write'] })
    const send = (method: 'GET' | 'DELETE', path: string) =>
      stepkey.app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { host: 'localhost:4000', authorization: `Bearer ${key}` },
      })
    for (const owner of ['a/b?c#d e', '100%', 'ü'.repeat(250), '世'.repeat(250), '"><script>']) {
      await create('Shop', { owner, tags: { plan: 'pro', vip: '' } })
      const named = encodeURIComponent(owner)
      const list = await send('GET', `/credentials?owner=${named}&tags=plan:pro,vip`)
      expect(list.json(), owner).toMatchObject({ items: [{ owner }] })
      expect((await send('GET', `/credentials?owner=${named}&tags=vip&tags=plan:free`)).json().items).toEqual(
        [],
      )
      const plan = await send('DELETE', `/owners/${named}?dryRun=true`)
      expect([owner, plan.statusCode, plan.json()]).toMatchObject([owner, 200, { outcome: 'plan' }])
    }
    expect((await alice.owners.list()).items).toHaveLength(5)
  })

  it('deletes what no active flow uses, and names the flows that use the rest', async () => {
    const used = await create('Used', { owner: 'org_42' })
    const unused = await create('Unused', { owner: 'org_42' })
    const other = await create('Other', { owner: 'org_1' })
    const flow = await alice.flows.save({
      name: 'Sync',
      steps: [{ name: 'Read', componentId: 'http', credentialId: used.id }],
    })
    if (flow.outcome !== 'saved') throw new Error(flow.outcome)
    await alice.flows.activate({ flowId: flow.id })
    const left = {
      credentials: [
        { id: unused.id, componentId: 'http', name: 'Unused', isInUse: false, revocation: 'none' },
        { id: used.id, componentId: 'http', name: 'Used', isInUse: true, revocation: 'none' },
      ],
      flows: [{ id: flow.id, name: 'Sync', status: 'active', steps: [{ name: 'Read' }] }],
      hidden: 0,
      hasMore: false,
    }
    const plan = await alice.owners.remove({ owner: 'org_42', dryRun: true })
    expect(plan).toMatchObject({ outcome: 'plan', ...left })
    expect(await namesOf({ owner: 'org_42' })).toEqual(['Unused', 'Used'])

    expect(await alice.owners.remove({ owner: 'org_42' })).toMatchObject({ outcome: 'in_use', ...left })
    expect(await namesOf({})).toEqual(['Other', 'Used'])
    await alice.flows.deactivate({ flowId: flow.id })
    expect(await alice.owners.remove({ owner: 'org_42' })).toMatchObject({ outcome: 'removed', flows: [] })
    expect(await namesOf({})).toEqual(['Other'])
    expect(other.owner).toBe('org_1')
    expect((await alice.audit.list({ limit: 1 })).items).toMatchObject([
      { action: 'owner.removed', subjectId: 'org_42', detail: { name: 'org_42', count: 1, stayed: 0 } },
    ])
  })
})
