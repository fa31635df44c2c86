import { catalog } from '@stepkey/shared/catalog/index'
import type { Component } from '@stepkey/shared/component'
import { activeFields, describeFields } from '@stepkey/shared/schema'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { scriptsOf } from '../../testing/conformance/scripts.ts'
import { engines } from '../../testing/databases/databases.ts'
import { leaked, leakedOfMany, onDisk } from '../../testing/leaked-secrets.ts'
import { shopDefinition } from '../../testing/own-component.ts'
import { type Stepkey, startStepkey } from '../../testing/stepkey.ts'
import { secretOf } from '../../testing/team.ts'
import { createWorld, type World } from '../../testing/world.ts'
import { appRouter } from './rpc/router.ts'

/** A part of all planted secrets, long enough to be found in any encoding. */
const MARK = 'Qm7xVt2LpRw9'

let planted = 0
const secrets: string[] = []
/** Returns a secret that the test searches for, with characters that encodings change. */
function plant(): string {
  const secret = `pl4nted/${++planted}+${MARK}"x&é=`.replace('é', planted % 2 ? 'é' : 'e')
  secrets.push(secret)
  return secret
}

/** Returns the secret of a webhook without its prefix. */
const webhookSecret = ({ secret }: { secret: string }) => secret.replace('whsec_', '')

