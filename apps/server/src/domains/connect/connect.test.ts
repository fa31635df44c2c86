import petstore from '@stepkey/shared/catalog/petstore'
import type { SessionAction } from '@stepkey/shared/connect-session'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { readConfig } from '../../config.ts'
import { tokenScopeOf } from '../../edge/access/token-scope.ts'
import type { Caller } from '../../edge/rpc/caller.ts'
import { builtIn, createCatalog } from '../catalog/catalog.ts'
import { getComponent } from '../catalog/read-components.ts'
import { sweepConnectSessions } from './connect-session.ts'

const MINUTE = 60_000

it('names the fields that the installation supplies, without their addresses', async () => {
  const view = {
    catalog: createCatalog(builtIn([petstore])),
    workspaceId: 'w',
    config: { ...readConfig({}), sandboxPort: 4001 },
  }
  const detail = await getComponent(view, new Map(), 'petstore')
  expect(JSON.stringify(detail)).toContain('127.0.0.1')
  const limits = {
    sessionId: 's',
    componentIds: ['petstore'],
    actions: new Set<SessionAction>(['create']),
    returns: false,
    expiresAt: '',
  }
  const limited = tokenScopeOf(limits, 'components.get')?.answer?.(detail)
  expect(limited).toMatchObject({ methods: { apiKey: { supplied: { baseUrl: '' } } } })
  expect(JSON.stringify(limited)).not.toContain('127.0.0.1')
})

