import type { Credential } from '@stepkey/shared/credential'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Caller } from '../caller.ts'
import { type AuthorizationServer, createAuthorizationServer } from '../testing/authorization-server.ts'
import { byConsent, connected, walkConsent } from '../testing/connected.ts'
import { engines } from '../testing/databases.ts'
import { type Person, type Stepkey, startStepkey } from '../testing/stepkey.ts'
import { createWorld, type World } from '../testing/world.ts'

const MINUTE = 60_000

describe.each(engines)('connecting on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let engineOfAlice: Caller
  let provider: AuthorizationServer
  let names = 0

  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    engineOfAlice = stepkey.visitor({ apiKey: key })
  })
  beforeEach(async () => {
    provider = await createAuthorizationServer(world)
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  const consent = async (input: object = {}) => {
    const { parameters: back, ...rest } = await walkConsent(alice, provider, input)
    return { ...rest, back }
  }

  /** A flow that uses it, and what an engine gets for it. */
  async function engineFor({ id, componentId }: Pick<Credential, 'id' | 'componentId'>) {
    const steps = [{ name: 'Step', componentId, credentialId: id }]
    const flow = await alice.flows.save({ name: 'Sync', steps })
    if (flow.outcome !== 'saved') throw new Error(flow.outcome)
    await alice.flows.activate({ flowId: flow.id })
    return {
      flow,
      issue: () => engineOfAlice.credentials.issue({ flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }),
    }
  }

  it('asks with PKCE and a state, and saves what was granted after asking the API with it', async () => {
    const { url } = await consent()
    const asked = Object.fromEntries(url.searchParams)
    expect(asked).toMatchObject({
      response_type: 'code',
      redirect_uri: 'http://localhost:4000/oauth/callback',
      code_challenge_method: 'S256',
    })
    expect(asked.state).toMatch(/^[\w-]{43}$/)
    expect(await connected(alice, provider)).toMatchObject({
      status: 'verified',
      grant: { scopes: ['openid', 'email'], endsAt: null, oauthAppId: null },
      stored: ['client.secret'],
    })
  })

  it('takes what comes back once, from who began it, with its state and issuer', async () => {
    const bob = await stepkey.signUp(`Bob ${engine}`.replace(' ', '-'))
    const { consentId, back } = await consent()
    const finish = (rpc: Person, parameters: Record<string, string>) =>
      rpc.consents.finish({ consentId, parameters })
    await expect(finish(bob, back)).rejects.toThrow('There is no such consent here.')
    const otherSession = { ...alice, consents: stepkey.visitor().consents }
    await expect(finish(otherSession as Person, back)).rejects.toThrow('Sign in')
    expect(await finish(alice, { ...back, state: 'another' })).toMatchObject({ reason: 'failed' })
    expect(await finish(alice, back)).toMatchObject({ outcome: 'granted' })
    expect(await finish(alice, back)).toMatchObject({ outcome: 'refused', reason: 'expired' })

    const mixedUp = await consent()
    expect(
      await alice.consents.finish({
        consentId: mixedUp.consentId,
        parameters: { ...mixedUp.back, iss: 'https://evil.example' },
      }),
    ).toMatchObject({ outcome: 'refused', reason: 'failed' })

    const replayed = await consent()
    const again = { ...replayed.back, code: back.code ?? '' }
    expect(await alice.consents.finish({ consentId: replayed.consentId, parameters: again })).toMatchObject({
      outcome: 'refused',
      reason: 'failed',
    })
  })

  it('says what happened when nothing was granted', async () => {
    provider.consents = false
    const denied = await consent()
    expect(
      await alice.consents.finish({ consentId: denied.consentId, parameters: denied.back }),
    ).toMatchObject({ outcome: 'refused', reason: 'denied', message: expect.stringContaining('not granted') })
    provider.consents = true

    const late = await consent()
    stepkey.pass(16 * MINUTE)
    expect(await alice.consents.finish({ consentId: late.consentId, parameters: late.back })).toMatchObject({
      outcome: 'refused',
      reason: 'expired',
    })

    const broken = await consent()
    const parameters = { state: broken.back.state ?? '', error: 'server_error' }
    expect(await alice.consents.finish({ consentId: broken.consentId, parameters })).toMatchObject({
      reason: 'failed',
      message: expect.stringContaining('(server_error)'),
    })

    const down = await consent()
    provider.trouble = () => ({ instead: 503 })
    expect(await alice.consents.finish({ consentId: down.consentId, parameters: down.back })).toMatchObject({
      reason: 'failed',
      message: expect.stringContaining('problem of its own'),
    })
  })

  it('says so when the provider is not there, or does not know this client', async () => {
    const elsewhere = {
      ...provider.values,
      provider: { kind: 'discovery', issuer: 'https://nowhere.example' },
    }
    expect(await alice.consents.begin({ ...byConsent, values: elsewhere })).toMatchObject({
      outcome: 'refused',
      message: 'There is no server named nowhere.example.',
    })
    // It would run in the page that opens it.
    const hostile = await world.http((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          issuer: hostile,
          authorization_endpoint: 'javascript:alert(document.domain)//',
          device_authorization_endpoint: `${hostile}/device`,
          token_endpoint: `${hostile}/token`,
          device_code: 'x',
          user_code: 'x',
          verification_uri: 'javascript:alert(document.domain)//',
          expires_in: 600,
        }),
      )
    })
    const lured = { ...provider.values, provider: { kind: 'discovery', issuer: hostile } }
    for (const methodId of ['authorizationCode', 'deviceCode']) {
      expect(await alice.consents.begin({ componentId: 'oauth2', methodId, values: lured })).toMatchObject({
        outcome: 'refused',
        message: expect.stringContaining('not in the way'),
      })
    }
    const wrong = { ...provider.values, client: { kind: 'basic', secret: 'a wrong secret' } }
    const { consentId, back } = await consent({ values: wrong })
    expect(await alice.consents.finish({ consentId, parameters: back })).toMatchObject({
      reason: 'failed',
      message: expect.stringContaining('refused the OAuth app'),
    })
  })

  it('saves only for the values and the person that it was granted for, and only once', async () => {
    const { consentId, back } = await consent()
    await alice.consents.finish({ consentId, parameters: back })
    const create = (values: object, more: object = {}) =>
      alice.credentials.create({ ...byConsent, name: 'Once', values: { ...values }, consentId, ...more })
    await expect(create({ ...provider.values, scope: 'openid' })).rejects.toThrow('You changed something')
    await expect(create(provider.values, { methodId: 'deviceCode' })).rejects.toThrow()
    await expect(
      alice.credentials.create({ ...byConsent, name: 'None', values: provider.values }),
    ).resolves.toMatchObject({ outcome: 'not_saved', verification: { reason: 'not_connected' } })
    expect(await create(provider.values)).toMatchObject({ outcome: 'saved' })
    await expect(create(provider.values, { name: 'Twice' })).rejects.toThrow('run out, or was used already')
  })

  it('keeps what was granted when the API can’t be asked, so that nobody has to consent again', async () => {
    const values = { ...provider.values, testPath: '/nothing-here' }
    const { consentId, back } = await consent({ values })
    await alice.consents.finish({ consentId, parameters: back })
    const input = { ...byConsent, name: 'Patient', values, consentId }
    expect(await alice.credentials.create(input)).toMatchObject({ outcome: 'not_saved' })
    expect(await alice.credentials.create({ ...input, allowUnverified: true })).toMatchObject({
      outcome: 'saved',
      credential: { status: 'unverified' },
    })
  })

  it('binds what was connected in a step’s picker to that step', async () => {
    const steps = [{ name: 'Step', componentId: 'oauth2', scopes: ['openid', 'calendar'] }]
    const flow = await alice.flows.save({ name: 'Draft', steps })
    if (flow.outcome !== 'saved') throw new Error(flow.outcome)
    expect(flow.steps[0]?.scopes).toEqual(['openid', 'calendar'])
    const { consentId, back } = await consent()
    await alice.consents.finish({ consentId, parameters: back })
    const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    const saved = await alice.credentials.create({
      ...byConsent,
      name: 'For the step',
      values: provider.values,
      consentId,
      bindTo,
    })
    if (saved.outcome !== 'saved') throw new Error('not saved')
    expect(saved.flow?.steps[0]).toMatchObject({
      credentialId: saved.credential.id,
      scopes: ['openid', 'calendar'],
    })
  })

  it('connects again without a new credential, and asks first when it is somebody else', async () => {
    const credential = await connected(alice, provider)
    expect(credential.identity).toBe('ada@example.com')
    await provider.takeBack()
    expect(await alice.credentials.verify({ credentialId: credential.id })).toMatchObject({
      outcome: 'rejected',
      reason: 'grant_revoked',
    })
    expect(await alice.credentials.get({ credentialId: credential.id })).toMatchObject({
      status: 'reconnect',
    })
    const { items } = await alice.credentials.list({ status: 'reconnect' })
    expect(items.map(({ id }) => id)).toContain(credential.id)
    expect((await alice.credentials.list({ status: 'failing' })).items).toEqual([])

    provider.person = 'bob'
    const { consentId, back } = await consent({ credentialId: credential.id })
    await alice.consents.finish({ consentId, parameters: back })
    const update = { credentialId: credential.id, version: 1, consentId }
    expect(await alice.credentials.update(update)).toEqual({
      outcome: 'other_account',
      before: 'ada@example.com',
      now: 'bob@example.com',
    })
    expect(await alice.credentials.get({ credentialId: credential.id })).toMatchObject({ version: 1 })
    expect(await alice.credentials.update({ ...update, allowOtherAccount: true })).toMatchObject({
      outcome: 'saved',
      credential: { id: credential.id, status: 'verified', version: 2, identity: 'bob@example.com' },
    })
    const [card] = await alice.components.list({ search: 'oauth 2' })
    expect(card).toMatchObject({ id: 'oauth2', failingCount: 0 })
  })

  it('gives engines the access token alone, and renews it before it ends', async () => {
    const credential = await connected(alice, provider)
    const { issue } = await engineFor(credential)
    const first = await issue()
    expect(first).toMatchObject({
      accessToken: expect.any(String),
      headers: { authorization: `Bearer ${first.accessToken}` },
      baseUrl: `${provider.url}/`,
    })
    expect(JSON.stringify(first)).not.toContain('secret of the OAuth client')
    expect(first.values).not.toHaveProperty('client.secret')
    expect(Object.keys(first)).not.toContain('refreshToken')
    expect(await issue()).toMatchObject({ accessToken: first.accessToken })
    expect(provider.spent).toBe(0)

    // Five minutes before its end it is renewed, while it is still good.
    stepkey.pass(56 * MINUTE)
    const renewed = await issue()
    expect(renewed.accessToken).not.toBe(first.accessToken)
    expect(provider.spent).toBe(1)
    const many = await Promise.all(Array.from({ length: 20 }, issue))
    expect(new Set(many.map(({ accessToken }) => accessToken))).toEqual(new Set([renewed.accessToken]))
    stepkey.pass(61 * MINUTE)
    const later = await Promise.all(Array.from({ length: 20 }, issue))
    expect(new Set(later.map(({ accessToken }) => accessToken)).size).toBe(1)
    expect(provider).toMatchObject({ spent: 2, familiesRevoked: 0 })
  })

  it('leaves the status alone when the provider is down, and goes on with what is still good', async () => {
    const credential = await connected(alice, provider)
    const { issue } = await engineFor(credential)
    const first = await issue()
    provider.trouble = () => ({ instead: 503 })
    stepkey.pass(56 * MINUTE)
    expect(await issue()).toMatchObject({ accessToken: first.accessToken })
    const asked = provider.asked.token
    expect(await issue()).toMatchObject({ accessToken: first.accessToken })
    // Not at every call: the next try waits.
    expect(provider.asked.token).toBe(asked)
    stepkey.pass(10 * MINUTE)
    await expect(issue()).rejects.toThrow('problem of its own')
    expect(await alice.credentials.get({ credentialId: credential.id })).toMatchObject({ status: 'verified' })
    provider.trouble = () => undefined
    expect((await issue()).accessToken).not.toBe(first.accessToken)
  })

  it('says which credential has to be connected again, and why, when what was granted is gone', async () => {
    const credential = await connected(alice, provider)
    const { issue } = await engineFor(credential)
    await provider.takeBack()
    stepkey.pass(61 * MINUTE)
    await expect(issue()).rejects.toThrow(/taken back the access.*Connect it again/)
    await expect(issue()).rejects.toThrow('The credential of this step is failing')
    expect(await alice.credentials.get({ credentialId: credential.id })).toMatchObject({
      status: 'reconnect',
      receipt: { outcome: 'rejected', reason: 'grant_revoked' },
    })
    const { items } = await alice.audit.list({ action: 'credential.disconnected' })
    expect(items[0]).toMatchObject({ subjectId: credential.id, actor: { name: 'Stepkey itself' } })
  })

  it('takes the grant back when a credential is deleted or disconnected, and says if that failed', async () => {
    const gone = await connected(alice, provider)
    expect(await alice.credentials.remove({ credentialId: gone.id })).toEqual({
      outcome: 'deleted',
      revocation: 'revoked',
    })
    expect(provider.asked.revocation).toBe(1)

    const kept = await connected(alice, provider)
    const { flow } = await engineFor(kept)
    expect(await alice.credentials.disconnect({ credentialId: kept.id })).toMatchObject({
      outcome: 'in_use',
      flows: [{ name: 'Sync' }],
    })
    await alice.flows.deactivate({ flowId: flow.id })
    expect(await alice.credentials.disconnect({ credentialId: kept.id })).toMatchObject({
      outcome: 'disconnected',
      revocation: 'revoked',
      credential: { id: kept.id, status: 'reconnect', receipt: { reason: 'disconnected' } },
    })
    expect(await alice.flows.activate({ flowId: flow.id })).toMatchObject({
      outcome: 'blocked',
      steps: [{ reason: 'failing' }],
    })
    await expect(alice.credentials.disconnect({ credentialId: kept.id })).rejects.toThrow('holds nothing')
  })

  it('waits for a code that is entered on another device', async () => {
    const values = provider.values
    const begun = await alice.consents.begin({ componentId: 'oauth2', methodId: 'deviceCode', values })
    if (begun.outcome !== 'code') throw new Error(begun.outcome)
    const { consentId, userCode } = begun
    expect(await alice.consents.finish({ consentId })).toEqual({ outcome: 'pending', interval: 5 })
    await provider.enter(userCode)
    expect(await alice.consents.finish({ consentId })).toMatchObject({ outcome: 'granted' })
    expect(
      await alice.credentials.create({
        componentId: 'oauth2',
        methodId: 'deviceCode',
        name: `By code ${++names}`,
        values,
        consentId,
      }),
    ).toMatchObject({ outcome: 'saved', credential: { status: 'verified' } })
  })
})