describe.each(engines)('secrets on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  const answers: string[] = []
  const printed: string[] = []
  const called = new Set<string>()

  beforeAll(async () => {
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((chunk) => {
        printed.push(String(chunk))
        return true
      })
    }
    world = await createWorld()
    // A target that repeats everything that it receives, in its body and its headers.
    base = await world.http((request, response) => {
      if (request.url === '/token') {
        // Repeats the request next to the token.
        const granted = { access_token: plain(), refresh_token: plain(), scope: 'all', expires_in: 3600 }
        return response.end(JSON.stringify({ ...granted, name: plain(), echo: request.headers }))
      }
      const echo = JSON.stringify({ url: request.url, headers: request.headers })
      // Accepts only planted secrets, because the control request with a decoy must be rejected.
      const { authorization = 'pl4nted' } = request.headers
      const requestedStatus = Number(/\/status\/(\d+)/.exec(request.url ?? '')?.[1] ?? 200)
      const status = authorization.includes('pl4nted') ? requestedStatus : 401
      response.writeHead(status, {
        'content-type': 'application/json',
        'x-echo': encodeURIComponent(echo),
        location: `http://127.0.0.1/${encodeURIComponent(echo)}`,
      })
      response.end(echo)
    })
    for (const host of ['api.github.com', 'acme.zendesk.com']) {
      await world.https(host, (request, response) => {
        response
          .writeHead(401, { 'content-type': 'application/json' })
          .end(JSON.stringify({ message: request.headers }))
      })
    }
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await stepkey.stop()
    await world.close()
  })

  let cookie = ''
  async function post(
    path: string,
    input: unknown,
    headers: Record<string, string> = {},
    // biome-ignore lint/suspicious/noExplicitAny: depends on the procedure
    { shownOnce }: { shownOnce?: (data: any) => string } = {},
  ) {
    called.add(path)
    const response = await stepkey.app.inject({
      method: 'POST',
      url: `/trpc/${path}`,
      headers: { host: 'localhost:4000', 'content-type': 'application/json', cookie, ...headers },
      payload: typeof input === 'string' ? input : JSON.stringify(input),
    })
    const { 'set-cookie': setCookie, ...shown } = response.headers
    for (const set of [setCookie ?? []].flat()) {
      const [, name, value = ''] = /^([\w-]+)=([^;]*)/.exec(set) ?? []
      if (value !== '') secrets.push(value)
      if (name === 'stepkey') cookie = `stepkey=${value}`
    }
    const answer = response.json()
    // This answer may contain a secret that is shown once. All other answers may not.
    const secret = shownOnce?.(answer.result?.data ?? answer.error.data)
    if (secret) secrets.push(secret)
    answers.push(`${response.statusCode} ${JSON.stringify(shown)} ${secret ? '' : response.body}`)
    return answer
  }
  async function get(path: string, input?: unknown, more: Record<string, string> = {}) {
    called.add(path)
    const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
    const response = await stepkey.app.inject({
      url: `/trpc/${path}${query}`,
      headers: { host: 'localhost:4000', cookie, ...more },
    })
    answers.push(`${response.statusCode} ${JSON.stringify(response.headers)} ${response.body}`)
    return response.json()
  }

  it('are in no answer, log, metric, output or database, after calls of every procedure and after failures', async () => {
    const password = plant()
    const account = { name: 'Alice', email: 'alice@example.com', password }
    await post('accounts.signUp', account)
    await post('accounts.signUp', account)
    await post('accounts.signIn', { ...account, password: plant() })
    await post('accounts.signIn', account)
    for (const query of [
      'accounts.me',
      'accounts.welcome',
      'components.list',
      'credentials.list',
      'flows.list',
    ])
      await get(query)
    await get('components.get', { componentId: 'github' })

    // A component of the workspace, whose target echoes the key.
    const componentId = 'custom:acme'
    await post('components.save', { componentId, definition: shopDefinition() })
    await get('components.definition', { componentId, version: 'draft' })
    await get('components.own')
    await post('components.trial', { componentId, methodId: 'key', good: { baseUrl: base, key: plain() } })
    const document = `curl ${base}/me -H 'X-Key: ${plain()}'`
    await post('components.import', { format: 'curl', document })
    await post('components.publish', { componentId, untested: { key: 'The target echoes' } })
    await post('credentials.create', {
      componentId,
      methodId: 'key',
      name: 'Shop',
      values: { baseUrl: base, key: plant() },
      allowUnverified: true,
    })
    await post('components.archive', { componentId, archived: true })
    await post('components.remove', { componentId })
    const { apiKey } = (
      await post('apiKeys.create', { name: 'Engine', scopes: ['read'] }, {}, { shownOnce: ({ key }) => key })
    ).result.data
    await get('apiKeys.list')
    await post('apiKeys.takeOver', { apiKeyId: apiKey.id })
    await post('apiKeys.revoke', { apiKeyId: apiKey.id })

    // This webhook receives all further events, which are stored in the database.
    const { webhook } = (
      await post(
        'webhooks.create',
        { name: 'Alarm', url: 'https://hooks.example/' },
        {},
        { shownOnce: webhookSecret },
      )
    ).result.data
    const webhookId = webhook.id
    await post('webhooks.rotateSecret', { webhookId }, {}, { shownOnce: webhookSecret })
    await post('webhooks.update', { webhookId, url: `https://alice:${plain()}@hooks.example/` })
    await get('webhooks.list')
    const { delivery } = (await post('webhooks.test', { webhookId })).result.data
    await post('webhooks.redeliver', { deliveryId: delivery.id })
    await post('webhooks.remove', { webhookId: plain() })
    const chat = `https://chat.example/${plant()}`
    const channel = { name: 'Ops', format: 'slack', url: chat }
    const { id: channelId } = (await post('chatChannels.create', channel)).result.data
    await post('chatChannels.test', { channelId })
    await post('chatChannels.update', { channelId, url: `https://chat.example/${plant()}`, format: 'teams' })
    await post('chatChannels.update', { channelId, url: `ftp://chat.example/${plant()}` })
    await post('chatChannels.remove', { channelId: plain() })
    await get('chatChannels.list')
    await get('notices.get')
    await post('notices.set', { delivery: 'daily', kinds: ['failing'] })
    await get('workspaces.get')
    await post('workspaces.setRecheck', { recheck: 'daily' })

    await post('accounts.confirmPassword', { password: plant() })
    await post('accounts.confirmPassword', { password })
    await post('accounts.changePassword', { oldPassword: plant(), newPassword: plant() })
    await post('accounts.changePassword', { oldPassword: password, newPassword: plant() })
    await get('sessions.list')
    await post('sessions.revoke', { sessionId: plant() })
    await post('sessions.revokeOthers', undefined)
    const { id, name } = (await post('organizations.create', { name: 'Acme' })).result.data
    const inAcme = { 'stepkey-workspace': id }
    const invite = async () => {
      const { invitation, url } = (
        await post('invitations.create', { role: 'viewer' }, inAcme, { shownOnce: secretOf })
      ).result.data
      return { invitationId: invitation.id, secret: secretOf({ url }) }
    }
    const { invitationId, secret } = await invite()
    await post('invitations.preview', { secret })
    await post('invitations.redeem', { secret })
    await post('accounts.signUp', { ...account, invitation: secret })
    await post('invitations.preview', { secret: plant() })
    await get('invitations.preview', { secret })
    await get('invitations.list', undefined, inAcme)
    await post('invitations.revoke', { invitationId }, inAcme)
    await post('invitations.redeem', { secret })
    await invite()
    await get('members.list', undefined, inAcme)
    await post('members.setRole', { accountId: plain(), role: 'viewer' }, inAcme)
    await post('members.remove', { accountId: plain() }, inAcme)
    await post('organizations.rename', { name: 'Acme' }, inAcme)
    await post('organizations.transfer', { accountId: plain() }, inAcme)
    await post('organizations.leave', undefined, inAcme)
    await get('audit.list', undefined, inAcme)
    await post('audit.verify', undefined, inAcme)
    await post('organizations.remove', { typedName: name }, inAcme)

    // Every method of every component, with a planted secret in every secret field: valid, unknown and malformed input.
    for (const component of Object.values<Component>(catalog)) {
      const scripts = await scriptsOf(component)
      for (const [methodId, method] of Object.entries(component.methods)) {
        const values = plantedValues(method, scripts[methodId]?.values ?? {}, base)
        const input = { componentId: component.id, methodId, name: `${component.id} ${methodId}`, values }
        const verified = await post('credentials.verify', {
          componentId: input.componentId,
          methodId,
          values,
        })
        expect(verified.error).toBeUndefined()
        await post('credentials.create', { ...input, allowUnverified: true })
        await post('credentials.create', { ...input, values: { ...values, surprise: plant() } })
        await post('credentials.create', {
          ...input,
          values: Object.fromEntries(Object.keys(values).map((key) => [key, [plant()]])),
        })
      }
    }
    const http = { componentId: 'http', methodId: 'bearer' }
    for (const testPath of [
      '/status/200',
      '/status/302',
      '/status/401',
      '/status/403',
      '/status/429',
      '/status/500',
    ]) {
      const values = { baseUrl: base, testPath, token: plain() }
      await post('credentials.create', { ...http, name: testPath, values, allowUnverified: true })
    }
    const unusable = { baseUrl: base, testPath: '/', headerName: 'x-key', key: `${plain()}✓` }
    await post('credentials.create', {
      componentId: 'http',
      methodId: 'headerKey',
      name: 'Unusable',
      values: unusable,
    })

    const stored = (await get('credentials.list')).result.data.items
    await get('credentials.count', { componentId: 'http' })
    expect(stored.length).toBeGreaterThanOrEqual(8)
    const { id: credentialId } = stored.find(({ name }: { name: string }) => name === '/status/200')
    await get('credentials.get', { credentialId })
    await get('credentials.usage', { credentialId })
    await get('credentials.receipts', { credentialId })
    await post('credentials.addValue', { credentialId, version: 1, values: { token: plain() } })
    await get('credentials.values', { credentialId })
    await post('credentials.promote', { credentialId, generation: 2 })
    await post('credentials.restore', { credentialId })
    await post('credentials.verifyValue', { credentialId, generation: 2 })
    await post('credentials.discardValue', { credentialId, generation: 2 })
    await post('credentials.verify', { credentialId })
    await post('credentials.verify', { credentialId, values: { token: plain() } })
    await post('credentials.update', {
      credentialId,
      version: 1,
      values: { token: plain(), testPath: '/status/401' },
    })
    await post('credentials.update', {
      credentialId,
      version: 1,
      values: { baseUrl: 'http://127.0.0.1:1', token: plain() },
    })
    await post('credentials.update', { credentialId, version: 1, values: { token: plain() } })
    await post('credentials.update', { credentialId, version: 1, values: { token: plain() } })
    const flow = (
      await post('flows.save', { name: 'Sync', steps: [{ name: 'One', componentId: 'http', credentialId }] })
    ).result.data
    const flowId = flow.id
    await get('flows.get', { flowId })
    await post('flows.activate', { flowId })
    await post('credentials.issue', { flowId, stepId: flow.steps[0].id })
    await post('flows.preflight', { flowId })
    await post('flows.issue', { flowId })
    await post('credentials.report', { flowId, stepId: flow.steps[0].id })
    await post('credentials.remove', { credentialId })
    const bindTo = { flowId, stepId: flow.steps[0].id }
    await post('credentials.create', {
      ...http,
      name: 'Bound',
      values: { baseUrl: base, testPath: '/x', token: plain() },
      bindTo,
    })
    await post('flows.bindStep', { ...bindTo, credentialId })
    await post('credentials.impact', { credentialId, values: { token: plain() } })
    await post('credentials.replace', { credentialId, by: credentialId })
    for (const operation of ['freeze', 'unfreeze']) await post(`credentials.${operation}`, { credentialId })
    await post('credentials.reportIncident', { credentialId, since: '2026-01-01T00:00:00Z' })
    await post('credentials.freezeAll', {})
    await post('credentials.unfreeze', { credentialId })

    // A page of another origin, with a connect token.
    const { id: embedId } = (
      await post('embeds.create', { name: 'Builder', origin: 'https://builder.example' })
    ).result.data
    await get('embeds.list')
    await post('embeds.update', { embedId, name: 'Flow builder' })
    const { key } = (
      await post(
        'apiKeys.create',
        { name: 'Host', scopes: ['connect', 'issue'] },
        {},
        { shownOnce: (created) => created.key },
      )
    ).result.data
    const { token } = (
      await post(
        'connectTokens.create',
        { embedId, componentId: 'http', bindTo, actions: ['choose', 'create'] },
        { authorization: `Bearer ${key}` },
        { shownOnce: (created) => created.token },
      )
    ).result.data
    const { connectLink } = (
      await post(
        'connectSessions.create',
        { embedId, owner: 'org_42', componentIds: ['http'], actions: ['choose', 'create'] },
        { authorization: `Bearer ${key}` },
        { shownOnce: (created) => created.connectLink },
      )
    ).result.data
    const linkSecret = connectLink.split('#link=')[1]
    const ofOwner = [{ name: 'Theirs', componentId: 'http', binding: 'owner' }]
    const forOwners = (await post('flows.save', { name: 'For owners', steps: ofOwner })).result.data
    await post('flows.activate', { flowId: forOwners.id })
    for (let count = 0; count < 2; count++) {
      await post(
        'credentials.issue',
        { flowId: forOwners.id, stepId: forOwners.steps[0].id, owner: 'org_42' },
        { authorization: `Bearer ${key}` },
        { shownOnce: ({ connectLink }) => connectLink.split('#link=')[1] },
      )
    }
    await post('connectSessions.open', { secret: plant() })
    await post('connectSessions.open', { secret: linkSecret }, {}, { shownOnce: (opened) => opened.token })
    await post(
      'flows.createRunToken',
      { flowId },
      { authorization: `Bearer ${key}` },
      { shownOnce: (created) => created.token },
    )
    const withToken = { authorization: `Bearer ${token}` }
    expect((await get('connectTokens.task', undefined, withToken)).result.data).toMatchObject({
      componentId: 'http',
    })
    await get('credentials.list', { componentId: 'http' }, withToken)
    await post(
      'credentials.create',
      { ...http, name: 'Outside', values: { baseUrl: base, testPath: '/status/401', token: plain() } },
      withToken,
    )
    await post('embeds.remove', { embedId })
    await get('connectTokens.task', undefined, withToken)

    // Credential requests.
    const createRequest = async () =>
      (
        await post(
          'requests.create',
          { componentId: 'http', name: 'Theirs' },
          {},
          {
            shownOnce: ({ url }) => url.split('#request=')[1],
          },
        )
      ).result.data
    await post('requests.revoke', { requestId: (await createRequest()).request.id })
    const link = (await createRequest()).url.split('#request=')[1]
    await post('requests.redeem', { secret: plant() })
    await get('requests.redeem', { secret: link })
    const opened = (
      await post('requests.redeem', { secret: link }, {}, { shownOnce: (created) => created.token })
    ).result.data
    const provided = {
      ...http,
      name: 'Theirs',
      values: { baseUrl: base, testPath: '/status/200', token: plain() },
    }
    await post('credentials.create', provided, { authorization: `Bearer ${opened.token}` })
    await post('requests.redeem', { secret: link })
    await get('requests.list')

    await post('flows.deactivate', { flowId })
    await post('credentials.remove', { credentialId })
    await get('deletedCredentials.list')
    await post('deletedCredentials.restore', { credentialId, name: 'Restored' })
    await post('credentials.remove', { credentialId })
    await post('deletedCredentials.erase', { credentialId })
    const revoked = { componentId: 'gitlab', methodId: 'token', values: { token: plant() } }
    const gitlab = (await post('credentials.create', { ...revoked, name: 'GitLab', allowUnverified: true }))
      .result.data
    await post('credentials.remove', { credentialId: gitlab.credential.id, revoke: true })
    const { items } = (await get('revocations.list')).result.data
    await post('revocations.retry', { revocationId: items[0].id })
    await post('revocations.dismiss', { revocationId: items[0].id })
    await get('owners.list')
    await post('owners.remove', { owner: 'org_42' })
    await post('flows.remove', { flowId })

    // OAuth apps and grants.
    const { id: oauthAppId } = (
      await post('oauthApps.create', {
        componentId: 'slack',
        name: 'Ours',
        clientId: 'client',
        clientSecret: plain(),
      })
    ).result.data
    await post('oauthApps.update', { oauthAppId, clientSecret: plain() })
    await get('oauthApps.list')
    await post('oauthApps.remove', { oauthAppId })
    const consented = { componentId: 'oauth2', methodId: 'authorizationCode' }
    const values = {
      provider: { kind: 'urls', authorizeUrl: `${base}/in`, tokenUrl: `${base}/token` },
      clientId: 'client',
      client: { kind: 'basic', secret: plain() },
      baseUrl: base,
      testPath: '/status/200',
    }
    const consent = async (begin: object) => {
      const { consentId, url } = (await post('consents.begin', begin)).result.data
      const query = new URL(url).searchParams
      const state = query.get('state')
      const path = new URL(query.get('redirect_uri') ?? '').pathname
      await post('consents.finish', { consentId, path, parameters: { error: plain() } })
      await post('consents.finish', { consentId, path, parameters: { state, code: plain() } })
      await post('consents.finish', { consentId, path, parameters: { state, code: plain() } })
      return consentId
    }
    const consentId = await consent({ ...consented, values })
    const ticket = `${MARK}-${'ticket'.repeat(6)}`
    secrets.push(ticket)
    await post('consents.begin', { ...consented, values, ticket })
    const started = await post('consents.start', { ticket, openedFrom: 'self' })
    const state = new URL(started.result.data.url).searchParams.get('state')
    await post('consents.deliver', { path: '/oauth/callback', parameters: { state, code: plant() } })
    const granted = (await post('credentials.create', { ...consented, name: 'Granted', values, consentId }))
      .result.data
    expect(granted).toMatchObject({ outcome: 'saved', credential: { grant: { scopes: ['all'] } } })
    const again = { credentialId: granted.credential.id }
    await post('credentials.verify', again)
    const secondId = await consent(again)
    await post('credentials.update', { ...again, version: 1, consentId: secondId })
    await get('credentials.get', again)
    expect((await post('credentials.disconnect', again)).result.data).toMatchObject({
      outcome: 'disconnected',
      credential: { status: 'reconnect' },
    })
    await post('credentials.remove', again)
    const deliveries = (await get('webhooks.deliveries', { webhookId })).result.data.items
    await get('webhooks.delivery', { deliveryId: deliveries[0].id })
    expect(deliveries[0]).toMatchObject({ type: 'credential.deleted' })

    // Requests that can't be parsed.
    await post('credentials.create', `{"token": "${plain()}`)
    await post('credentials.create', `token=${plain()}`, { 'content-type': 'text/plain' })
    await post('credentials.create', { ...http, name: 'Large', values: { token: plain().repeat(60_000) } })
    await post('credentials.list', { token: plain() })
    await get('credentials.create', { token: plain() })
    await post(`nothing.${plain()}`, {})
    // A failure of the database in the middle of a transaction.
    await sql`drop table audit`.execute(stepkey.deps.db)
    const failed = await post('credentials.create', {
      ...http,
      name: 'Failing',
      values: { baseUrl: base, testPath: '/y', token: plain() },
    })
    expect(failed.error.data.code).toBe('internal')
    await post('accounts.signOut', {})

    const procedures = Object.keys(appRouter._def.procedures)
    expect(procedures.filter((path) => !called.has(path))).toEqual([])

    const places = {
      answers: answers.join('\n'),
      logs: stepkey.logged.join('\n'),
      metrics: (await stepkey.deps.observer.metrics.expose()).text,
      output: printed.join('\n'),
      ...(await onDisk(stepkey)),
    }
    expect(places.logs).toContain('"where":"credentials.create"')
    expect(places.answers.length).toBeGreaterThan(10_000)
    expect(Object.values(places).join()).toContain('/status/403')
    for (const [place, content] of Object.entries(places)) {
      const hits = leakedOfMany(content, secrets, MARK)
      expect({ place, hits }).toEqual({ place, hits: [] })
    }
  })

  it.each<[string, (secret: string) => string]>([
    ['unchanged', (secret) => `x${secret}y`],
    ['in basic authentication', (secret) => Buffer.from(`user:${secret} and more`).toString('base64')],
    [
      'in basic authentication, shifted by a byte',
      (secret) => Buffer.from(`users:${secret} and more`).toString('base64'),
    ],
    ['in base64', (secret) => Buffer.from(`${secret} and more`).toString('base64')],
    ['in a URL', (secret) => `/path?key=${encodeURIComponent(secret)}`],
    ['in hex', (secret) => Buffer.from(`a${secret}`).toString('hex')],
  ])('are found by the search: %s', (_, encode) => {
    const secret = 'created/1+Zk9"x&é='
    expect(leaked(encode(secret), [secret])).toEqual([secret])
    const many = [plain(), plain()]
    expect(leakedOfMany(encode(many[1] ?? ''), [...many, secret], MARK)).toEqual([many[1]])
    expect(leakedOfMany(encode(secret), [...many, secret], MARK)).toEqual([secret])
  })
})

