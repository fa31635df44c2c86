import type { CreateConnectSession } from '@stepkey/shared/connect-session'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'
import { sweepConnectSessions } from './connect-session.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
type Input = z.input<typeof CreateConnectSession>

describe.each(engines)('connect sessions on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person
  /** The server of the embedding application. */
  let host: Caller
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    await world.https('api.github.com', ({ headers }, response) => {
      const login = { 'Bearer first': 'alice', 'Bearer second': 'bob' }[headers.authorization ?? '']
      response.writeHead(login ? 200 : 401, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ login }))
    })
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  let people = 0
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
    const { key } = await alice.apiKeys.create({ name: 'Host', scopes: ['connect'] })
    host = stepkey.visitor({ apiKey: key })
    api.tokens.clear()
    api.tokens.set('good', 'alice')
  })

  const credential = async (name: string, owner?: string) => {
    const created = await alice.credentials.create({ ...fakeApiCredential(base, name), owner })
    assertSaved(created)
    return created.credential
  }
  const open = async (input: Input) => {
    const { token } = await host.connectSessions.create(input)
    return stepkey.visitor({ connectToken: token })
  }
  const namesFor = async (rpc: Caller) => (await rpc.credentials.list()).items.map(({ name }) => name)
  const http: Input = { componentIds: ['http'], actions: ['choose', 'create'] }
  const refused = { code: 'FORBIDDEN' }
  const problemOf = async (input: Input) =>
    await host.connectSessions.create(input).then(
      () => 'accepted',
      ({ cause }) => cause.fields[0],
    )

  it('are created by API keys with the scope `connect` only', async () => {
    await expect(alice.connectSessions.create({ ...http, owner: 'org_1' })).rejects.toMatchObject(refused)
    const { key } = await alice.apiKeys.create({ name: 'Reader', scopes: ['read', 'write'] })
    const reader = stepkey.visitor({ apiKey: key })
    await expect(reader.connectSessions.create({ ...http, owner: 'org_1' })).rejects.toMatchObject(refused)
  })

  it('show the credentials of their owner, of all owners with *, and otherwise those of the workspace', async () => {
    await credential('One', 'org_1')
    await credential('Two', 'org_2')
    await credential('Ours')
    expect(await namesFor(await open({ ...http, owner: 'org_1' }))).toEqual(['One'])
    expect(await namesFor(await open({ ...http, owner: '*' }))).toEqual(['One', 'Ours', 'Two'])
    const { token } = await host.connectTokens.create({ componentId: 'http', actions: ['choose'] })
    expect(await namesFor(stepkey.visitor({ connectToken: token }))).toEqual(['Ours'])
    const forOwner = { componentId: 'http', owner: 'org_2', actions: ['choose' as const] }
    const { token: other } = await host.connectTokens.create(forOwner)
    expect(await namesFor(stepkey.visitor({ connectToken: other }))).toEqual(['Two'])
  })

  it('create credentials with their owner and tags, and answer without them', async () => {
    const rpc = await open({ ...http, owner: 'org_1', tags: { plan: 'pro' } })
    const input = fakeApiCredential(base, 'Shop')
    const created = await rpc.credentials.create(input)
    assertSaved(created)
    expect(created.credential).toMatchObject({ owner: null, tags: {} })
    const credentialId = created.credential.id
    expect(await alice.credentials.get({ credentialId })).toMatchObject({
      owner: 'org_1',
      tags: { plan: 'pro' },
    })
    for (const more of [{ owner: 'org_2' }, { tags: { plan: 'free' } }])
      await expect(rpc.credentials.create({ ...input, ...more })).rejects.toMatchObject(refused)
    const ours = await open({ ...http, owner: '*' })
    const second = await ours.credentials.create(input)
    assertSaved(second)
    expect(await alice.credentials.get({ credentialId: second.credential.id })).toMatchObject({ owner: null })
  })

  it('tell the page which scopes its forms start with, and whether it can be returned to', async () => {
    const origin = 'https://app.example.com'
    const { id: embedId } = await alice.embeds.create({ name: 'App', origin })
    const input: Input = { ...http, owner: 'org_1', embedId, scopes: ['read', 'write'] }
    const task = await (await open({ ...input, returnUrl: `${origin}/settings` })).connectTokens.task()
    expect(task).toMatchObject({ scopes: ['read', 'write'], returns: true })
    expect(await (await open(input)).connectTokens.task()).not.toHaveProperty('returns')
    for (const returnUrl of [
      'https://app.example.com.evil.example/',
      'http://app.example.com/',
      'https://app.example.com:444/',
      'https://app.example.com@evil.example/',
      'https:\\\\evil.example/',
      'blob:https://app.example.com/page',
      'https://user:password@app.example.com/',
      'javascript:alert(1)',
      'data:text/html,x',
      '/settings',
    ])
      expect(await problemOf({ ...input, returnUrl }), returnUrl).toMatchObject({ path: 'returnUrl' })
    expect(await problemOf({ ...http, owner: 'org_1', returnUrl: origin })).toMatchObject({
      path: 'returnUrl',
    })
  })

  it('offer several components, and only the methods that they name', async () => {
    const rpc = await open({
      owner: 'org_1',
      componentIds: ['http', 'petstore', 'http'],
      methods: ['bearer', 'apiKey'],
      actions: ['create'],
    })
    expect(await rpc.connectTokens.task()).toMatchObject({ componentIds: ['http', 'petstore'] })
    const components = await rpc.components.list({})
    expect(components.map(({ id, methods }) => [id, methods.map((method) => method.id)])).toEqual([
      ['petstore', ['apiKey']],
      ['http', ['bearer']],
    ])
    expect(Object.keys((await rpc.components.get({ componentId: 'http' })).methods)).toEqual(['bearer'])
    await expect(rpc.components.get({ componentId: 'github' })).rejects.toMatchObject(refused)
    const input = fakeApiCredential(base, 'Shop')
    await expect(rpc.credentials.create({ ...input, methodId: 'basic' })).rejects.toMatchObject(refused)
    assertSaved(await rpc.credentials.create(input))
  })

  it('refuses input that contradicts itself, and names the member', async () => {
    const { id: credentialId } = await credential('Shop', 'org_1')
    const flow = await alice.flows.save({ name: 'Sync', steps: [{ name: 'Read', componentId: 'http' }] })
    assertSaved(flow)
    const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    const wrong: [Input, string][] = [
      [{ componentIds: ['http'], actions: ['choose'] }, 'owner'],
      [{ actions: ['create'] }, 'componentIds'],
      [{ actions: ['reconnect'] }, 'credentialId'],
      [{ actions: ['reconnect', 'create'], credentialId, componentIds: ['http'] }, 'actions'],
      [{ actions: ['create'], credentialId, componentIds: ['http'] }, 'credentialId'],
      [{ actions: ['create'], componentIds: ['http', 'petstore'], bindTo }, 'bindTo'],
      [{ actions: ['choose'], owner: 'org_1', componentIds: ['http'], tags: { a: '' } }, 'tags'],
      [{ actions: ['choose'], owner: 'org_1', componentIds: ['http'], scopes: ['read'] }, 'scopes'],
      [
        { actions: ['choose'], owner: 'org_1', componentIds: ['http'], returnUrl: 'https://a.example/' },
        'returnUrl',
      ],
      [{ actions: ['create'], componentIds: ['nothing'] }, 'componentIds'],
      [{ actions: ['create'], componentIds: ['http'], methods: ['nothing'] }, 'methods'],
      [{ actions: ['create'], componentIds: ['http', 'github'], methods: ['bearer'] }, 'componentIds'],
      [{ actions: ['create'], componentIds: ['http'], expiresIn: 8 * 24 * 3600 }, 'expiresIn'],
    ]
    for (const [input, path] of wrong)
      expect(await problemOf(input), JSON.stringify(input)).toMatchObject({ path })
    expect(await problemOf({ ...http, owner: '..' })).toMatchObject({
      path: 'owner',
      message: expect.stringMatching(/can’t be owners/),
    })
    const unknown = { ...http, owner: 'org_1', surprise: true } as Input
    expect(await problemOf(unknown)).toMatchObject({ path: 'surprise' })
  })

  it('are refused for a component with which nothing can be done, with the reason', async () => {
    const input: Input = { owner: 'org_1', componentIds: ['http', 'linkedin'], actions: ['choose', 'create'] }
    expect(await problemOf(input)).toMatchObject({
      path: 'componentIds',
      code: 'oauth_app_missing',
      message: expect.stringMatching(/^LinkedIn is connected through an OAuth app, and there is none yet/),
    })
  })

  describe('that connect a credential again', () => {
    it('replace its values, keep its id, and reach nothing else', async () => {
      const shop = await credential('Shop', 'org_1')
      const { id: other } = await credential('Other', 'org_1')
      const rpc = await open({ owner: 'org_1', actions: ['reconnect'], credentialId: shop.id })
      expect(await rpc.connectTokens.task()).toMatchObject({
        componentId: 'http',
        actions: ['reconnect'],
        credentialId: shop.id,
      })
      expect(await rpc.credentials.get({ credentialId: shop.id })).toMatchObject({
        name: 'Shop',
        values: { baseUrl: base },
        stored: ['token'],
        owner: null,
      })
      api.tokens.clear()
      api.tokens.set('new', 'alice')
      const reconnect = (token: string, credentialId = shop.id) =>
        rpc.credentials.update({ credentialId, version: shop.version, values: { token } })
      expect(await reconnect('wrong')).toMatchObject({
        outcome: 'not_saved',
        verification: { outcome: 'rejected' },
      })
      const { credentialId, version } = { credentialId: shop.id, version: shop.version }
      expect(await rpc.credentials.update({ credentialId, version }), 'the stored key').toMatchObject({
        outcome: 'not_saved',
        verification: { outcome: 'rejected' },
      })
      const saved = await reconnect('new')
      assertSaved(saved)
      expect(saved.credential).toMatchObject({ id: shop.id, status: 'verified', useCount: 0 })
      await expect(reconnect('new', other)).rejects.toMatchObject(refused)
      for (const attempt of [
        () => rpc.credentials.update({ credentialId: shop.id, version: 2, name: 'Mine' }),
        () => rpc.credentials.update({ credentialId: shop.id, version: 2, owner: 'org_2' }),
        () => rpc.credentials.list(),
        () => rpc.credentials.create(fakeApiCredential(base, 'New', 'new')),
      ])
        await expect(attempt()).rejects.toMatchObject(refused)
    })

    it('ask before they accept another account', async () => {
      const created = await alice.credentials.create({
        componentId: 'github',
        methodId: 'token',
        name: 'CI bot',
        owner: 'org_1',
        values: { token: 'first' },
      })
      assertSaved(created)
      const { id: credentialId, version } = created.credential
      const rpc = await open({ actions: ['reconnect'], credentialId })
      const input = { credentialId, version, values: { token: 'second' } }
      expect(await rpc.credentials.update(input)).toEqual({
        outcome: 'other_account',
        before: 'alice',
        now: 'bob',
      })
      assertSaved(await rpc.credentials.update({ ...input, allowOtherAccount: true }))
    })

    it('can’t be created for the credential of another owner, and end when the owner changes', async () => {
      const { id: credentialId, version } = await credential('Shop', 'org_1')
      const input: Input = { actions: ['reconnect'], credentialId }
      await expect(open({ ...input, owner: 'org_2' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const rpc = await open({ ...input, owner: 'org_1' })
      assertSaved(await alice.credentials.update({ credentialId, version, owner: 'org_2' }))
      await expect(rpc.connectTokens.task()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
      const again = await open({ ...input, owner: 'org_2' })
      await alice.credentials.remove({ credentialId })
      await expect(again.connectTokens.task()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    })
  })

  it('end when the credentials of their owner are removed', async () => {
    const rpc = await open({ ...http, owner: 'org_1' })
    const other = await open({ ...http, owner: 'org_2' })
    await alice.owners.remove({ owner: 'org_1', dryRun: true })
    expect(await rpc.connectTokens.task()).toBeDefined()
    await alice.owners.remove({ owner: 'org_1' })
    await expect(rpc.connectTokens.task()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    expect(await other.connectTokens.task()).toBeDefined()
  })

  describe('a link', () => {
    const openLink = async (link: string) =>
      await stepkey.visitor().connectSessions.open({ secret: link.split('#link=')[1] ?? '' })

    it('opens the same task any number of times until it ends', async () => {
      const created = await host.connectSessions.create({ ...http, owner: 'org_1', expiresIn: 24 * 3600 })
      const now = stepkey.deps.clock().getTime()
      expect(created).toMatchObject({
        expiresAt: new Date(now + 60 * MINUTE).toISOString(),
        linkExpiresAt: new Date(now + DAY).toISOString(),
        connectLink: expect.stringMatching(/\/connect#link=[\w-]{43}$/),
      })
      stepkey.pass(2 * 60 * MINUTE)
      await sweepConnectSessions(stepkey.deps)
      const first = await openLink(created.connectLink)
      expect(first).toMatchObject({ workspace: `Alice${people}`, until: created.linkExpiresAt })
      const second = await openLink(created.connectLink)
      for (const { token } of [first, second]) {
        const rpc = stepkey.visitor({ connectToken: token })
        expect(await rpc.connectTokens.task()).toMatchObject({ actions: ['choose', 'create'] })
      }
      stepkey.pass(DAY)
      await expect(openLink(created.connectLink)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await sweepConnectSessions(stepkey.deps)
      const left = await stepkey.deps.db
        .selectFrom('connect_session')
        .select('id')
        .where('id', '=', created.id)
        .execute()
      expect(left).toEqual([])
    })

    it('lasts at least half an hour, ends with the API key, and is stored nowhere', async () => {
      const { connectLink, linkExpiresAt } = await host.connectSessions.create({
        ...http,
        owner: 'org_1',
        expiresIn: 60,
      })
      const now = stepkey.deps.clock().getTime()
      expect(linkExpiresAt).toBe(new Date(now + 30 * MINUTE).toISOString())
      const { token } = await openLink(connectLink)
      const stored = await stepkey.deps.db.selectFrom('connect_session').selectAll().execute()
      const secret = connectLink.split('#link=')[1] ?? ''
      expect(JSON.stringify([stored, await alice.audit.list()])).not.toContain(secret)
      expect(stepkey.logged.join('')).not.toContain(secret)
      const [key] = await alice.apiKeys.list()
      await alice.apiKeys.revoke({ apiKeyId: key?.id ?? '' })
      await expect(openLink(connectLink)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const rpc = stepkey.visitor({ connectToken: token })
      await expect(rpc.connectTokens.task()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    })
  })
})
