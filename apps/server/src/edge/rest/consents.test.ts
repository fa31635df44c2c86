import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { byConsent } from '../../../testing/connected-credential.ts'
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../testing/servers/authorization-server.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

describe('consents over REST', () => {
  let world: World
  let stepkey: Stepkey
  let provider: AuthorizationServer
  let cookie: string

  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey('sqlite', { outside: world.ports })
    provider = await createAuthorizationServer(world)
    const account = { name: 'Ada', email: 'ada@example.com', password: 'words that are long enough' }
    cookie = (await send('POST', '/account', account, {})).cookie
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  async function send(method: 'POST' | 'PATCH', path: string, payload: object, caller: object = { cookie }) {
    const { statusCode, headers, ...response } = await stepkey.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { host: 'localhost:4000', ...caller },
      payload,
    })
    return {
      status: statusCode,
      body: response.json(),
      cookie: String(headers['set-cookie']).split(';')[0] ?? '',
    }
  }

  /** Begins a consent, grants it as the user, and finishes it. @returns its id */
  async function grant(subject: object): Promise<string> {
    const { body: begun } = await send('POST', '/consents', subject)
    const parameters = Object.fromEntries(await provider.followConsent(begun.url))
    const path = new URL(new URL(begun.url).searchParams.get('redirect_uri') ?? '').pathname
    const finished = await send('POST', '/consents/finish', {
      consentId: begun.consentId,
      parameters,
      path,
    })
    expect(finished.body).toMatchObject({ outcome: 'granted' })
    return begun.consentId
  }
  const subject = () => ({ ...byConsent, values: provider.values })

  it('create a verified credential, once', async () => {
    const input = { ...subject(), name: 'Created', consentId: await grant(subject()) }
    expect(await send('POST', '/credentials', input)).toMatchObject({
      status: 201,
      body: { outcome: 'saved', credential: { status: 'verified', grant: { scopes: ['openid', 'email'] } } },
    })
    expect(await send('POST', '/credentials', { ...input, name: 'Again' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', fields: [{ path: 'consentId', code: 'consent_expired' }] },
    })
  })

  it('connect a credential again, and need allowOtherAccount for another account', async () => {
    const input = { ...subject(), name: 'Connected', consentId: await grant(subject()) }
    const { credential } = (await send('POST', '/credentials', input)).body
    provider.person = 'bob'
    const change = { version: credential.version, consentId: await grant({ credentialId: credential.id }) }
    const path = `/credentials/${credential.id}`
    expect(await send('PATCH', path, change)).toMatchObject({ status: 409, body: { code: 'other_account' } })
    expect(await send('PATCH', path, { ...change, allowOtherAccount: true })).toMatchObject({
      status: 200,
      body: { outcome: 'saved', credential: { id: credential.id, version: credential.version + 1 } },
    })
  })

  it('can’t be used with other values, or by an API key', async () => {
    const input = { ...subject(), name: 'Refused', consentId: await grant(subject()) }
    const values = { ...provider.values, scope: 'openid' }
    expect(await send('POST', '/credentials', { ...input, values })).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'consentId', code: 'consent_mismatch' }] },
    })
    const { key } = (await send('POST', '/api-keys', { name: 'Engine', scopes: ['write'] })).body
    const byKey = await send('POST', '/credentials', input, { authorization: `Bearer ${key}` })
    expect(byKey).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })
})
