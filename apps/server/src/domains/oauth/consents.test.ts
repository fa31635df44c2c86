import { setTimeout } from 'node:timers/promises'
import type { Credential } from '@stepkey/shared/credential'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { byConsent, completeConsent, connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../testing/servers/authorization-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'

const MINUTE = 60_000

describe.each(engines)('consents on %s', (engine) => {
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
    const { parameters: back, ...rest } = await completeConsent(alice, provider, input)
    const finish = (
      parameters: Record<string, string> = back,
      rpc: Pick<Person, 'consents'> = alice,
      path = rest.path,
    ) => rpc.consents.finish({ consentId: rest.consentId, parameters, path })
    return { ...rest, back, finish }
  }

  /** Activates a flow with the credential. Returns the flow and a function that issues the credential. */
  async function useInActiveFlow({ id, componentId }: Pick<Credential, 'id' | 'componentId'>) {
    const steps = [{ name: 'Step', componentId, credentialId: id }]
    const flow = await alice.flows.save({ name: 'Sync', steps })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    return {
      flow,
      issue: () => engineOfAlice.credentials.issue({ flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }),
    }
  }

  it('use PKCE and a random state, and lead to a verified credential with its granted scopes', async () => {
    const { url } = await consent()
    const query = Object.fromEntries(url.searchParams)
    expect(query).toMatchObject({
      response_type: 'code',
      redirect_uri: `http://localhost:4000/oauth/return/${encodeURIComponent(new URL(provider.url).host)}`,
      code_challenge_method: 'S256',
    })
    expect(query.state).toMatch(/^[\da-f-]{36}\.[\w-]{43}$/)
    expect(await connected(alice, provider)).toMatchObject({
      status: 'verified',
      grant: { scopes: ['openid', 'email'], endsAt: null, oauthAppId: null },
      stored: ['client.secret'],
    })
  })

  it('accept a callback once, only in the session that began them, with the right state, path, issuer and code', async () => {
    const bob = await stepkey.signUp(`Bob ${engine}`.replace(' ', '-'))
    const { back, finish, path } = await consent()
    expect(path).toMatch(/^\/oauth\/return\/127\.0\.0\.1%3A\d+$/)
    await expect(finish(back, bob)).rejects.toThrow('There is no such consent.')
    const otherSession = { ...alice, consents: stepkey.visitor().consents }
    await expect(finish(back, otherSession)).rejects.toThrow('Sign in')
    expect(await finish({ ...back, state: 'another' })).toMatchObject({ reason: 'failed' })
    // Mix-up attack: the code arrives at the redirect path of another provider.
    expect(await finish(back, alice, '/oauth/callback')).toMatchObject({
      reason: 'failed',
      message: expect.stringContaining('another provider'),
    })
    expect(await finish(back)).toMatchObject({ outcome: 'granted' })
    expect(await finish(back)).toMatchObject({ outcome: 'refused', reason: 'expired' })

    const mixedUp = await consent()
    expect(await mixedUp.finish({ ...mixedUp.back, iss: 'https://evil.example' })).toMatchObject({
      outcome: 'refused',
      reason: 'failed',
    })

    const replayed = await consent()
    const again = { ...replayed.back, code: back.code ?? '' }
    expect(await replayed.finish(again)).toMatchObject({
      outcome: 'refused',
      reason: 'failed',
    })
  })

  it('process only one of two simultaneous callbacks, also when one of them denies access', async () => {
    for (let round = 0; round < 10; round++) {
      const { back, finish } = await consent()
      const denied = { error: 'access_denied', state: back.state ?? '' }
      const order = round % 2 ? [back, denied] : [denied, back]
      const reasons = await Promise.all(
        order.map((parameters) =>
          finish(parameters).then(
            (result) => ('reason' in result ? result.reason : result.outcome),
            // The consent was already deleted.
            ({ code }: { code: string }) => (code === 'NOT_FOUND' ? 'expired' : code),
          ),
        ),
      )
      expect(reasons.filter((reason) => reason === 'expired')).toHaveLength(1)
      expect(['granted', 'denied']).toContain(reasons.find((reason) => reason !== 'expired'))
    }
  })

  it('return refused with denied, expired, or failed and the cause when no token is granted', async () => {
    provider.consents = false
    const denied = await consent()
    expect(await denied.finish()).toMatchObject({
      outcome: 'refused',
      reason: 'denied',
      message: expect.stringContaining('not granted'),
    })
    provider.consents = true

    const late = await consent()
    stepkey.pass(16 * MINUTE)
    expect(await late.finish()).toMatchObject({
      outcome: 'refused',
      reason: 'expired',
    })

    const broken = await consent()
    const parameters = { state: broken.back.state ?? '', error: 'server_error' }
    expect(await broken.finish(parameters)).toMatchObject({
      reason: 'failed',
      message: expect.stringContaining('(server_error)'),
    })

    const down = await consent()
    provider.trouble = () => ({ instead: 503 })
    expect(await down.finish()).toMatchObject({
      reason: 'failed',
      message: expect.stringContaining('reported a server error'),
    })
  })

  it('return refused for an unknown host, for addresses that are not http(s), and for a wrong client secret', async () => {
    const elsewhere = {
      ...provider.values,
      provider: { kind: 'discovery', issuer: 'https://nowhere.example' },
    }
    expect(await alice.consents.begin({ ...byConsent, values: elsewhere })).toMatchObject({
      outcome: 'refused',
      message: 'There is no server named nowhere.example.',
    })
    // A browser would run the javascript: address in Stepkey's page.
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
    const hostileValues = { ...provider.values, provider: { kind: 'discovery', issuer: hostile } }
    for (const methodId of ['authorizationCode', 'deviceCode']) {
      expect(
        await alice.consents.begin({ componentId: 'oauth2', methodId, values: hostileValues }),
      ).toMatchObject({
        outcome: 'refused',
        message: expect.stringContaining('that this component does not expect'),
      })
    }
    const wrong = { ...provider.values, client: { kind: 'basic', secret: 'a wrong secret' } }
    const { finish } = await consent({ values: wrong })
    expect(await finish()).toMatchObject({
      reason: 'failed',
      message: expect.stringContaining('rejected the client ID or the client secret'),
    })
  })

  it('can be used once, and only for the values and the method that they were given for', async () => {
    const { consentId, finish } = await consent()
    await finish()
    const create = (values: object, more: object = {}) =>
      alice.credentials.create({ ...byConsent, name: 'Once', values: { ...values }, consentId, ...more })
    await expect(create({ ...provider.values, scope: 'openid' })).rejects.toThrow('The values changed')
    await expect(create(provider.values, { methodId: 'deviceCode' })).rejects.toThrow()
    await expect(
      alice.credentials.create({ ...byConsent, name: 'None', values: provider.values }),
    ).resolves.toMatchObject({ outcome: 'not_saved', verification: { reason: 'not_connected' } })
    expect(await create(provider.values)).toMatchObject({ outcome: 'saved' })
    await expect(create(provider.values, { name: 'Twice' })).rejects.toThrow(
      'has expired or was already used',
    )
  })

  it('remain usable after a create that was not saved', async () => {
    const values = { ...provider.values, testPath: '/nothing-here' }
    const { consentId, finish } = await consent({ values })
    await finish()
    const input = { ...byConsent, name: 'Second attempt', values, consentId }
    expect(await alice.credentials.create(input)).toMatchObject({ outcome: 'not_saved' })
    expect(await alice.credentials.create({ ...input, allowUnverified: true })).toMatchObject({
      outcome: 'saved',
      credential: { status: 'unverified' },
    })
  })

  it('bind the new credential to a step with bindTo', async () => {
    const steps = [{ name: 'Step', componentId: 'oauth2', scopes: ['openid', 'calendar'] }]
    const flow = await alice.flows.save({ name: 'Draft', steps })
    assertSaved(flow)
    expect(flow.steps[0]?.scopes).toEqual(['openid', 'calendar'])
    const { consentId, finish } = await consent()
    await finish()
    const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    const saved = await alice.credentials.create({
      ...byConsent,
      name: 'For the step',
      values: provider.values,
      consentId,
      bindTo,
    })
    assertSaved(saved)
    expect(saved.flow?.steps[0]).toMatchObject({
      credentialId: saved.credential.id,
      scopes: ['openid', 'calendar'],
    })
  })

  it('reconnect a credential in place, and return other_account when the account differs', async () => {
    const credential = await connected(alice, provider)
    expect(credential.identity).toBe('ada@example.com')
    await provider.revokeGrants()
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
    const repair = await alice.credentials.list({ status: 'needs_repair' })
    expect(repair.items.map(({ id }) => id)).toContain(credential.id)

    provider.person = 'bob'
    const { consentId, finish } = await consent({ credentialId: credential.id })
    await finish()
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

  it('give flow engines only the access token, which is refreshed once for concurrent issues before it expires', async () => {
    const credential = await connected(alice, provider)
    const { issue } = await useInActiveFlow(credential)
    const first = await issue()
    expect(first).toMatchObject({
      accessToken: expect.any(String),
      headers: { authorization: `Bearer ${first.accessToken}` },
      baseUrl: provider.url,
    })
    expect(JSON.stringify(first)).not.toContain('secret of the OAuth client')
    expect(first.values).not.toHaveProperty('client.secret')
    expect(Object.keys(first)).not.toContain('refreshToken')
    expect(await issue()).toMatchObject({ accessToken: first.accessToken })
    expect(provider.spent).toBe(0)

    // The token is refreshed from five minutes before its expiry.
    stepkey.pass(56 * MINUTE)
    const refreshed = await issue()
    expect(refreshed.accessToken).not.toBe(first.accessToken)
    expect(provider.spent).toBe(1)
    const many = await Promise.all(Array.from({ length: 20 }, issue))
    expect(new Set(many.map(({ accessToken }) => accessToken))).toEqual(new Set([refreshed.accessToken]))
    stepkey.pass(61 * MINUTE)
    const later = await Promise.all(Array.from({ length: 20 }, issue))
    expect(new Set(later.map(({ accessToken }) => accessToken)).size).toBe(1)
    expect(provider).toMatchObject({ spent: 2, familiesRevoked: 0 })
  })

  it('keep the status and issue the current token until its expiry while the provider is down', async () => {
    const credential = await connected(alice, provider)
    const { issue } = await useInActiveFlow(credential)
    const first = await issue()
    provider.trouble = () => ({ instead: 503 })
    stepkey.pass(56 * MINUTE)
    expect(await issue()).toMatchObject({ accessToken: first.accessToken })
    const requests = provider.requests.token
    expect(await issue()).toMatchObject({ accessToken: first.accessToken })
    // The next refresh waits for the backoff.
    expect(provider.requests.token).toBe(requests)
    stepkey.pass(10 * MINUTE)
    await expect(issue()).rejects.toThrow('reported a server error')
    expect(await alice.credentials.get({ credentialId: credential.id })).toMatchObject({ status: 'verified' })
    provider.trouble = () => undefined
    expect((await issue()).accessToken).not.toBe(first.accessToken)
  })

  it('set the status to reconnect, with the reason in receipt and audit log, when the grant was revoked', async () => {
    const credential = await connected(alice, provider)
    const { issue } = await useInActiveFlow(credential)
    await provider.revokeGrants()
    stepkey.pass(61 * MINUTE)
    await expect(issue()).rejects.toThrow(/was revoked or has expired.*Connect it again/)
    await expect(issue()).rejects.toThrow('The credential of this step is failing')
    expect(await alice.credentials.get({ credentialId: credential.id })).toMatchObject({
      status: 'reconnect',
      receipt: { outcome: 'rejected', reason: 'grant_revoked' },
    })
    const { items } = await alice.audit.list({ action: 'credential.disconnected' })
    expect(items[0]).toMatchObject({ subjectId: credential.id, actor: { name: 'Stepkey itself' } })
  })

  it('are revoked at the provider when the credential is deleted or, unless in use, disconnected', async () => {
    const removed = await connected(alice, provider)
    expect(await alice.credentials.remove({ credentialId: removed.id })).toEqual({
      outcome: 'deleted',
      revocation: 'revoked',
    })
    expect(provider.requests.revocation).toBe(1)

    const kept = await connected(alice, provider)
    const { flow } = await useInActiveFlow(kept)
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
    await expect(alice.credentials.disconnect({ credentialId: kept.id })).rejects.toThrow('not connected')
  })

  it('by device code are pending, polled less often while the provider is busy, until the code is entered', async () => {
    const values = provider.values
    const begun = await alice.consents.begin({ componentId: 'oauth2', methodId: 'deviceCode', values })
    if (begun.outcome !== 'code') throw new Error(begun.outcome)
    const { consentId, userCode } = begun
    expect(await alice.consents.finish({ consentId })).toEqual({ outcome: 'pending', interval: 5 })
    // A server error is not a refusal, but increases the polling interval.
    provider.trouble = () => ({ instead: 503 })
    stepkey.pass(5000)
    expect(await alice.consents.finish({ consentId })).toEqual({ outcome: 'pending', interval: 10 })
    provider.trouble = () => undefined
    stepkey.pass(10_000)
    expect(await alice.consents.finish({ consentId })).toEqual({ outcome: 'pending', interval: 10 })
    await provider.enterUserCode(userCode)
    stepkey.pass(10_000)
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

  it('by device code poll the provider at its interval, however fast the page asks', async () => {
    const values = provider.values
    const begun = await alice.consents.begin({ componentId: 'oauth2', methodId: 'deviceCode', values })
    if (begun.outcome !== 'code') throw new Error(begun.outcome)
    const { consentId, userCode } = begun
    let polls = 0
    let answer: { instead: number } | undefined
    provider.trouble = () => {
      polls++
      return answer
    }
    const finish = () => alice.consents.finish({ consentId })
    for (let n = 0; n < 5; n++) expect(await finish()).toEqual({ outcome: 'pending', interval: 5 })
    expect(polls).toBe(1)
    stepkey.pass(4999)
    await finish()
    expect(polls).toBe(1)
    // As for `slow_down` (RFC 8628 section 3.5), the next poll is five seconds later.
    answer = { instead: 503 }
    stepkey.pass(1)
    expect(await finish()).toEqual({ outcome: 'pending', interval: 10 })
    answer = undefined
    stepkey.pass(9999)
    await provider.enterUserCode(userCode)
    expect(await finish()).toEqual({ outcome: 'pending', interval: 10 })
    expect(polls).toBe(2)
    stepkey.pass(1)
    expect(await finish()).toMatchObject({ outcome: 'granted' })
    provider.trouble = () => undefined
  })

  it('by device code poll the provider once when several requests arrive at the same time', async () => {
    const begun = await alice.consents.begin({
      componentId: 'oauth2',
      methodId: 'deviceCode',
      values: provider.values,
    })
    if (begun.outcome !== 'code') throw new Error(begun.outcome)
    const { consentId, userCode } = begun
    await provider.enterUserCode(userCode)
    const finished = await Promise.all([1, 2, 3].map(() => alice.consents.finish({ consentId })))
    expect(finished.map(({ outcome }) => outcome).sort()).toEqual(['granted', 'pending', 'pending'])
  })

  it('require the client secret again when an address that it is sent to changes', async () => {
    const values = { ...provider.values, testPath: '/api' }
    const begun = await alice.consents.begin({ componentId: 'oauth2', methodId: 'deviceCode', values })
    if (begun.outcome !== 'code') throw new Error(begun.outcome)
    await provider.enterUserCode(begun.userCode)
    await alice.consents.finish({ consentId: begun.consentId })
    const saved = await alice.credentials.create({
      componentId: 'oauth2',
      methodId: 'deviceCode',
      name: `By code ${++names}`,
      values,
      consentId: begun.consentId,
    })
    assertSaved(saved)
    const { id: credentialId } = saved.credential
    const urls = { kind: 'urls', deviceUrl: `${provider.url}/device`, tokenUrl: `${provider.url}/token` }
    for (const elsewhere of [
      { ...urls, deviceUrl: 'https://evil.example/device' },
      { ...urls, tokenUrl: 'https://evil.example/token' },
      { ...urls, revokeUrl: 'https://evil.example/revoke' },
      { kind: 'discovery', issuer: `${provider.url}/another` },
    ]) {
      await expect(alice.consents.begin({ credentialId, values: { provider: elsewhere } })).rejects.toThrow(
        'You changed where or how this secret is sent',
      )
    }
  })

  it('return no scopes that contain a secret, and shorten and clean the others', async () => {
    const echo = await world.http((request, response) => {
      response.setHeader('content-type', 'application/json')
      if (request.url !== '/token')
        return response.writeHead(request.headers.authorization ? 200 : 401).end('{}')
      const secret = provider.values.client.secret.replaceAll(' ', '')
      const scope = `fine ${secret} rt-0123456789 at-0123456789 \u202egnp ${'x'.repeat(300_000)}`
      const token = { access_token: 'at-0123456789', refresh_token: 'rt-0123456789', scope }
      response.end(JSON.stringify(token))
    })
    const client = { kind: 'basic', secret: provider.values.client.secret.replaceAll(' ', '') }
    const urls = { kind: 'urls', authorizeUrl: `${echo}/in`, tokenUrl: `${echo}/token` }
    const values = { ...provider.values, client, provider: urls, baseUrl: echo }
    const begun = await alice.consents.begin({ ...byConsent, values })
    if (begun.outcome !== 'redirect') throw new Error(begun.outcome)
    const query = new URL(begun.url).searchParams
    const path = new URL(query.get('redirect_uri') ?? '').pathname
    const parameters = { state: query.get('state') ?? '', code: 'x' }
    const finished = await alice.consents.finish({ consentId: begun.consentId, parameters, path })
    expect(finished).toMatchObject({ outcome: 'granted', scopes: ['fine', 'gnp', 'x'.repeat(200)] })
  })

  it('ignore a verification that was running while the credential was disconnected', async () => {
    const { id: credentialId } = await connected(alice, provider)
    let onRequest = () => {}
    const requestArrived = new Promise<void>((resolve) => {
      onRequest = resolve
    })
    provider.hold = async () => {
      onRequest()
      await setTimeout(150)
    }
    const verifying = alice.credentials.verify({ credentialId })
    await requestArrived
    await alice.credentials.disconnect({ credentialId })
    await verifying
    provider.hold = undefined
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ status: 'reconnect' })
  })

  it('keep the status when the API rejects the token and the refresh fails without invalid_grant', async () => {
    const { id: credentialId } = await connected(alice, provider)
    provider.made.length = 0
    provider.refusesAll = true
    for (const trouble of [{ instead: 503 }, { instead: 403 }, { instead: 401 }]) {
      provider.trouble = () => trouble
      await alice.credentials.verify({ credentialId })
      expect(await alice.credentials.get({ credentialId })).toMatchObject({ status: 'verified' })
    }
  })
})