describe.each(engines)('embedding on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person
  let bob: Person
  /** The backend of the application that embeds the picker. */
  let host: Caller
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
    host = stepkey.visitor({ apiKey: await keyOf(alice) })
    api.requestedPaths.length = 0
  })

  const keyOf = async (person: Person) =>
    (await person.apiKeys.create({ name: 'Host', scopes: ['connect'] })).key

  async function credential(person: Person, name = 'Shop'): Promise<string> {
    const result = await person.credentials.create(fakeApiCredential(base, name))
    assertSaved(result)
    return result.credential.id
  }
  async function flow(person: Person, steps: { componentId: string; credentialId?: string | null }[]) {
    const named = steps.map((step, n) => ({ name: `Step ${n + 1}`, ...step }))
    const result = await person.flows.save({ name: 'Sync', steps: named })
    assertSaved(result)
    const [first] = result.steps
    return { ...result, bindTo: { flowId: result.id, stepId: first?.id ?? '' } }
  }
  type CreateInput = Parameters<Caller['connectTokens']['create']>[0]
  async function callerWithToken(more: Partial<CreateInput> = {}): Promise<Caller> {
    const { token } = await host.connectTokens.create({
      componentId: 'http',
      actions: ['choose', 'create'],
      ...more,
    })
    return stepkey.visitor({ connectToken: token })
  }
  const refused = { code: 'FORBIDDEN' }

  it('returns not_found for an embed, a flow and a step of another workspace', async () => {
    const foreign = await bob.embeds.create({ name: 'Foreign', origin: 'https://foreign.example' })
    const { bindTo } = await flow(bob, [{ componentId: 'http' }])
    for (const attempt of [
      () => alice.embeds.update({ embedId: foreign.id, origin: 'https://other.example' }),
      () => alice.embeds.remove({ embedId: foreign.id }),
      () => callerWithToken({ embedId: foreign.id }),
      () => callerWithToken({ bindTo }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    expect(await alice.embeds.list()).toEqual([])
    const caller = await callerWithToken()
    const mine = await credential(alice, 'Own')
    await credential(bob, 'Foreign')
    const { items } = await caller.credentials.list({ componentId: 'http' })
    expect(items.map(({ id }) => id)).toEqual([mine])
  })

  describe('an embed', () => {
    it('has a name and an origin that can be changed', async () => {
      const made = await alice.embeds.create({ name: 'Builder', origin: 'https://App.example.com/' })
      expect(made.origin).toBe('https://app.example.com')
      await alice.embeds.update({ embedId: made.id, origin: 'http://localhost:3000' })
      expect(await alice.embeds.list()).toEqual([{ ...made, origin: 'http://localhost:3000' }])
      expect(await alice.embeds.remove({ embedId: made.id })).toEqual({ outcome: 'deleted' })
      expect(await alice.embeds.list()).toEqual([])
    })

    it.each(['https://app.example.com/path', 'ftp://app.example.com', '*', 'null', "https://a;'self'", ''])(
      'takes no origin such as %s',
      async (origin) => {
        await expect(alice.embeds.create({ name: 'x', origin })).rejects.toMatchObject({
          code: 'BAD_REQUEST',
        })
      },
    )
  })

  describe('a connect token', () => {
    it('can be created only by an API key with the scope, and with matching input', async () => {
      const input = { componentId: 'http', actions: ['choose' as const] }
      await expect(alice.connectTokens.create(input)).rejects.toMatchObject(refused)
      const reader = (await alice.apiKeys.create({ name: 'Reader', scopes: ['read'] })).key
      await expect(stepkey.visitor({ apiKey: reader }).connectTokens.create(input)).rejects.toMatchObject(
        refused,
      )

      const { bindTo } = await flow(alice, [{ componentId: 'petstore' }])
      await expect(callerWithToken({ bindTo })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(callerWithToken({ componentId: 'nothing' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(callerWithToken({ expiresIn: 3601 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      const { token } = await host.connectTokens.create(input)
      expect(token).toMatch(/^stepkey_connect_[\w-]{43}$/)
      const stored = await stepkey.deps.db.selectFrom('connect_token').selectAll().execute()
      expect(JSON.stringify(stored)).not.toContain(token)
    })

    it('is valid for fifteen minutes or the given time, and is then deleted', async () => {
      const [usual, short] = [await callerWithToken(), await callerWithToken({ expiresIn: 60 })]
      stepkey.pass(2 * MINUTE)
      expect(await usual.connectTokens.task()).toMatchObject({ componentId: 'http' })
      await expect(short.connectTokens.task()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
      stepkey.pass(14 * MINUTE)
      await expect(usual.connectTokens.task()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
      await sweepConnectSessions(stepkey.deps)
      expect(await stepkey.deps.db.selectFrom('connect_token').selectAll().execute()).toEqual([])
    })

    it('becomes invalid with its API key, its embed, and its step', async () => {
      const embed = await alice.embeds.create({ name: 'Builder', origin: 'https://app.example.com' })
      const { bindTo, id, version } = await flow(alice, [{ componentId: 'http' }])
      const tokens = [
        await callerWithToken(),
        await callerWithToken({ embedId: embed.id }),
        await callerWithToken({ bindTo }),
      ]
      await alice.embeds.remove({ embedId: embed.id })
      await alice.flows.save({ flowId: id, version, name: 'Sync', steps: [] })
      const [key] = await alice.apiKeys.list()
      expect(await tokens[0]?.connectTokens.task()).toBeDefined()
      await alice.apiKeys.revoke({ apiKeyId: key?.id ?? '' })
      for (const token of tokens)
        await expect(token.connectTokens.task()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    })

    it('lists the credentials of its component, without their uses', async () => {
      const id = await credential(alice)
      const { bindTo } = await flow(alice, [{ componentId: 'http', credentialId: id }])
      await alice.flows.activate({ flowId: bindTo.flowId })
      const token = await callerWithToken()
      expect((await token.credentials.list({ ids: [id] })).items).toMatchObject([
        { id, useCount: 0, activeFlowCount: 0 },
      ])
      expect(await token.components.get({ componentId: 'http' })).toMatchObject({ credentialCount: 0 })

      expect((await token.credentials.list()).items.map(({ componentId }) => componentId)).toEqual(['http'])

      const elsewhere = await callerWithToken({ componentId: 'petstore' })
      expect((await elsewhere.credentials.list({ ids: [id] })).items).toEqual([])
      for (const attempt of [
        () => elsewhere.credentials.list({ componentId: 'http' }),
        () => elsewhere.components.get({ componentId: 'http' }),
        () => token.credentials.list({ componentId: 'http', status: 'failing' }),
        () => token.credentials.verify({ credentialId: id }),
        () => token.credentials.get({ credentialId: id }),
        () => token.flows.bindStep({ ...bindTo, credentialId: id }),
      ]) {
        await expect(attempt()).rejects.toMatchObject(refused)
      }
    })

    it('allows only its actions', async () => {
      const id = await credential(alice)
      const { bindTo } = await flow(alice, [{ componentId: 'http' }])
      const chooser = await callerWithToken({ bindTo, actions: ['choose'] })
      await expect(chooser.credentials.create(fakeApiCredential(base, 'New'))).rejects.toMatchObject(refused)
      const { name: _, ...values } = fakeApiCredential(base)
      await expect(chooser.credentials.verify(values)).rejects.toMatchObject(refused)
      const maker = await callerWithToken({ bindTo, actions: ['create'] })
      await expect(maker.credentials.list({ componentId: 'http' })).rejects.toMatchObject(refused)
      await expect(maker.flows.bindStep({ ...bindTo, credentialId: id })).rejects.toMatchObject(refused)
      expect(api.requestedPaths).toHaveLength(1)
    })

    it('creates a credential and binds its step to it', async () => {
      const { bindTo } = await flow(alice, [{ componentId: 'http' }, { componentId: 'petstore' }])
      const other = await flow(alice, [{ componentId: 'http' }])
      const token = await callerWithToken({ bindTo })
      const input = fakeApiCredential(base, 'From outside')
      await expect(token.credentials.create({ ...input, bindTo: other.bindTo })).rejects.toMatchObject(
        refused,
      )
      const { name: _, values, ...method } = input
      const bad = { ...method, values: { ...values, token: 'bad' } }
      expect(await token.credentials.verify(bad)).toMatchObject({ outcome: 'rejected' })
      const created = await token.credentials.create(input)
      assertSaved(created)
      expect(created.flow).toMatchObject({ version: 2, name: '', steps: [{ id: bindTo.stepId }] })
      expect(created.flow?.steps).toHaveLength(1)
      expect((await alice.flows.get({ flowId: bindTo.flowId })).steps[0]?.credentialId).toBe(
        created.credential.id,
      )
    })

    it('acts as its API key, and its id is in the audit log', async () => {
      const { bindTo } = await flow(alice, [{ componentId: 'http' }])
      const token = await callerWithToken({ bindTo })
      await token.credentials.create(fakeApiCredential(base, 'From outside'))
      await token.flows.list().catch(() => {})
      const { items } = await alice.audit.list({ limit: 4 })
      const [refusal, flowEntry, credentialEntry, tokenEntry] = items
      expect(flowEntry).toMatchObject({ action: 'flow.saved', subjectId: bindTo.flowId })
      expect(tokenEntry).toMatchObject({
        action: 'connect_token.created',
        detail: { componentId: 'http', ...bindTo },
      })
      const via = { connectTokenId: tokenEntry?.subjectId }
      expect(credentialEntry).toMatchObject({
        action: 'credential.created',
        actor: { kind: 'api_key', name: 'Host' },
        detail: { name: 'From outside', ...via },
      })
      expect(refusal).toMatchObject({
        action: 'access.asked',
        outcome: 'refused',
        subjectId: 'flows.list',
        detail: via,
      })
      expect(await alice.audit.verify()).toMatchObject({ outcome: 'intact' })
    })
  })

  describe('binding a step', () => {
    it('changes only that step, and the uses of its active flow', async () => {
      const [before, after] = [await credential(alice, 'Before'), await credential(alice, 'After')]
      const made = await flow(alice, [
        { componentId: 'http', credentialId: before },
        { componentId: 'http', credentialId: before },
      ])
      await alice.flows.activate({ flowId: made.id })
      const token = await callerWithToken({ bindTo: made.bindTo })
      expect(await token.connectTokens.task()).toMatchObject({
        step: { ...made.bindTo, isActive: true, credentialId: before },
      })
      expect(await token.flows.bindStep({ ...made.bindTo, credentialId: after })).toMatchObject({
        outcome: 'saved',
        version: 2,
        name: '',
        steps: [{ credentialId: after }],
      })
      const { steps } = await alice.flows.get({ flowId: made.id })
      expect(steps.map(({ credentialId }) => credentialId)).toEqual([after, before])
      expect(await alice.credentials.remove({ credentialId: after })).toMatchObject({ outcome: 'in_use' })
    })

    it('refuses a credential with which the active flow could not be activated', async () => {
      const good = await credential(alice, 'Good')
      const failing = await credential(alice, 'Failing')
      api.status = 401
      await alice.credentials.verify({ credentialId: failing })
      api.status = undefined
      const foreign = await credential(bob, 'Foreign')
      const { bindTo, steps } = await flow(alice, [{ componentId: 'http', credentialId: good }])
      const [step] = steps
      const reasonFor = async (credentialId: string) => {
        const bound = await alice.flows.bindStep({ ...bindTo, credentialId })
        return bound.outcome === 'blocked' ? bound.steps : bound.outcome
      }
      expect(await reasonFor(failing)).toBe('saved')
      expect(await reasonFor(foreign)).toEqual([{ index: 0, stepId: step?.id, reason: 'missing' }])
      expect(await reasonFor(good)).toBe('saved')
      await alice.flows.activate({ flowId: bindTo.flowId })
      expect(await reasonFor(failing)).toEqual([{ index: 0, stepId: step?.id, reason: 'failing' }])
      expect((await alice.flows.get({ flowId: bindTo.flowId })).steps[0]?.credentialId).toBe(good)
      await expect(
        alice.flows.bindStep({ flowId: bindTo.flowId, stepId: 'absent', credentialId: good }),
      ).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })
  })
})
