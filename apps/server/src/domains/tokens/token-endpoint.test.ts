import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { ClientCredentials, JwtBearer } from '@stepkey/shared/component'
import Provider, { type Configuration } from 'oidc-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWorld, type World } from '../../../testing/world.ts'
import { parseAllowRule } from '../../platform/egress/address-filter.ts'
import { createEgress } from '../../platform/egress/egress.ts'
import { HOUR } from '../../platform/time.ts'
import { clientCredentials } from './client-credentials.ts'
import { jwtBearer } from './jwt-bearer.ts'
import { UnusableKey } from './token-error.ts'
import type { TokenPorts } from './token-result.ts'

const awkward = 'a secret/with+signs=&%?:"'

/** Tests client authentication against a real authorization server. */
describe('a client', () => {
  let world: World
  let url: string
  let provider: Provider | undefined
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 })

  const ports = (): TokenPorts => ({
    egress: createEgress([parseAllowRule('127.0.0.0/8') ?? {}], world.ports),
    signal: AbortSignal.timeout(5000),
    now: new Date(),
  })
  const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8' = 'pkcs8') =>
    String(key.export({ type, format: 'pem' }))

  beforeAll(async () => {
    world = await createWorld()
    url = await world.http((request, response) => void provider?.callback()(request, response))
    const client = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] as const }
    provider = new Provider(url, {
      clients: [
        {
          ...client,
          client_id: 'basic',
          client_secret: awkward,
          token_endpoint_auth_method: 'client_secret_basic',
        },
        {
          ...client,
          client_id: 'body',
          client_secret: awkward,
          token_endpoint_auth_method: 'client_secret_post',
        },
        {
          ...client,
          client_id: 'jwt',
          token_endpoint_auth_method: 'private_key_jwt',
          jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
        },
      ] as Configuration['clients'],
      features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    })
  })
  afterAll(() => world.close())

  const grant: ClientCredentials = {
    grant: 'client_credentials',
    url: '{{url}}/token',
    clientId: '{{id}}',
    clientSecret: '{{secret}}',
    clientKey: '{{key}}',
    clientAuth: '{{as}}',
  }
  const ask = (values: object) => clientCredentials(grant, { url, ...values }, ports())

  it('authenticates in a header, in the form, or with a key in both PEM formats', async () => {
    for (const values of [
      { as: 'basic', id: 'basic', secret: awkward },
      { as: 'body', id: 'body', secret: awkward },
      { as: 'private_key_jwt', id: 'jwt', key: pem(privateKey) },
      { as: 'private_key_jwt', id: 'jwt', key: pem(privateKey, 'pkcs1') },
    ]) {
      expect(await ask(values)).toMatchObject({
        outcome: 'obtained',
        token: { expires_in: expect.any(Number) },
      })
    }
  })

  it('discovers its endpoint by the issuer', async () => {
    const discovering = { ...grant, url: '', discover: '{{url}}' }
    const values = { url, as: 'body', id: 'body', secret: awkward }
    expect(await clientCredentials(discovering, values, ports())).toMatchObject({ outcome: 'obtained' })
  })

  it('is rejected with a wrong id, secret or key', async () => {
    for (const values of [
      { as: 'basic', id: 'basic', secret: 'wrong' },
      { as: 'none', id: 'jwt' },
      { as: 'private_key_jwt', id: 'jwt', key: pem(other.privateKey) },
    ]) {
      expect(await ask(values)).toMatchObject({ outcome: 'refused', finding: { outcome: 'rejected' } })
    }
    await expect(ask({ as: 'private_key_jwt', id: 'jwt', key: 'no key' })).rejects.toThrow(UnusableKey)
  })

  describe('of a provider that deviates from the standard', () => {
    let requests: { headers: Record<string, unknown>; body: string }[]
    let answer: { status: number; body: string }
    let provider: string

    beforeAll(async () => {
      provider = await world.http(async (request, response) => {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk)
        requests.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
        response.writeHead(answer.status, { 'content-type': 'text/plain' }).end(answer.body)
      })
    })
    beforeEach(() => {
      requests = []
      answer = { status: 200, body: JSON.stringify({ access_token: 'at' }) }
    })
    const requestToken = (dialect: Partial<ClientCredentials>, body: unknown, status = 200) => {
      answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) }
      const values = { url: provider, as: 'body', id: 'us', secret: 's' }
      return clientCredentials({ ...grant, ...dialect }, values, ports())
    }

    it('sends JSON if the provider requires it', async () => {
      await requestToken(
        { body: 'json', parameters: { audience: 'api', nothing: '{{absent}}' } },
        { access_token: 'at' },
      )
      expect(requests[0]?.headers['content-type']).toBe('application/json')
      expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
        grant_type: 'client_credentials',
        client_id: 'us',
        client_secret: 's',
        audience: 'api',
      })
    })

    it('sends further parameters, except those that OAuth defines', async () => {
      const more =
        'tenant=acme\r\n\n login_hint = a=b \nclient_id=other\ngrant_type=password\nempty=\nno sign'
      await requestToken({ moreParameters: more }, { access_token: 'at' })
      expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
        grant_type: 'client_credentials',
        client_id: 'us',
        client_secret: 's',
        tenant: 'acme',
        login_hint: 'a=b',
      })
    })

    it('finds the members of the token at the provider’s places', async () => {
      const there = {
        accessToken: '/data/token',
        refreshToken: '/data/again',
        expiresIn: '/data/ttl',
        scope: '/rights',
      }
      const answered = {
        data: { token: 'at', again: 'rt', ttl: '3600' },
        rights: ['a', 'b'],
        id_token: 'not.a.jwt',
      }
      expect(await requestToken({ answer: there }, answered)).toMatchObject({
        token: { access_token: 'at', refresh_token: 'rt', expires_in: 3600, scope: 'a b' },
      })
      for (const expires_in of [0, -1, 'never', null]) {
        const result = await requestToken(
          {},
          { access_token: 'at', expires_in, token_type: 'Bot', refresh_token: null },
        )
        expect(result).toMatchObject({
          outcome: 'obtained',
          token: { access_token: 'at', token_type: 'bearer' },
        })
        expect(result).not.toHaveProperty('token.expires_in')
        expect(result).not.toHaveProperty('token.refresh_token')
      }
    })

    it('classifies refusals with every error format and status', async () => {
      const errors = {
        bad_refresh_token: 'invalid_grant',
        BAD: 'invalid_grant',
        190: 'invalid_grant',
      } as const
      for (const [body, status, dialect] of [
        [{ error: 'bad_refresh_token' }, 200, {}],
        [{ error: { code: 190, message: 'x' } }, 400, {}],
        [{ error: { type: 'BAD' } }, 401, {}],
        [{ status: 'BAD' }, 400, { answer: { error: '/status' } }],
      ] as const) {
        expect(await requestToken({ errors, ...dialect }, body, status)).toMatchObject({
          outcome: 'refused',
          code: 'invalid_grant',
          finding: { outcome: 'rejected' },
        })
      }
    })

    it.each([
      'access_token=at&expires_in=3600&token_type=bearer',
      'scope=repo%2Cgist&access_token=at&token_type=bearer&expires_in=3600',
    ])('reads a form-encoded response: %s', async (body) => {
      expect(await requestToken({}, body)).toMatchObject({
        outcome: 'obtained',
        token: { access_token: 'at', expires_in: 3600 },
      })
      expect(await requestToken({}, 'error=invalid_client&error_description=x', 400)).toMatchObject({
        outcome: 'refused',
        code: 'invalid_client',
      })
    })

    it.each([
      ['invalid_grant', { outcome: 'rejected', reason: 'unauthorized' }],
      ['invalid_refresh_token', { outcome: 'rejected', reason: 'unauthorized' }],
      ['INVALID_GRANT', { outcome: 'rejected', reason: 'unauthorized' }],
      ['InvalidGrant', { outcome: 'rejected', reason: 'unauthorized' }],
      ['invalid scope', { outcome: 'rejected', reason: 'scope_refused' }],
      ['Token_Revoked', { outcome: 'rejected', reason: 'unauthorized' }],
      ['invalid_client_secret', { outcome: 'rejected', reason: 'unauthorized' }],
      ['unauthorized_client', { outcome: 'rejected', reason: 'grant_not_allowed' }],
      ['unsupported_grant_type', { outcome: 'rejected', reason: 'grant_not_allowed' }],
      ['invalid_scope', { outcome: 'rejected', reason: 'scope_refused' }],
      ['invalid_target', { outcome: 'rejected', reason: 'scope_refused' }],
      ['temporarily_unavailable', { outcome: 'unexpected', reason: 'server_error' }],
      ['slow_down', { outcome: 'rate_limited' }],
      ['invalid_request', { outcome: 'unexpected', reason: 'refused_request' }],
    ])('names the cause of %s', async (error, finding) => {
      expect(await requestToken({}, { error }, 400)).toMatchObject({ outcome: 'refused', finding })
    })

    it('recognises a web page in place of the token endpoint, with every status', async () => {
      for (const status of [200, 401, 403, 404]) {
        expect(await requestToken({}, '<!DOCTYPE html><title>Sign in</title>', status)).toMatchObject({
          finding: { outcome: 'unexpected', reason: 'web_page' },
        })
      }
    })

    describe('with HTTP basic', () => {
      let reads: 'encoded' | 'plain' | 'form'
      let tries: string[]
      let refusal: { status: number; error?: string; ofForm?: string }
      let strict: string
      let isRevoked = false
      beforeAll(async () => {
        strict = await world.http(async (request, response) => {
          const chunks: Buffer[] = []
          for await (const chunk of request) chunks.push(chunk)
          const form = new URLSearchParams(Buffer.concat(chunks).toString())
          const [id, secret] = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64')
            .toString()
            .split(':', 2)
          const decoded = (part = '') => decodeURIComponent(part.replaceAll('+', ' '))
          const given = form.has('client_secret')
            ? { way: 'form', pair: [form.get('client_id'), form.get('client_secret')] }
            : reads === 'encoded'
              ? { way: 'header', pair: [decoded(id), decoded(secret)] }
              : { way: 'header', pair: [id, secret] }
          tries.push(given.way)
          const isRight =
            !isRevoked &&
            given.pair.join(' ') === 'us s+3/c=' &&
            (given.way === 'form') === (reads === 'form')
          const error = given.way === 'form' && refusal.ofForm ? refusal.ofForm : refusal.error
          const body = isRight ? { access_token: 'at' } : { error, message: 'refused' }
          response.writeHead(isRight ? 200 : refusal.status).end(JSON.stringify(body))
        })
      })
      beforeEach(() => {
        tries = []
        refusal = { status: 401, error: 'invalid_client' }
      })
      const requestAs = (id: string, secret: string, path = '', hoursLater = 0) =>
        clientCredentials(
          { ...grant, url: `{{url}}${path}` },
          { url: strict, as: 'basic', id, secret },
          { ...ports(), now: new Date(Date.now() + hoursLater * HOUR) },
        )

      it.each([
        ['encoded', ['header'], ['header']],
        ['plain', ['header', 'header'], ['header']],
        ['form', ['header', 'header', 'form'], ['form']],
      ] as const)(
        'finds how the provider reads the secret, and remembers it: %s',
        async (way, first, later) => {
          reads = way
          expect(await requestAs('us', 's+3/c=', `/${way}`)).toMatchObject({ outcome: 'obtained' })
          expect(tries).toEqual(first)
          tries = []
          expect(await requestAs('us', 's+3/c=', `/${way}`)).toMatchObject({ outcome: 'obtained' })
          expect(tries).toEqual(later)
        },
      )

      it('sends a secret once that was revoked within a day after it was accepted, whatever the way', async () => {
        for (const way of ['encoded', 'plain', 'form'] as const) {
          const send = async (secret: string, hours = 0) => {
            tries = []
            const sent = await requestAs('us', secret, `/revoked-${way}`, hours)
            return [sent.outcome, ...tries]
          }
          const header = way === 'form' ? 'form' : 'header'
          reads = way
          expect((await send('s+3/c='))[0]).toBe('obtained')
          isRevoked = true
          for (const hours of [0, 1, 23]) expect(await send('s+3/c=', hours)).toEqual(['refused', header])
          // Another secret, or the same one later: the provider may have changed how it reads them.
          expect(await send('new+3/c=')).toHaveLength(4)
          expect(await send('s+3/c=', 24)).toHaveLength(4)
          isRevoked = false
          expect(await send('s+3/c=')).toEqual(['obtained', header])
        }
      })

      it('tries again after a refusal without an error code', async () => {
        reads = 'plain'
        refusal = { status: 401 }
        expect(await requestAs('us', 's+3/c=', '/codeless')).toMatchObject({ outcome: 'obtained' })
      })

      it('reports the refusal of the client, not that of the way in which it was sent', async () => {
        reads = 'encoded'
        for (const ofForm of ['invalid_request', 'unauthorized_client']) {
          refusal = { status: 400, error: 'invalid_client', ofForm }
          const result = await requestAs('us', 'wrong+', `/${ofForm}`)
          expect(result).toMatchObject({
            code: 'invalid_client',
            finding: { outcome: 'rejected', reason: 'unauthorized' },
          })
          expect(tries.at(-1)).toBe('form')
        }
      })

      it('tries again only if the encoded pair differs', async () => {
        reads = 'plain'
        expect(await requestAs('us', 'wrong')).toMatchObject({ finding: { outcome: 'rejected' } })
        expect(tries).toEqual(['header'])
        tries = []
        expect(await requestAs('us', 'wrong+')).toMatchObject({ finding: { outcome: 'rejected' } })
        expect(tries).toEqual(['header', 'header', 'form'])
      })
    })

    it('is inconclusive for a response that is no token response', async () => {
      for (const [body, status] of [
        ['<title>Sign in</title>', 200],
        ['', 200],
        [{}, 200],
        [[], 200],
        [{ access_token: '' }, 200],
        [{ access_token: { nested: true } }, 200],
        ['busy', 503],
        ['slow down', 429],
      ] as const) {
        const { finding } = (await requestToken({}, body, status)) as { finding?: { outcome: string } }
        expect(finding?.outcome).toMatch(/^(unexpected|rate_limited)$/)
      }
    })

    it('sends an assertion without a client', async () => {
      const bearer: JwtBearer = {
        grant: 'jwt_bearer',
        url: '{{url}}/token',
        clientAuth: 'none',
        key: '{{key}}',
        keyId: '{{kid}}',
        claims: { iss: 'service', sub: '{{subject}}', aud: 'them' },
      }
      await jwtBearer(bearer, { url: provider, key: pem(privateKey), kid: 'k1' }, ports())
      const form = Object.fromEntries(new URLSearchParams(requests[0]?.body))
      expect(Object.keys(form).sort()).toEqual(['assertion', 'grant_type'])
      const [header, claims] = (form.assertion ?? '')
        .split('.')
        .slice(0, 2)
        .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
      expect(header).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' })
      expect(claims).toEqual({
        iss: 'service',
        aud: 'them',
        iat: expect.any(Number),
        exp: claims.iat + 300,
        jti: expect.any(String),
      })
    })
  })
})