/** Returns a planted secret that is valid in a header. */
function plain(): string {
  const secret = `pl4nted-${++planted}-${MARK}`
  secrets.push(secret)
  return secret
}

/** Returns valid values of a method with planted secrets, and with the address of the repeating target if possible. */
function plantedValues(
  method: Component['methods'][string],
  valid: Record<string, unknown>,
  base: string,
): Record<string, unknown> {
  const values: Record<string, unknown> = structuredClone(valid)
  for (const { path, field, value } of activeFields(describeFields(method.fields), values)) {
    if (!field.meta.secret || typeof value !== 'string') continue
    const [outer = '', inner] = path.split('.')
    const into = inner === undefined ? values : (values[outer] as Record<string, unknown>)
    const secret = plain()
    into[inner ?? outer] = secret
    if (method.fields.safeParse(values).success) continue
    // The schema requires a certain format, so the test searches for the valid value instead.
    into[inner ?? outer] = value
    secrets.push(value)
  }
  const target = { baseUrl: base, testPath: '/status/200', tokenUrl: base, host: '127.0.0.1', port: 1 }
  for (const [name, value] of Object.entries(target)) {
    // Some hosts must be of a certain provider, which this world doesn't have.
    const isAllowed = method.fields.safeParse({ ...values, [name]: value }).success
    if (name in method.fields.shape && isAllowed) values[name] = value
  }
  return values
}
