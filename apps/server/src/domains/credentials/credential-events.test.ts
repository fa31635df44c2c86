import type { RequestListener } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { leaked } from '../../../testing/leaked-secrets.ts'
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../testing/servers/authorization-server.ts'
import { createReceiver, type Receiver, readWith } from '../../../testing/servers/webhook-receiver.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { transact } from '../../platform/database/transaction.ts'
import { parseAllowRule } from '../../platform/egress/address-filter.ts'
import type { WorkspaceContext } from '../context.ts'
import { deliverDueEvents } from '../webhooks/deliver-events.ts'
import { createCredential } from './create-credential.ts'
import { emitCredentialCreated } from './credential-events.ts'
import { emitExpiryEvents } from './expiry-events.ts'

const DAY = 24 * 3600_000

describe.each(engines)('events of credentials and flows on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let receiver: Receiver
  let provider: AuthorizationServer
  let base: string
  let hook: string
  let alice: Person
  let secret: string
  let people = 0
  const api = createFakeApi()
  const github = { expires: '' }
  const asGithub: RequestListener = (_request, response) => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'github-authentication-token-expiration': github.expires,
    })
    response.end('{"login":"alice"}')
  }

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    await world.https('api.github.com', asGithub)
    provider = await createAuthorizationServer(world)
    stepkey = await startStepkey(engine, {
      outside: world.ports,
      config: { egressAllow: [parseAllowRule('127.0.0.1') ?? {}] },
    })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    await stepkey.deps.db.deleteFrom('webhook_event').execute()
    api.status = undefined
    api.tokens.clear()
    api.tokens.set('good', 'alice')
    receiver = createReceiver()
    alice = await stepkey.signUp(`Alice${++people}`)
    hook = await world.http(receiver.listener)
    secret = (await alice.webhooks.create({ name: 'Alarm', url: hook })).secret
  })

  /** Returns the events that arrived at the receiver since the last call, with their signatures verified. */
  async function newEvents() {
    await deliverDueEvents(stepkey.deps)
    const now = stepkey.deps.clock()
    return receiver.received.splice(0).map((request) => readWith(secret, request, now))
  }
  async function save(name = 'Shop', token = 'good') {
    const result = await alice.credentials.create(fakeApiCredential(base, name, token))
    assertSaved(result)
    return result.credential
  }
  async function activeFlow(credentialId: string, componentId = 'http') {
    const flow = await alice.flows.save({
      name: 'Orders',
      steps: [{ name: 'Read', componentId, credentialId }],
    })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    return flow
  }
  const contextOf = ({ workspaceId, accountId }: Person): WorkspaceContext => ({
    ...stepkey.deps,
    workspaceId,
    actor: { kind: 'person', id: accountId },
  })

  it('are not sent to webhooks of another workspace', async () => {
    const bob = await stepkey.signUp(`Bob${people}`)
    await bob.credentials.create(fakeApiCredential(base, 'Bob’s'))
    expect(await newEvents()).toEqual([])
  })

  it('are found in the log by the event, the credential and the flows that they name', async () => {
    const { id: credentialId, version } = await save()
    const { id: flowId } = await activeFlow(credentialId)
    await alice.credentials.update({ credentialId, version, name: 'Renamed' })
    await save('Other shop')
    const [webhook] = await alice.webhooks.list()
    const webhookId = webhook?.id ?? ''
    const { webhook: other } = await alice.webhooks.create({ name: 'Other', url: hook })
    const find = async (objectId: string, of = webhookId) =>
      (await alice.webhooks.deliveries({ webhookId: of, objectId })).items
    const typesOf = async (objectId: string) => (await find(objectId)).map(({ type }) => type)
    expect(await typesOf(credentialId)).toEqual(['credential.changed', 'credential.created'])
    expect(await typesOf(flowId)).toEqual(['credential.changed'])
    const [changed] = await find(flowId)
    expect(await find(changed?.eventId ?? '')).toEqual([changed])
    expect(await find('unknown')).toEqual([])
    expect(await find(credentialId, other.id), 'only of this webhook').toEqual([])
  })

  it('name the owner and the tags of a credential', async () => {
    const owned = { owner: 'org_42', tags: { plan: 'pro' } }
    const created = await alice.credentials.create({ ...fakeApiCredential(base, 'Shop'), ...owned })
    assertSaved(created)
    const { id: credentialId, version } = created.credential
    await alice.credentials.update({ credentialId, version, tags: { plan: 'free' } })
    await alice.credentials.remove({ credentialId })
    expect(await newEvents()).toMatchObject([
      { type: 'credential.created', data: { credential: owned } },
      { type: 'credential.changed', data: { credential: { ...owned, tags: { plan: 'free' } } } },
      { type: 'credential.deleted', data: { credential: { ...owned, tags: { plan: 'free' } } } },
    ])
  })

  it('report creation, failure, change, recovery and deletion of a credential', async () => {
    const { id, version } = await save()
    const named = { id, componentId: 'http', methodId: 'bearer', name: 'Shop' }
    const credential = { ...named, owner: null, tags: {}, status: 'verified' }
    expect(await newEvents()).toEqual([
      { type: 'credential.created', timestamp: stepkey.deps.clock().toISOString(), data: { credential } },
    ])

    const flow = await activeFlow(id)
    const flows = [
      {
        id: flow.id,
        name: 'Orders',
        status: 'active',
        steps: [{ id: flow.steps[0]?.id, name: 'Read' }],
      },
    ]
    api.tokens.clear()
    await alice.credentials.verify({ credentialId: id })
    await alice.credentials.verify({ credentialId: id })
    expect(await newEvents(), 'one event for two verifications').toEqual([
      {
        type: 'credential.failing',
        timestamp: expect.any(String),
        data: {
          credential: { ...credential, status: 'failing' },
          flows,
          hidden: 0,
          verification: expect.objectContaining({
            outcome: 'rejected',
            message: expect.stringContaining('rejected'),
          }),
        },
      },
    ])

    api.tokens.set('better', 'alice')
    await alice.credentials.update({ credentialId: id, version, name: 'Store', values: { token: 'better' } })
    const events = await newEvents()
    expect(events.map(({ type }) => type)).toEqual(['credential.changed', 'credential.recovered'])
    for (const { data } of events) {
      expect(data).toMatchObject({ credential: { name: 'Store', status: 'verified' }, flows })
    }

    await alice.flows.remove({ flowId: flow.id })
    await alice.credentials.remove({ credentialId: id })
    expect(await newEvents()).toMatchObject([{ type: 'credential.deleted', data: { credential: { id } } }])
  })

  it('report credential.recovered when a verification succeeds after a failure', async () => {
    const { id } = await save()
    api.status = 401
    await alice.credentials.verify({ credentialId: id })
    api.status = 503
    await alice.credentials.verify({ credentialId: id })
    api.status = undefined
    await alice.credentials.verify({ credentialId: id })
    expect((await newEvents()).map(({ type }) => type)).toEqual([
      'credential.created',
      'credential.failing',
      'credential.recovered',
    ])
  })

  it('report credential.failing with status reconnect when a credential is disconnected', async () => {
    const { id } = await connected(alice, provider)
    await alice.credentials.disconnect({ credentialId: id })
    expect(await newEvents()).toMatchObject([
      { type: 'credential.created' },
      {
        type: 'credential.failing',
        data: {
          credential: { id, status: 'reconnect' },
          verification: { outcome: 'rejected', reason: 'disconnected' },
        },
      },
    ])
  })

  const gitHubToken = async () =>
    (await alice.credentials.create({
      componentId: 'github',
      methodId: 'token',
      name: 'GitHub',
      values: { token: 'ghp_abcdefghijklmnopqrstuvwxyz0123456789' },
    })) as { credential: { id: string } }

  it('report credential.expiring 30, 7 and 1 days before the expiry, each once', async () => {
    const now = stepkey.deps.clock().getTime()
    github.expires = new Date(now + 31 * DAY).toISOString()
    const { credential } = await gitHubToken()
    expect((await newEvents()).map(({ type }) => type)).toEqual(['credential.created'])
    const told: number[] = []
    for (let day = 0; day < 32; day++) {
      // Several processes run at the same time.
      const counts = await Promise.all([1, 2, 3].map(() => emitExpiryEvents(stepkey.deps)))
      for (const count of counts) if (count > 0) told.push(31 - day)
      stepkey.pass(DAY)
    }
    expect(told).toEqual([30, 7, 1])
    const data = { credential: { id: credential.id }, expiresAt: github.expires, flows: [] }
    expect(await newEvents()).toMatchObject(
      told.map((daysLeft) => ({ type: 'credential.expiring', data: { ...data, daysLeft } })),
    )
  })

  it('report only the last reminder that is due, and again for another date', async () => {
    const now = stepkey.deps.clock().getTime()
    github.expires = new Date(now + 3 * DAY).toISOString()
    const { credential } = await gitHubToken()
    await newEvents()
    expect(await emitExpiryEvents(stepkey.deps)).toBe(1)
    expect(await emitExpiryEvents(stepkey.deps)).toBe(0)
    expect(await newEvents()).toMatchObject([{ data: { expiresAt: github.expires, daysLeft: 3 } }])
    github.expires = new Date(now + 5 * DAY).toISOString()
    await alice.credentials.verify({ credentialId: credential.id })
    expect(await emitExpiryEvents(stepkey.deps)).toBe(1)
    expect(await newEvents()).toMatchObject([{ data: { expiresAt: github.expires, daysLeft: 5 } }])
    stepkey.pass(6 * DAY)
    expect(await emitExpiryEvents(stepkey.deps)).toBe(0)
  })

  it('report no week again that an older version reported with the date alone', async () => {
    github.expires = new Date(stepkey.deps.clock().getTime() + 5 * DAY).toISOString()
    const { credential } = await gitHubToken()
    await stepkey.deps.db
      .updateTable('credential')
      .set({ expiry_told: github.expires })
      .where('id', '=', credential.id)
      .execute()
    expect(await emitExpiryEvents(stepkey.deps)).toBe(0)
    stepkey.pass(4 * DAY)
    expect(await emitExpiryEvents(stepkey.deps)).toBe(1)
  })

  it('report credential.expiring for a secret that is a JWT, also after an inconclusive verification', async () => {
    const exp = Math.floor(stepkey.deps.clock().getTime() / 1000) + 3 * 24 * 3600
    const encode = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')
    const token = `${encode({ alg: 'HS256' })}.${encode({ exp })}.c2lnbmF0dXJl`
    api.tokens.set(token, 'alice')
    const created = await alice.credentials.create(fakeApiCredential(base, 'JWT', token))
    assertSaved(created)
    const expiresAt = new Date(exp * 1000).toISOString()
    expect(created.credential.receipt).toMatchObject({ outcome: 'verified', expiresAt })
    api.status = 503
    expect(await alice.credentials.verify({ credentialId: created.credential.id })).toMatchObject({
      outcome: 'unexpected',
      expiresAt,
    })
    api.status = undefined
    await newEvents()
    expect(await emitExpiryEvents(stepkey.deps)).toBe(1)
    expect(await newEvents()).toMatchObject([{ data: { expiresAt, daysLeft: 3 } }])
  })

  it('report credential.expiring once for a grant that can’t be refreshed', async () => {
    const { id } = await connected(alice, provider)
    await newEvents()
    const endsAt = new Date(stepkey.deps.clock().getTime() + 3 * DAY).toISOString()
    await stepkey.deps.db
      .updateTable('credential_token')
      .set({ renew_at: null, ends_at: endsAt })
      .where('credential_id', '=', id)
      .execute()
    expect(await emitExpiryEvents(stepkey.deps)).toBe(1)
    expect(await emitExpiryEvents(stepkey.deps)).toBe(0)
    expect(await newEvents()).toMatchObject([{ type: 'credential.expiring', data: { expiresAt: endsAt } }])
  })

  it('report flow.blocked with the steps and reasons when a flow can’t be activated, or an active one not saved', async () => {
    const { id } = await save()
    const flow = await activeFlow(id)
    const draft = await alice.flows.save({
      name: 'Draft',
      steps: [{ name: 'Write', componentId: 'http' }],
    })
    assertSaved(draft)
    await newEvents()

    await alice.flows.activate({ flowId: draft.id })
    await alice.flows.save({
      flowId: flow.id,
      version: flow.version,
      name: 'Orders',
      steps: [
        { stepId: flow.steps[0]?.id, name: 'Read', componentId: 'http', credentialId: id },
        { name: 'New', componentId: 'http' },
      ],
    })
    expect(await newEvents()).toMatchObject([
      {
        type: 'flow.blocked',
        data: {
          flow: { id: draft.id, name: 'Draft' },
          attempt: 'activate',
          steps: [{ stepId: draft.steps[0]?.id, name: 'Write', reason: 'missing' }],
        },
      },
      {
        type: 'flow.blocked',
        data: {
          flow: { id: flow.id, name: 'Orders' },
          attempt: 'save',
          steps: [{ name: 'New', reason: 'missing' }],
        },
      },
    ])
  })

  it('are stored only if an enabled webhook subscribes to them', async () => {
    const [webhook] = await alice.webhooks.list()
    const webhookId = webhook?.id ?? ''
    await alice.webhooks.update({ webhookId, events: ['credential.deleted'] })
    const { id } = await save()
    await alice.credentials.remove({ credentialId: id })
    expect((await newEvents()).map(({ type }) => type)).toEqual(['credential.deleted'])

    await alice.webhooks.update({ webhookId, events: null, isEnabled: false })
    await save()
    const events = await stepkey.deps.db.selectFrom('webhook_event').select('type').execute()
    expect(events).toEqual([{ type: 'credential.deleted' }])
  })

  it('are not sent when the transaction is rolled back', async () => {
    const ctx = contextOf(alice)
    const rolledBack = createCredential(ctx, fakeApiCredential(base, 'Rolled back'), {
      onCreated: async () => {
        throw new Error('rolled back')
      },
    })
    await expect(rolledBack).rejects.toThrow('rolled back')
    const { id } = await save('Kept')
    await expect(
      transact(stepkey.deps.db, async (trx) => {
        await emitCredentialCreated(trx, ctx, id)
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    expect(await newEvents()).toMatchObject([{ data: { credential: { name: 'Kept' } } }])
  })

  it('contain no value of a credential', async () => {
    const planted = ['planted-secret-a7f3', 'planted-secret-b8e4', '/planted-path-c9d5']
    const [first = '', second = '', path = ''] = planted
    api.tokens.set(first, `owner of ${first}`)
    api.tokens.set(second, 'alice')
    const { id } = await save('Planted', first)
    await activeFlow(id)
    api.tokens.delete(first)
    await alice.credentials.verify({ credentialId: id })
    await alice.credentials.update({
      credentialId: id,
      version: 1,
      values: { token: second, testPath: path },
    })
    api.status = 500
    await alice.credentials.verify({ credentialId: id })
    await deliverDueEvents(stepkey.deps)
    expect(receiver.types()).toEqual([
      'credential.created',
      'credential.failing',
      'credential.changed',
      'credential.recovered',
    ])
    expect(leaked(JSON.stringify(receiver.received), planted)).toEqual([])
    const [webhook] = await alice.webhooks.list()
    const { items } = await alice.webhooks.deliveries({ webhookId: webhook?.id ?? '' })
    const details = await Promise.all(
      items.map(({ id: deliveryId }) => alice.webhooks.delivery({ deliveryId })),
    )
    expect(details.map(({ request }) => JSON.parse(request.payload).type).reverse()).toEqual([
      ...receiver.types(),
    ])
    expect(leaked(JSON.stringify(details), planted)).toEqual([])
  })
})
