import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'

type Limits = { owners?: string[]; componentIds?: string[] }

describe.each(engines)('API keys that are limited to owners and components on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(createFakeApi().listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  let people = 0
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  const shop = (name: string, owner?: string) => ({ ...fakeApiCredential(base, name), owner })
  const create = async (name: string, owner?: string, by: Caller = alice) => {
    const created = await by.credentials.create(shop(name, owner))
    assertSaved(created)
    return created.credential
  }
  const keyFor = async (limits: Limits) => {
    const scopes = ['read' as const, 'write' as const, 'issue' as const, 'connect' as const]
    const { key } = await alice.apiKeys.create({ name: 'Limited', scopes, ...limits })
    return stepkey.visitor({ apiKey: key })
  }
  const field = (path: string) => ({ cause: { fields: [{ path }] } })

  it('are listed with their limits, and refuse scopes that show all credentials', async () => {
    const limits = { owners: ['org_1', ''], componentIds: ['http'] }
    await keyFor(limits)
    expect(await alice.apiKeys.list()).toMatchObject([limits])
    for (const scope of ['audit', 'flows'] as const) {
      const creating = alice.apiKeys.create({ name: 'X', scopes: ['read', scope], owners: ['org_1'] })
      await expect(creating).rejects.toMatchObject(field('scopes'))
    }
    const unknown = alice.apiKeys.create({ name: 'X', scopes: ['read'], componentIds: ['nothing'] })
    await expect(unknown).rejects.toMatchObject(field('componentIds.0'))
  })

  it('list and count only credentials, owners and components within their limits', async () => {
    await create('Own')
    await create('First', 'org_1')
    await create('Second', 'org_2')
    const caller = await keyFor({ owners: ['org_1'] })
    expect((await caller.credentials.list()).items.map(({ name }) => name)).toEqual(['First'])
    expect(await caller.credentials.count()).toMatchObject({ count: 1 })
    expect((await caller.owners.list()).items).toEqual([{ owner: 'org_1', credentialCount: 1 }])
    const counts = (await caller.components.list()).filter(({ credentialCount }) => credentialCount > 0)
    expect(counts).toMatchObject([{ id: 'http', credentialCount: 1 }])
    const ofOthers = await keyFor({ componentIds: ['github'] })
    expect((await ofOthers.credentials.list()).items).toEqual([])
    expect((await (await keyFor({ owners: [''] })).credentials.list()).items).toMatchObject([{ name: 'Own' }])
  })

  it('create credentials only within their limits, for the only owner if they name none', async () => {
    const one = await keyFor({ owners: ['org_1'], componentIds: ['http'] })
    expect(await create('First', undefined, one)).toMatchObject({ owner: 'org_1' })
    await expect(one.credentials.create(shop('Other', 'org_2'))).rejects.toMatchObject(field('owner'))
    const github = { componentId: 'github', methodId: 'token', name: 'Code', values: { token: 'ghp_madeup' } }
    await expect(one.credentials.create(github)).rejects.toMatchObject(field('componentId'))
    await expect(one.requests.create({ componentId: 'github', name: 'Code' })).rejects.toMatchObject(
      field('componentId'),
    )
    const two = await keyFor({ owners: ['org_1', 'org_2'] })
    await expect(two.credentials.create(shop('Unowned'))).rejects.toMatchObject(field('owner'))
  })

  it('can’t move a credential to another owner, and delete only their own', async () => {
    const { id: credentialId, version } = await create('First', 'org_1')
    const { id: foreign } = await create('Second', 'org_2')
    const caller = await keyFor({ owners: ['org_1'] })
    const moving = caller.credentials.update({ credentialId, version, owner: 'org_2' })
    await expect(moving).rejects.toMatchObject(field('owner'))
    const absent = { code: 'NOT_FOUND' }
    await expect(caller.credentials.remove({ credentialId: foreign })).rejects.toMatchObject(absent)
    await expect(caller.owners.remove({ owner: 'org_2' })).rejects.toMatchObject(field('owner'))
    // It would also end sessions for other components.
    const ofComponent = await keyFor({ componentIds: ['http'] })
    const removing = ofComponent.owners.remove({ owner: 'org_1' })
    await expect(removing).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await caller.owners.remove({ owner: 'org_1' })).toMatchObject({ outcome: 'removed' })
    expect(await alice.credentials.get({ credentialId: foreign })).toMatchObject({ name: 'Second' })
  })

  it('create connect sessions only within their limits', async () => {
    const { id: foreign } = await create('Second', 'org_2')
    const caller = await keyFor({ owners: ['org_1'], componentIds: ['http'] })
    const session = { owner: 'org_1', componentIds: ['http'], actions: ['choose' as const] }
    await expect(caller.connectSessions.create(session)).resolves.toBeDefined()
    for (const [input, path] of [
      [{ ...session, owner: 'org_2' }, 'owner'],
      [{ ...session, owner: '*' }, 'owner'],
      [{ componentIds: ['http'], actions: ['create' as const] }, 'owner'],
      [{ ...session, componentIds: ['http', 'github'] }, 'componentIds'],
    ] as const) {
      const creating = caller.connectSessions.create({
        ...input,
        actions: [...input.actions],
        componentIds: [...input.componentIds],
      })
      await expect(creating, path).rejects.toMatchObject(field(path))
    }
    const bindTo = { flowId: 'any', stepId: 'any' }
    await expect(caller.connectSessions.create({ ...session, bindTo })).rejects.toMatchObject(field('bindTo'))
    const reconnecting = caller.connectSessions.create({ actions: ['reconnect'], credentialId: foreign })
    await expect(reconnecting).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('get credentials of steps only within their limits, and no link for other owners', async () => {
    const own = await create('First', 'org_1')
    const foreign = await create('Second', 'org_2')
    const flow = await alice.flows.save({
      name: 'Sync',
      steps: [
        { name: 'Of 1', componentId: 'http', credentialId: own.id },
        { name: 'Of 2', componentId: 'http', credentialId: foreign.id },
        { name: 'Of any', componentId: 'http', binding: 'owner' },
      ],
    })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    const [first = '', second = '', third = ''] = flow.steps.map(({ id }) => id)
    const caller = await keyFor({ owners: ['org_1'] })
    const issue = async (stepId: string, owner = 'org_1') =>
      await caller.credentials.issue({ flowId: flow.id, stepId, owner }).catch(({ cause }) => cause)
    expect(await issue(first)).toMatchObject({ methodId: 'bearer' })
    expect(await issue(second)).toMatchObject({ code: 'not_found' })
    expect(await issue(third)).toMatchObject({ methodId: 'bearer' })
    const refused = await issue(third, 'org_2')
    expect(refused).toMatchObject({ code: 'not_connected', members: undefined })
    expect((await caller.flows.issue({ flowId: flow.id, owner: 'org_1' })).steps).toMatchObject({
      [first]: { methodId: 'bearer' },
      [second]: { code: 'not_found' },
      [third]: { methodId: 'bearer' },
    })
    expect((await caller.flows.get({ flowId: flow.id })).steps).toMatchObject([
      { credentialId: own.id },
      { credentialId: null },
      { credentialId: null },
    ])
    const { token } = await caller.flows.createRunToken({ flowId: flow.id })
    const worker = stepkey.visitor({ apiKey: token })
    const issuing = worker.credentials.issue({ flowId: flow.id, stepId: second })
    await expect(issuing).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const otherOwner = caller.flows.createRunToken({ flowId: flow.id, owner: 'org_2' })
    await expect(otherOwner).rejects.toMatchObject(field('owner'))
  })

  it('can’t call what concerns all credentials', async () => {
    const caller = await keyFor({ owners: ['org_1'] })
    for (const call of [
      () => caller.credentials.freezeAll(),
      () => caller.revocations.list(),
      () => caller.oauthApps.list(),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
