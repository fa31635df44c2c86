import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { createAuthorizationServer } from '../../../testing/servers/authorization-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { DAY } from '../../platform/time.ts'
import { findInconsistencies } from '../integrity/consistency.ts'
import { eraseDueCredentials } from './deleted-credentials.ts'

describe.each(engines)('deleted credentials on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let base: string
  let alice: Person
  let api = createFakeApi()
  let people = 0

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
    api = createFakeApi()
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  async function create(name = 'Shop', token = 'good') {
    const created = await alice.credentials.create(fakeApiCredential(base, name, token))
    assertSaved(created)
    return created.credential.id
  }
  async function createDeleted(name = 'Shop') {
    const credentialId = await create(name)
    await alice.credentials.remove({ credentialId })
    return credentialId
  }
  const restore = (credentialId: string, options = {}) =>
    alice.deletedCredentials.restore({ credentialId, ...options })
  const names = async (input?: { search: string }) =>
    (await alice.deletedCredentials.list(input)).items.map(({ name }) => name)
  const count = async () => {
    const components = await alice.components.list({ search: 'http' })
    return components.find(({ id }) => id === 'http')?.credentialCount
  }
  const isStored = async (id: string) => {
    const row = await stepkey.deps.db.selectFrom('deleted_credential').select('id').where('id', '=', id)
    return (await row.executeTakeFirst()) !== undefined
  }
  const NOT_FOUND = { cause: { code: 'not_found' } }

  it('are hidden from other workspaces, which can neither restore nor erase them', async () => {
    const credentialId = await createDeleted()
    const bob = await stepkey.signUp(`Bob${people}`)
    expect((await bob.deletedCredentials.list()).items).toEqual([])
    await expect(bob.deletedCredentials.restore({ credentialId })).rejects.toMatchObject(NOT_FOUND)
    await expect(bob.deletedCredentials.erase({ credentialId })).rejects.toMatchObject(NOT_FOUND)
    expect(await names()).toEqual(['Shop'])
  })

  it('are listed without values, the last deleted first, and leave their names free at once', async () => {
    const credentialId = await createDeleted()
    stepkey.pass(1000)
    await createDeleted('Bakery')
    await create('Shop')
    const { items, nextCursor, keptDays } = await alice.deletedCredentials.list()
    expect({ nextCursor, keptDays }).toEqual({ nextCursor: null, keptDays: 7 })
    expect(items.map(({ name }) => name)).toEqual(['Bakery', 'Shop'])
    const { deletedAt = '', eraseAt = '' } = items[1] ?? {}
    expect(items[1]).toEqual({
      id: credentialId,
      componentId: 'http',
      owner: null,
      tags: {},
      methodId: 'bearer',
      name: 'Shop',
      identity: null,
      isFrozen: false,
      deletedBy: alice.accountId,
      deletedAt,
      eraseAt,
    })
    expect(Date.parse(eraseAt) - Date.parse(deletedAt)).toBe(7 * DAY)
    await expect(alice.credentials.get({ credentialId })).rejects.toMatchObject(NOT_FOUND)
  })

  it('are found by words of the name and the component, and read page by page', async () => {
    for (const name of ['Café Nord', 'Café Süd', 'Bäckerei']) {
      await createDeleted(name)
      stepkey.pass(1000)
    }
    expect(await names({ search: 'cafe sud' })).toEqual(['Café Süd'])
    expect(await names({ search: 'http BACK' })).toEqual(['Bäckerei'])
    expect(await names({ search: 'nothing' })).toEqual([])
    const first = await alice.deletedCredentials.list({ limit: 2 })
    const second = await alice.deletedCredentials.list({ limit: 2, cursor: first.nextCursor ?? '' })
    expect(first.items.map(({ name }) => name)).toEqual(['Bäckerei', 'Café Süd'])
    expect(second).toMatchObject({ items: [{ name: 'Café Nord' }], nextCursor: null })
  })

  it('are restored with their id, as a new generation and a new version, after a verification', async () => {
    const credentialId = await create()
    const step = { name: 'Read', componentId: 'http', credentialId }
    const flow = await alice.flows.save({ name: 'Draft', steps: [step] })
    assertSaved(flow)
    const before = await alice.credentials.get({ credentialId })
    await alice.credentials.remove({ credentialId })
    expect(await count()).toBe(0)
    stepkey.pass(60_000)
    const requests = api.requestedPaths.length

    const restored = await restore(credentialId)
    expect(restored).toMatchObject({
      outcome: 'restored',
      credential: {
        ...before,
        version: 2,
        receipt: { outcome: 'verified' },
        updatedAt: stepkey.deps.clock().toISOString(),
      },
    })
    expect(JSON.stringify(restored)).not.toContain('good')
    expect(api.requestedPaths.length).toBeGreaterThan(requests)
    expect(await names()).toEqual([])
    expect(await count()).toBe(1)
    const { items } = await alice.credentials.values({ credentialId })
    expect(items).toMatchObject([{ generation: 2, state: 'current', createdBy: alice.accountId }])
    // Steps don't get it back by themselves.
    expect((await alice.flows.get({ flowId: flow.id })).steps[0]?.credentialId).toBeNull()
    await alice.flows.bindStep({ flowId: flow.id, stepId: flow.steps[0]?.id ?? '', credentialId })
    expect(await alice.flows.activate({ flowId: flow.id })).toMatchObject({ outcome: 'active' })
    const { items: entries } = await alice.audit.list({ subjectId: credentialId })
    expect(entries.map(({ action, outcome }) => [action, outcome]).slice(0, 3)).toEqual([
      ['credential.undeleted', 'done'],
      ['credential.deleted', 'done'],
      ['credential.created', 'done'],
    ])
    expect(await findInconsistencies(stepkey.deps.db)).toEqual([])
  })

  it('get a generation above those that were erased with the deletion', async () => {
    const credentialId = await create()
    api.tokens.set('two', 'alice')
    await alice.credentials.addValue({ credentialId, version: 1, values: { token: 'two' } })
    await alice.credentials.remove({ credentialId })
    await restore(credentialId)
    const { items } = await alice.credentials.values({ credentialId })
    expect(items.map(({ generation, state }) => [generation, state])).toEqual([[3, 'current']])
  })

  it('are not restored while the target rejects them, and stay in the list', async () => {
    const credentialId = await createDeleted()
    api.tokens.delete('good')
    for (const options of [{}, { allowUnverified: true }]) {
      expect(await restore(credentialId, options)).toMatchObject({
        outcome: 'not_saved',
        verification: { outcome: 'rejected' },
      })
    }
    expect(await names()).toEqual(['Shop'])
    expect((await alice.audit.list({ action: 'credential.undeleted' })).items[0]).toMatchObject({
      outcome: 'refused',
      detail: { name: 'Shop', outcome: 'rejected' },
    })
    api.tokens.set('good', 'alice')
    expect(await restore(credentialId)).toMatchObject({ outcome: 'restored' })
  })

  it('are restored after an inconclusive verification only if the caller allows it', async () => {
    const credentialId = await createDeleted()
    api.status = 503
    expect(await restore(credentialId)).toMatchObject({ outcome: 'not_saved' })
    expect(await restore(credentialId, { allowUnverified: true })).toMatchObject({
      outcome: 'restored',
      credential: { status: 'unverified' },
    })
  })

  it('need another name if theirs is taken, which is found before the verification', async () => {
    const credentialId = await createDeleted()
    await create('SHOP')
    const requests = api.requestedPaths.length
    await expect(restore(credentialId)).rejects.toMatchObject({
      cause: { code: 'invalid_input', fields: [{ path: 'name', code: 'name_taken' }] },
    })
    expect(api.requestedPaths).toHaveLength(requests)
    expect(await restore(credentialId, { name: 'Shop 2' })).toMatchObject({ credential: { name: 'Shop 2' } })
    expect((await alice.credentials.list({ search: 'shop 2' })).items).toHaveLength(1)
  })

  it('are also kept while they are failing, and count as working after the restoration', async () => {
    const credentialId = await create()
    api.tokens.delete('good')
    await alice.credentials.verify({ credentialId })
    await alice.credentials.remove({ credentialId })
    api.tokens.set('good', 'alice')
    expect(await restore(credentialId)).toMatchObject({ credential: { status: 'verified' } })
    expect(await findInconsistencies(stepkey.deps.db)).toEqual([])
  })

  it('stay frozen if they were frozen', async () => {
    const credentialId = await create()
    await alice.credentials.freeze({ credentialId })
    await alice.credentials.remove({ credentialId })
    expect((await alice.deletedCredentials.list()).items).toMatchObject([{ isFrozen: true }])
    expect(await restore(credentialId)).toMatchObject({ credential: { status: 'frozen' } })
  })

  it('are not kept if they have a grant, because their deletion ends it', async () => {
    const provider = await createAuthorizationServer(world)
    const { id: credentialId } = await connected(alice, provider)
    await alice.credentials.remove({ credentialId })
    expect(await names()).toEqual([])
    await expect(restore(credentialId)).rejects.toMatchObject(NOT_FOUND)
    expect(await isStored(credentialId)).toBe(false)
  })

  it('emit credential.created when they are restored', async () => {
    const credentialId = await createDeleted()
    const { webhook } = await alice.webhooks.create({ name: 'All', url: 'https://hooks.example/' })
    await restore(credentialId)
    const { items } = await alice.webhooks.deliveries({ webhookId: webhook.id })
    expect(items).toMatchObject([{ type: 'credential.created' }])
  })

  it('are erased at once on request', async () => {
    const credentialId = await createDeleted()
    expect(await alice.deletedCredentials.erase({ credentialId })).toEqual({ outcome: 'erased' })
    expect(await isStored(credentialId)).toBe(false)
    await expect(alice.deletedCredentials.erase({ credentialId })).rejects.toMatchObject(NOT_FOUND)
    await expect(restore(credentialId)).rejects.toMatchObject(NOT_FOUND)
    expect((await alice.audit.list({ subjectId: credentialId })).items[0]).toMatchObject({
      action: 'credential.erased',
      outcome: 'done',
    })
  })

  it('are erased by the job after their time, and can’t be restored even before it runs', async () => {
    const early = await createDeleted('Early')
    stepkey.pass(DAY)
    const late = await createDeleted('Late')
    await eraseDueCredentials(stepkey.deps)
    expect(await names()).toEqual(['Late', 'Early'])
    stepkey.pass(6 * DAY)
    expect(await names()).toEqual(['Late'])
    await expect(restore(early)).rejects.toMatchObject(NOT_FOUND)
    expect(await isStored(early)).toBe(true)
    await eraseDueCredentials(stepkey.deps)
    expect([await isStored(early), await isStored(late)]).toEqual([false, true])
  })

  it('are erased together with their workspace', async () => {
    const { id } = await alice.organizations.create({ name: 'Acme' })
    const owner = alice.in(id)
    const created = await owner.credentials.create(fakeApiCredential(base))
    assertSaved(created)
    const { id: credentialId } = created.credential
    await owner.credentials.remove({ credentialId })
    expect(await isStored(credentialId)).toBe(true)
    await owner.organizations.remove({})
    expect(await isStored(credentialId)).toBe(false)
  })

  it('are restored once if several calls restore, erase and rename at the same time', async () => {
    for (let round = 0; round < 10; round++) {
      const credentialId = await createDeleted(`Shop ${round}`)
      const results = await Promise.allSettled([
        restore(credentialId),
        restore(credentialId, { name: `Other ${round}` }),
        alice.deletedCredentials.erase({ credentialId }),
        eraseDueCredentials(stepkey.deps),
      ])
      const calls = results.slice(0, 3)
      expect(calls.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const call of calls) {
        if (call.status === 'rejected') expect(call.reason).toMatchObject(NOT_FOUND)
      }
      expect(await isStored(credentialId)).toBe(false)
    }
    expect(await findInconsistencies(stepkey.deps.db)).toEqual([])
  })

  it('are not replaced by an older restoration that was slow', async () => {
    const credentialId = await createDeleted()
    let open = () => {}
    api.gate = new Promise((resolve) => {
      open = resolve
    })
    const before = api.requestedPaths.length
    const slow = restore(credentialId)
    await expect.poll(() => api.requestedPaths.length, { timeout: 10_000 }).toBeGreaterThan(before)
    delete api.gate
    api.tokens.set('two', 'alice')
    assertRestored(await restore(credentialId))
    assertSaved(await alice.credentials.update({ credentialId, version: 2, values: { token: 'two' } }))
    await alice.credentials.remove({ credentialId })
    open()
    await expect(slow).rejects.toMatchObject(NOT_FOUND)
    // What was deleted last can still be restored: the new token.
    api.tokens.delete('good')
    assertRestored(await restore(credentialId))
  })
})

describe.each(engines)('with DELETED_CREDENTIAL_DAYS=0 on %s', (engine) => {
  it('a deleted credential is erased at once', async () => {
    const world = await createWorld()
    const base = await world.http(createFakeApi().listener)
    const stepkey = await startStepkey(engine, {
      outside: world.ports,
      config: { deletedCredentialDays: 0 },
    })
    try {
      const alice = await stepkey.signUp('Alice')
      const created = await alice.credentials.create(fakeApiCredential(base))
      assertSaved(created)
      const { id: credentialId } = created.credential
      expect(await alice.credentials.remove({ credentialId })).toEqual({ outcome: 'deleted' })
      expect(await alice.deletedCredentials.list()).toEqual({ items: [], nextCursor: null, keptDays: 0 })
      await expect(alice.deletedCredentials.restore({ credentialId })).rejects.toMatchObject({
        cause: { code: 'not_found' },
      })
      const { db } = stepkey.deps
      expect(await db.selectFrom('deleted_credential').select('id').execute()).toEqual([])
    } finally {
      await stepkey.stop()
      await world.close()
    }
  })
})

function assertRestored(result: { outcome: string }): void {
  expect(result.outcome).toBe('restored')
}
