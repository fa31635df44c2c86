import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../testing/assert-saved.ts'
import { createFakeApi, fakeApiCredential } from '../../testing/fake-api.ts'
import { type Stepkey, startStepkey } from '../../testing/stepkey.ts'
import { createWorld, type World } from '../../testing/world.ts'

describe('programs can tell refusals apart by their codes', () => {
  let stepkey: Stepkey
  let world: World
  let shop: string
  let cookie: string
  let apiKey: string
  const account = { name: 'Ada', email: 'ada@example.com', password: 'words that are long enough' }

  beforeAll(async () => {
    world = await createWorld()
    shop = await world.http(createFakeApi().listener)
    stepkey = await startStepkey('sqlite', { outside: world.ports })
    const signedUp = await send('POST', '/account', { payload: account })
    cookie = String(signedUp.headers['set-cookie']).split(';')[0] ?? ''
    apiKey = (await send('POST', '/api-keys', { payload: { name: 'Engine', scopes: ['write'] } })).json().key
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  const send = (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    { payload, headers }: Pick<InjectOptions, 'payload' | 'headers'> = {},
  ) =>
    stepkey.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: {
        host: 'localhost:4000',
        ...(method !== 'GET' && { 'content-type': 'application/json' }),
        ...(cookie && { cookie }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    })

  it.each([
    ['no JSON', 'POST', '/flows', { payload: '{' }, 400, 'invalid_json'],
    ['another method', 'DELETE', '/components', {}, 405, 'method_not_allowed'],
    ['a large body', 'POST', '/flows', { payload: ' '.repeat(1_100_000) }, 413, 'body_too_large'],
    [
      'another media type',
      'PUT',
      '/flows/x',
      { headers: { 'content-type': 'text/plain' }, payload: 'x' },
      415,
      'unsupported_media_type',
    ],
    ['an unknown address', 'GET', '/nothing', {}, 404, 'unknown_route'],
    ['an unknown object', 'GET', '/flows/x', {}, 404, 'not_found'],
    [
      'an unknown workspace',
      'GET',
      '/flows',
      { headers: { 'stepkey-workspace': 'x' } },
      404,
      'unknown_workspace',
    ],
    ['another host', 'GET', '/flows', { headers: { host: 'evil.example' } }, 403, 'unknown_host'],
    [
      'a page of another site',
      'POST',
      '/flows',
      { headers: { origin: 'https://evil.example' }, payload: '{}' },
      403,
      'cross_site',
    ],
  ] as const)('of requests with %s', async (_, method, path, options, status, code) => {
    const response = await send(method, path, options)
    expect(response.json()).toMatchObject({ status, code })
    expect(response.statusCode).toBe(status)
  })

  it.each([
    ['an unknown procedure', '/trpc/nothing.here', 404, 'unknown_route'],
    ['another method', '/trpc/sessions.revokeOthers', 405, 'method_not_allowed'],
    ['no JSON', '/trpc/accounts.welcome?input=%7B', 400, 'invalid_json'],
    ['no connect token', '/trpc/connectTokens.task', 403, 'connect_token_required'],
  ])('of tRPC calls with %s', async (_, url, status, code) => {
    const response = await stepkey.app.inject({ url, headers: { host: 'localhost:4000', cookie } })
    expect(response.json().error.data).toMatchObject({ code, httpStatus: status })
    expect(response.statusCode).toBe(status)
  })

  it('of sign-ups', async () => {
    for (const [signUp, code] of [
      ['off', 'sign_up_disabled'],
      ['invited', 'invitation_required'],
    ] as const) {
      const closed = await startStepkey('sqlite', { config: { signUp } })
      const headers = { host: 'localhost:4000' }
      const response = await closed.app.inject({
        method: 'POST',
        url: '/api/v1/account',
        headers,
        payload: account,
      })
      expect(response.json()).toMatchObject({ status: 403, code })
      await closed.stop()
    }
  })

  it.each([
    ['DELETE', '/sessions/revoke-others'],
    ['PATCH', '/credentials/verify'],
    ['PUT', '/invitations/redeem'],
  ] as const)(
    'of %s %s, which only looks like the address of an object, with Allow',
    async (method, path) => {
      const response = await send(method, path, { payload: {} })
      expect(response.json()).toMatchObject({ status: 405, code: 'method_not_allowed' })
      expect(response.headers.allow).toBe('POST')
    },
  )

  it('of a missing key, with the scheme to use', async () => {
    const response = await send('GET', '/flows', { headers: { cookie: '' } })
    expect(response.json()).toMatchObject({ status: 401, code: 'unauthorized' })
    expect(response.headers['www-authenticate']).toBe('Bearer')
  })

  it('of changes that are based on an old version, by callers that may not read the values', async () => {
    const headers = { authorization: `Bearer ${apiKey}` }
    const created = (await send('POST', '/credentials', { payload: fakeApiCredential(shop, 'Old') })).json()
    assertSaved(created)
    const { id } = created.credential
    expect(
      (await send('PATCH', `/credentials/${id}`, { headers, payload: { version: 9, name: 'New' } })).json(),
    ).toMatchObject({ status: 409, code: 'version_outdated' })
  })

  it('of wrong fields', async () => {
    const taken = fakeApiCredential(shop, 'Taken')
    expect((await send('POST', '/credentials', { payload: taken })).statusCode).toBe(201)
    const consent = {
      componentId: 'github',
      methodId: 'oauth',
      values: {},
    }
    for (const [path, payload, field] of [
      ['/credentials', taken, { path: 'name', code: 'name_taken' }],
      [
        '/credentials',
        { ...taken, componentId: 'nothing' },
        { path: 'componentId', code: 'unknown_component' },
      ],
      ['/credentials', { ...taken, methodId: 'x' }, { path: 'methodId', code: 'unknown_method' }],
      ['/credentials', { ...taken, name: undefined }, { path: 'name', code: 'required' }],
      ['/credentials', { ...taken, nmae: 'x' }, { path: 'nmae', code: 'unknown_member' }],
      ['/credentials', { ...taken, name: 1 }, { path: 'name', code: 'invalid' }],
      ['/account', account, { path: 'email', code: 'email_taken' }],
      [
        '/account',
        { ...account, email: 'b@example.com', password: 'passwordpassword' },
        { path: 'password', code: 'common_password' },
      ],
      ['/account/confirm-password', { password: 'wrong' }, { path: 'password', code: 'wrong_password' }],
      ['/consents', consent, { path: 'oauthAppId', code: 'oauth_app_missing' }],
      ['/webhooks', { name: 'Events', url: 'https://10.0.0.1/' }, { path: 'url', code: 'address_blocked' }],
    ] as const) {
      const response = await send('POST', path, { payload })
      expect(response.json()).toMatchObject({ status: 400, code: 'invalid_input', fields: [field] })
    }
  })
})
