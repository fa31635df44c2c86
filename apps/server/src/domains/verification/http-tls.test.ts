import type { RequestListener } from 'node:http'
import { catalog } from '@stepkey/shared/catalog/index'
import type { Method } from '@stepkey/shared/component'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Certificate, createWorld, issue, type World } from '../../../testing/world.ts'
import { createEgress } from '../../platform/egress/egress.ts'
import { Secret } from '../../platform/secret.ts'
import { verifyValues } from './verify.ts'

/** The TLS options of HTTP methods, with real servers of a private authority. */
describe('an HTTP method with TLS options', () => {
  let world: World
  let authority: Certificate
  let client: Certificate
  const answer: RequestListener = (request, response) => {
    const { authorization } = request.headers
    const isKnown = authorization === 'Bearer s3cret' || request.url === '/certified'
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' }).end('{}')
  }

  beforeAll(async () => {
    world = await createWorld()
    authority = (await createWorld()).authority
    client = await issue(authority, 'stepkey')
    const certificate = await issue(authority, 'api.internal')
    await world.https('api.internal', answer, certificate)
    const demanding = { requestCert: true, rejectUnauthorized: true, ca: [authority.cert] }
    await world.https('strict.internal', answer, {
      ...(await issue(authority, 'strict.internal')),
      ...demanding,
    } as Certificate)
  })
  afterAll(() => world.close())

  async function verify(method: Method, values: Record<string, unknown>) {
    const parsed = method.fields.parse(values)
    const verification = await verifyValues(method, new Secret(parsed), {
      egress: createEgress([], world.ports),
      clock: () => new Date(),
    })
    expect(JSON.stringify(verification)).not.toMatch(/s3cret|PRIVATE/)
    return verification
  }
  const { bearer, none } = catalog.http.methods
  const bearerTo = (host: string, more: Record<string, unknown> = {}) =>
    verify(bearer, { baseUrl: `https://${host}`, testPath: '/me', token: 's3cret', ...more })

  it('trusts the authority that the user entered, and only that', async () => {
    expect(await bearerTo('api.internal')).toMatchObject({ outcome: 'tls', reason: 'certificate_untrusted' })
    expect(await bearerTo('api.internal', { ca: authority.cert })).toMatchObject({ outcome: 'verified' })
    await world.https('public.example', answer)
    expect(await bearerTo('public.example')).toMatchObject({ outcome: 'verified' })
    expect(await bearerTo('public.example', { ca: authority.cert })).toMatchObject({
      outcome: 'tls',
      reason: 'certificate_untrusted',
    })
  })

  it('verifies the certificate against another name', async () => {
    world.route(
      'alias.internal',
      443,
      await world.https('unused.internal', answer, await issue(authority, 'api.internal')),
    )
    const ca = authority.cert
    expect(await bearerTo('alias.internal', { ca })).toMatchObject({
      outcome: 'tls',
      reason: 'certificate_name',
    })
    expect(await bearerTo('alias.internal', { ca, serverName: 'api.internal' })).toMatchObject({
      outcome: 'verified',
    })
  })

  it('presents a client certificate, besides a key or as the only login', async () => {
    const ca = authority.cert
    const own = { ca, certificate: client.cert, privateKey: client.key }
    expect(await bearerTo('strict.internal', { ca })).toMatchObject({
      outcome: 'rejected',
      reason: 'client_certificate',
    })
    expect(await bearerTo('strict.internal', own)).toMatchObject({ outcome: 'verified' })
    expect(await bearerTo('strict.internal', { ...own, token: 'wrong' })).toMatchObject({
      outcome: 'rejected',
    })
    const certified = (host: string) =>
      verify(none, { baseUrl: `https://${host}`, testPath: '/certified', ...own })
    expect(await certified('strict.internal')).toMatchObject({ outcome: 'verified' })
    // A server that does not ask for the certificate has not checked it.
    expect(await certified('api.internal')).toMatchObject({ outcome: 'unexpected', reason: 'proves_nothing' })
    const stranger = await issue(undefined, 'stepkey')
    const wrong = { ...own, certificate: stranger.cert, privateKey: stranger.key }
    // This server closes the connection; others send an alert or 400.
    expect((await bearerTo('strict.internal', wrong)).outcome).toBe('unreachable')
    expect(await bearerTo('strict.internal', { ...own, privateKey: stranger.key })).toMatchObject({
      outcome: 'tls',
      reason: 'own_certificate',
    })
  })

  it('applies to the token endpoint and the discovery of its issuer', async () => {
    const requests: string[] = []
    await world.https(
      'login.internal',
      (request, response) => {
        requests.push(request.url ?? '')
        const metadata = { issuer: 'https://login.internal', token_endpoint: 'https://login.internal/token' }
        const token = { access_token: 's3cret', token_type: 'bearer' }
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(request.url === '/token' ? token : metadata))
      },
      await issue(authority, 'login.internal'),
    )
    const values = {
      provider: { kind: 'discovery', issuer: 'https://login.internal' },
      clientId: 'us',
      client: { kind: 'basic', secret: 's3cret' },
      baseUrl: 'https://api.internal',
      testPath: '/me',
    }
    const { clientCredentials } = catalog.oauth2.methods
    expect(await verify(clientCredentials, values)).toMatchObject({ outcome: 'tls' })
    expect(await verify(clientCredentials, { ...values, ca: authority.cert })).toMatchObject({
      outcome: 'verified',
    })
    expect(requests.at(-1)).toBe('/token')
  })
})
