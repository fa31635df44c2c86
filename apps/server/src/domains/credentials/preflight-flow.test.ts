import type { RequestListener } from 'node:http'
import type { Scope } from '@stepkey/shared/access'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../testing/servers/authorization-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { parseAllowRule } from '../../platform/egress/address-filter.ts'
import { MINUTE } from '../../platform/time.ts'

describe.each(engines)('the check before a run on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let provider: AuthorizationServer
  let base: string
  let alice: Person
  let count = 0
  const api = createFakeApi()
  const github = { status: 200, scopes: 'repo', expires: '' }
  const asGithub: RequestListener = (_request, response) => {
    response.writeHead(github.status, {
      'content-type': 'application/json',
      'x-oauth-scopes': github.scopes,
      ...(github.expires && { 'github-authentication-token-expiration': github.expires }),
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
    alice = await stepkey.signUp(`Alice${++count}`)
    api.status = undefined
    api.tokens.clear()
    api.tokens.set('good', 'alice')
    Object.assign(github, { status: 200, scopes: 'repo', expires: '' })
  })

  async function create(input: object = {}) {
    const created = await alice.credentials.create({
      ...fakeApiCredential(base, `Shop ${++count}`),
      ...input,
    })
    assertSaved(created)
    return created.credential.id
  }
  const githubToken = () =>
    create({
      componentId: 'github',
      methodId: 'token',
      values: { token: 'ghp_abcdefghijklmnopqrstuvwxyz0123456789' },
    })
  async function flow(steps: { credentialId?: string; componentId?: string; scopes?: string[] }[]) {
    const saved = await alice.flows.save({
      name: 'Sync',
      steps: steps.map((step, index) => ({ name: `Step ${index + 1}`, componentId: 'http', ...step })),
    })
    assertSaved(saved)
    return saved.id
  }
  const keyFor = async (...scopes: Scope[]) =>
    stepkey.visitor({ apiKey: (await alice.apiKeys.create({ name: `Key ${++count}`, scopes })).key })

  it('is for callers who may issue or verify, within their workspace', async () => {
    const flowId = await flow([{ credentialId: await create() }])
    const bob = await stepkey.signUp(`Bob${count}`)
    await expect(bob.flows.preflight({ flowId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    for (const scope of ['read', 'write', 'flows'] as const) {
      const caller = await keyFor(scope)
      await expect(caller.flows.preflight({ flowId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    for (const scope of ['issue', 'verify'] as const) {
      expect(await (await keyFor(scope)).flows.preflight({ flowId })).toMatchObject({ outcome: 'ready' })
    }
  })

  it('returns what the target reports only to callers who may verify, and names only to those who may read', async () => {
    const flowId = await flow([{ componentId: 'github', credentialId: await githubToken() }])
    const [ofUser] = (await alice.flows.preflight({ flowId })).steps
    expect(ofUser).toMatchObject({ name: 'Step 1', verification: { identity: 'alice', scopes: ['repo'] } })
    const [ofEngine] = (await (await keyFor('issue')).flows.preflight({ flowId })).steps
    expect(ofEngine).not.toHaveProperty('name')
    expect(ofEngine?.verification?.outcome).toBe('verified')
    for (const fact of ['identity', 'scopes', 'target'])
      expect(ofEngine?.verification).not.toHaveProperty(fact)
  })

  it('is possible with a run token for its flow only', async () => {
    const [flowId, other] = [await flow([{ credentialId: await create() }]), await flow([])]
    const { token } = await (await keyFor('issue')).flows.createRunToken({ flowId })
    const worker = stepkey.visitor({ apiKey: token })
    expect(await worker.flows.preflight({ flowId, expectedMinutes: 5 })).toMatchObject({ outcome: 'ready' })
    await expect(worker.flows.preflight({ flowId: other })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('verifies each credential once, and is ready if all work', async () => {
    const [one, two] = [await create(), await create()]
    const flowId = await flow([{ credentialId: one }, { credentialId: two }, { credentialId: one }])
    api.requestedPaths.length = 0
    const { outcome, steps } = await alice.flows.preflight({ flowId })
    expect(outcome).toBe('ready')
    expect(steps.map(({ name, credentialId, reason }) => [name, credentialId, reason])).toEqual([
      ['Step 1', one, undefined],
      ['Step 2', two, undefined],
      ['Step 3', one, undefined],
    ])
    expect(steps.map(({ verification }) => verification?.outcome)).toEqual(Array(3).fill('verified'))
    expect(api.requestedPaths).toEqual(['/me', '/me'])
  })

  it('is blocked by a missing, a rejected and an unverified credential, and stores the result', async () => {
    const rejected = await create({ values: { ...fakeApiCredential(base).values, token: 'good' } })
    api.status = 503
    const unverified = await create({ allowUnverified: true })
    const flowId = await flow([{}, { credentialId: rejected }, { credentialId: unverified }])
    api.status = undefined
    api.tokens.clear()
    const first = await alice.flows.preflight({ flowId })
    expect(first.outcome).toBe('blocked')
    expect(first.steps.map(({ reason }) => reason)).toEqual(['missing', 'failing', 'failing'])
    expect((await alice.credentials.get({ credentialId: rejected })).status).toBe('failing')
    api.status = 503
    const again = await create({ allowUnverified: true })
    const inDoubt = await alice.flows.preflight({ flowId: await flow([{ credentialId: again }]) })
    expect(inDoubt).toMatchObject({ outcome: 'blocked', steps: [{ reason: 'unverified' }] })
  })

  it('is ready with the reason not_verified if the verification of a working credential is inconclusive', async () => {
    const credentialId = await create()
    const flowId = await flow([{ credentialId }])
    api.status = 503
    expect(await alice.flows.preflight({ flowId })).toMatchObject({
      outcome: 'ready',
      steps: [{ reason: 'not_verified', verification: { outcome: 'unexpected' } }],
    })
  })

  it('is blocked by missing scopes, and by access that ends before the end of the run', async () => {
    const ends = new Date(stepkey.deps.clock().getTime() + 90 * MINUTE).toISOString()
    const credentialId = await githubToken()
    const flowId = await flow([{ componentId: 'github', credentialId, scopes: ['repo'] }])
    github.expires = ends
    expect(await alice.flows.preflight({ flowId })).toMatchObject({
      outcome: 'ready',
      steps: [{ endsAt: ends }],
    })
    const tooSoon = { outcome: 'blocked', steps: [{ reason: 'ends_too_soon', endsAt: ends }] }
    expect(await alice.flows.preflight({ flowId, expectedMinutes: 90 })).toMatchObject(tooSoon)
    github.status = 503
    expect(await alice.flows.preflight({ flowId, expectedMinutes: 90 })).toMatchObject(tooSoon)
    Object.assign(github, { status: 200, scopes: 'gist' })
    expect(await alice.flows.preflight({ flowId })).toMatchObject({
      outcome: 'blocked',
      steps: [{ reason: 'missing_scopes' }],
    })
  })

  it('is blocked by a frozen credential, without a request to its target', async () => {
    const credentialId = await create()
    const flowId = await flow([{ credentialId }])
    await alice.credentials.freeze({ credentialId })
    api.requestedPaths.length = 0
    expect(await alice.flows.preflight({ flowId })).toEqual({
      outcome: 'blocked',
      steps: [{ stepId: expect.any(String), name: 'Step 1', credentialId, reason: 'frozen' }],
    })
    expect(api.requestedPaths).toEqual([])
  })

  it('names the end of a grant only if it can’t be refreshed', async () => {
    const { id: credentialId } = await connected(alice, provider)
    const flowId = await flow([{ componentId: 'oauth2', credentialId }])
    const { steps } = await alice.flows.preflight({ flowId, expectedMinutes: 7 * 24 * 60 })
    expect(steps).toMatchObject([{ verification: { outcome: 'verified' } }])
    expect(steps[0]).not.toHaveProperty('reason')
    const endsAt = new Date(stepkey.deps.clock().getTime() + 30 * MINUTE).toISOString()
    await stepkey.deps.db
      .updateTable('credential_token')
      .set({ renew_at: null, ends_at: endsAt })
      .where('credential_id', '=', credentialId)
      .execute()
    expect(await alice.flows.preflight({ flowId })).toMatchObject({
      outcome: 'blocked',
      steps: [{ reason: 'ends_too_soon', endsAt }],
    })
  })

  it('verifies the pending value for a flow that tries it, and the current one for others', async () => {
    api.tokens.set('new', 'alice')
    const credentialId = await create()
    const [trying, other] = [await flow([{ credentialId }]), await flow([{ credentialId }])]
    const added = await alice.credentials.addValue({ credentialId, version: 1, values: { token: 'new' } })
    if (added.outcome !== 'pending') throw new Error(added.outcome)
    const { generation } = added
    await alice.credentials.promote({ credentialId, generation, flowIds: [trying] })
    api.tokens.delete('good')
    expect(await alice.flows.preflight({ flowId: trying })).toMatchObject({ outcome: 'ready' })
    expect(await alice.flows.preflight({ flowId: other })).toMatchObject({
      outcome: 'blocked',
      steps: [{ reason: 'failing' }],
    })
    api.tokens.set('good', 'alice')
    api.tokens.delete('new')
    expect(await alice.flows.preflight({ flowId: trying })).toMatchObject({
      outcome: 'blocked',
      steps: [{ reason: 'failing', verification: { outcome: 'rejected' } }],
    })
  })
})
