import { catalog } from '@stepkey/shared/catalog/index'
import type { Component } from '@stepkey/shared/component'
import { activeFields, describeFields } from '@stepkey/shared/schema'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { scriptsOf } from '../../testing/conformance/scripts.ts'
import { engines } from '../../testing/databases/databases.ts'
import { leaked, leakedOfMany, onDisk } from '../../testing/leaked-secrets.ts'
import { type Stepkey, startStepkey } from '../../testing/stepkey.ts'
import { secretOf } from '../../testing/team.ts'
import { createWorld, type World } from '../../testing/world.ts'
import { appRouter } from '../router.ts'

/** In most planted secrets; long enough to be found in any disguise. */
const MARK = 'Qm7xVt2LpRw9'

let planted = 0
const secrets: string[] = []
/** A secret that is found again wherever it turns up: with characters that encodings change. */
function plant(): string {
  const secret = `pl4nted/${++planted}+Zk9"x&é=`.replace('é', planted % 2 ? 'é' : 'e')
  secrets.push(secret)
  return secret
}

/** A webhook's secret without the mark that every one has. */
const shownSecret = ({ secret }: { secret: string }) => secret.replace('whsec_', '')

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
    // A target as careless as can be: it repeats everything it was told, in its body, its headers and its errors.
    base = await world.http((request, response) => {
      if (request.url === '/token') {
        // As careless: what it was sent stands beside what it grants.
        const granted = { access_token: plain(), refresh_token: plain(), scope: 'all', expires_in: 3600 }
        return response.end(JSON.stringify({ ...granted, name: plain(), echo: request.headers }))
      }
      const echo = JSON.stringify({ url: request.url, headers: request.headers })
      // Only a planted key is worth an answer: the control with a wrong one has to be refused.
      const { authorization = 'pl4nted' } = request.headers
      const asked = Number(/\/status\/(\d+)/.exec(request.url ?? '')?.[1] ?? 200)
      const status = authorization.includes('pl4nted') ? asked : 401
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
    // biome-ignore lint/suspicious/noExplicitAny: whatever the procedure answers
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
    if (setCookie) cookie = String(setCookie).split(';')[0] ?? ''
    const answer = response.json()
    // What is meant to be shown once may stand in this one answer, and is planted for all the others.
    const secret = shownOnce?.(answer.result.data)
    if (secret) secrets.push(secret)
    answers.push(`${response.statusCode} ${JSON.stringify(shown)} ${secret ? '' : response.body}`)
    return answer
  }
  async function ask(path: string, input?: unknown, more: Record<string, string> = {}) {
    called.add(path)
    const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
    const response = await stepkey.app.inject({
      url: `/trpc/${path}${query}`,
      headers: { host: 'localhost:4000', cookie, ...more },
    })
    answers.push(`${response.statusCode} ${JSON.stringify(response.headers)} ${response.body}`)
    return response.json()
  }

  it('stay inside, whatever is called and whatever fails', async () => {
    const password = plant()
    const account = { name: 'Alice', email: 'alice@example.com', password }
    await post('accounts.signUp', account)
    await post('accounts.signUp', account)
    await post('accounts.signIn', { ...account, password: plant() })
    await post('accounts.signIn', account)
    secrets.push(cookie.split('=')[1] ?? '')
    for (const query of [
      'accounts.me',
      'accounts.welcome',
      'components.list',
      'credentials.list',
      'flows.list',
    ])
      await ask(query)
    await ask('components.get', { componentId: 'github' })
    const { apiKey } = (
      await post('apiKeys.create', { name: 'Engine', scopes: ['read'] }, {}, { shownOnce: ({ key }) => key })
    ).result.data
    await ask('apiKeys.list')
    await post('apiKeys.revoke', { apiKeyId: apiKey.id })

    // It is told of everything that follows: what it is told lies in the database.
    const { webhook } = (
      await post(
        'webhooks.create',
        { name: 'Alarm', url: 'https://hooks.example/' },
        {},
        { shownOnce: shownSecret },
      )
    ).result.data
    const webhookId = webhook.id
    await post('webhooks.rotateSecret', { webhookId }, {}, { shownOnce: shownSecret })
    await post('webhooks.update', { webhookId, url: `https://alice:${plain()}@hooks.example/` })
    await ask('webhooks.list')
    const { delivery } = (await post('webhooks.test', { webhookId })).result.data
    await post('webhooks.redeliver', { deliveryId: delivery.id })
    await post('webhooks.remove', { webhookId: plain() })
    await ask('workspaces.get')
    await post('workspaces.setRecheck', { recheck: 'daily' })

    await post('accounts.confirmPassword', { password: plant() })
    await post('accounts.confirmPassword', { password })
    await post('accounts.changePassword', { oldPassword: plant(), newPassword: plant() })
    await post('accounts.changePassword', { oldPassword: password, newPassword: plant() })
    await ask('sessions.list')
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
    await ask('invitations.preview', { secret })
    await ask('invitations.list', undefined, inAcme)
    await post('invitations.revoke', { invitationId }, inAcme)
    await post('invitations.redeem', { secret })
    await invite()
    await ask('members.list', undefined, inAcme)
    await post('members.setRole', { accountId: plain(), role: 'viewer' }, inAcme)
    await post('members.remove', { accountId: plain() }, inAcme)
    await post('organizations.rename', { name: 'Acme' }, inAcme)
    await post('organizations.transfer', { accountId: plain() }, inAcme)
    await post('organizations.leave', undefined, inAcme)
    await ask('audit.list', undefined, inAcme)
    await post('audit.verify', undefined, inAcme)
    await post('organizations.remove', { typedName: name }, inAcme)

    // Every component and method, with every secret field planted: verified, refused, broken, misread.
    for (const component of Object.values<Component>(catalog)) {
      const scripts = await scriptsOf(component)
      for (const [methodId, method] of Object.entries(component.methods)) {
        const values = plantedValues(method, scripts[methodId]?.values ?? {}, base)
        const input = { componentId: component.id, methodId, name: `${component.id} ${methodId}`, values }
        const asked = await post('credentials.verify', { componentId: input.componentId, methodId, values })
        expect(asked.error).toBeUndefined()
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

    const stored = (await ask('credentials.list')).result.data.items
    expect(stored.length).toBeGreaterThanOrEqual(8)
    const { id: credentialId } = stored.find(({ name }: { name: string }) => name === '/status/200')
    await ask('credentials.get', { credentialId })
    await ask('credentials.usage', { credentialId })
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
    await ask('flows.get', { flowId })
    await post('flows.activate', { flowId })
    await post('credentials.issue', { flowId, stepId: flow.steps[0].id })
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

    // Whoever picks a credential outside Stepkey, with a token of its own.
    const { id: embedId } = (
      await post('embeds.create', { name: 'Builder', origin: 'https://builder.example' })
    ).result.data
    await ask('embeds.list')
    await post('embeds.update', { embedId, name: 'Flow builder' })
    const { key } = (
      await post(
        'apiKeys.create',
        { name: 'Host', scopes: ['connect'] },
        {},
        { shownOnce: (made) => made.key },
      )
    ).result.data
    const { token } = (
      await post(
        'connectTokens.create',
        { embedId, componentId: 'http', bindTo, actions: ['choose', 'create'] },
        { authorization: `Bearer ${key}` },
        { shownOnce: (made) => made.token },
      )
    ).result.data
    const holder = { authorization: `Bearer ${token}` }
    expect((await ask('connectTokens.task', undefined, holder)).result.data).toMatchObject({
      componentId: 'http',
    })
    await ask('credentials.list', { componentId: 'http' }, holder)
    await post(
      'credentials.create',
      { ...http, name: 'Outside', values: { baseUrl: base, testPath: '/status/401', token: plain() } },
      holder,
    )
    await post('embeds.remove', { embedId })
    await ask('connectTokens.task', undefined, holder)

    // Somebody is asked for a credential by a link.
    const askFor = async () =>
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
    await post('requests.revoke', { requestId: (await askFor()).request.id })
    const link = (await askFor()).url.split('#request=')[1]
    await post('requests.redeem', { secret: plant() })
    await ask('requests.redeem', { secret: link })
    const opened = (await post('requests.redeem', { secret: link }, {}, { shownOnce: (made) => made.token }))
      .result.data
    const theirs = {
      ...http,
      name: 'Theirs',
      values: { baseUrl: base, testPath: '/status/200', token: plain() },
    }
    await post('credentials.create', theirs, { authorization: `Bearer ${opened.token}` })
    await post('requests.redeem', { secret: link })
    await ask('requests.list')

    await post('flows.deactivate', { flowId })
    await post('credentials.remove', { credentialId })
    await post('flows.remove', { flowId })

    // What a person grants, and what it is granted through.
    const { id: oauthAppId } = (
      await post('oauthApps.create', {
        componentId: 'slack',
        name: 'Ours',
        clientId: 'client',
        clientSecret: plain(),
      })
    ).result.data
    await post('oauthApps.update', { oauthAppId, clientSecret: plain() })
    await ask('oauthApps.list')
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
    const granted = (await post('credentials.create', { ...consented, name: 'Granted', values, consentId }))
      .result.data
    expect(granted).toMatchObject({ outcome: 'saved', credential: { grant: { scopes: ['all'] } } })
    const again = { credentialId: granted.credential.id }
    await post('credentials.verify', again)
    const secondId = await consent(again)
    await post('credentials.update', { ...again, version: 1, consentId: secondId })
    await ask('credentials.get', again)
    expect((await post('credentials.disconnect', again)).result.data).toMatchObject({
      outcome: 'disconnected',
      credential: { status: 'reconnect' },
    })
    await post('credentials.remove', again)
    const told = (await ask('webhooks.deliveries', { webhookId })).result.data.items
    expect(told[0]).toMatchObject({ type: 'credential.deleted' })

    // What can't even be read.
    await post('credentials.create', `{"token": "${plain()}`)
    await post('credentials.create', `token=${plain()}`, { 'content-type': 'text/plain' })
    await post('credentials.create', { ...http, name: 'Large', values: { token: plain().repeat(60_000) } })
    await post('credentials.list', { token: plain() })
    await ask('credentials.create', { token: plain() })
    await post(`nothing.${plain()}`, {})
    // And a database that fails in the middle of it.
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
  }, 120_000)

  it.each<[string, (secret: string) => string]>([
    ['as they are', (secret) => `x${secret}y`],
    ['in basic authentication', (secret) => Buffer.from(`user:${secret} and more`).toString('base64')],
    ['shifted by a byte', (secret) => Buffer.from(`users:${secret} and more`).toString('base64')],
    ['in base64 of their own', (secret) => Buffer.from(`${secret} and more`).toString('base64')],
    ['in an address', (secret) => `/path?key=${encodeURIComponent(secret)}`],
    ['in hex', (secret) => Buffer.from(`a${secret}`).toString('hex')],
  ])('would be found if they stood there %s', (_, disguise) => {
    const [secret = ''] = secrets
    expect(leaked(disguise(secret), [secret])).toEqual([secret])
    const many = [plain(), plain()]
    expect(leakedOfMany(disguise(many[1] ?? ''), [...many, secret], MARK)).toEqual([many[1]])
    expect(leakedOfMany(disguise(secret), [...many, secret], MARK)).toEqual([secret])
  })
})

/** A secret that may stand in a header. */
function plain(): string {
  const secret = `pl4nted-${++planted}-${MARK}`
  secrets.push(secret)
  return secret
}

/** Good values of a method with every secret in them planted, sent to the careless target where it can be chosen. */
function plantedValues(
  method: Component['methods'][string],
  good: Record<string, unknown>,
  base: string,
): Record<string, unknown> {
  const values: Record<string, unknown> = structuredClone(good)
  for (const { path, field, value } of activeFields(describeFields(method.fields), values)) {
    if (!field.meta.secret || typeof value !== 'string') continue
    const [outer = '', inner] = path.split('.')
    const into = inner === undefined ? values : (values[outer] as Record<string, unknown>)
    const secret = plain()
    into[inner ?? outer] = secret
    if (method.fields.safeParse(values).success) continue
    // It has to have a shape: then the one from the answers is the planted one.
    into[inner ?? outer] = value
    secrets.push(value)
  }
  const target = { baseUrl: base, testPath: '/status/200', tokenUrl: base, host: '127.0.0.1', port: 1 }
  const chosen = Object.entries(target).filter(([name]) => name in method.fields.shape)
  return { ...values, ...Object.fromEntries(chosen) }
}
