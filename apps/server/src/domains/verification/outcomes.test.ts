import { catalog } from '@stepkey/shared/catalog/index'
import { OUTCOMES, type Verification } from '@stepkey/shared/verification'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, issue, type World } from '../../../testing/world.ts'
import { parseAllowRule } from '../../platform/egress/address-filter.ts'
import { createEgress } from '../../platform/egress/egress.ts'
import { Secret } from '../../platform/secret.ts'
import { verifyValues } from './verify.ts'

/** Produces every outcome with real sockets. */
describe('outcomes', () => {
  let world: World
  const seen = new Map<string, Verification>()

  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.close())

  const loopback = parseAllowRule('127.0.0.0/8') ?? {}
  async function verify(
    component: keyof typeof catalog,
    methodId: string,
    values: Record<string, unknown>,
    { deadline = 5000, allow = [loopback] } = {},
  ) {
    const method = Object.entries(catalog[component].methods).find(([id]) => id === methodId)?.[1]
    if (!method) throw new Error(`no method ${methodId}`)
    const egress = createEgress(allow, world.ports)
    const parsed = method.fields.parse(values)
    const verification = await verifyValues(method, new Secret(parsed), {
      egress,
      clock: () => new Date(),
      deadline,
    })
    seen.set(`${verification.outcome}/${verification.reason ?? ''}`, verification)
    // Every message is a sentence, and contains no secret.
    expect(verification.message).toMatch(/^[A-Z0-9a-z].*\.$/)
    expect(JSON.stringify(verification)).not.toContain('s3cret')
    return verification
  }
  const http = (baseUrl: string, options = {}) =>
    verify('http', 'bearer', { baseUrl, testPath: '/me', token: 's3cret' }, options)
  /** Serves this response for the right key, and 401 for any other. */
  const answering = (status: number, body = '{}', headers: Record<string, string> = {}) =>
    world.http((request, response) => {
      const isRight = request.headers.authorization === 'Bearer s3cret'
      response
        .writeHead(isRight ? status : 401, { 'content-type': 'application/json', ...headers })
        .end(isRight ? body : '{}')
    })

  describe('of an HTTP API', () => {
    it.each([
      [200, { outcome: 'verified' }],
      [204, { outcome: 'verified' }],
      [401, { outcome: 'rejected', reason: 'unauthorized' }],
      [403, { outcome: 'limited' }],
      [404, { outcome: 'unexpected', reason: 'not_found' }],
      [400, { outcome: 'unexpected', reason: 'refused_request' }],
      [429, { outcome: 'rate_limited' }],
      [500, { outcome: 'unexpected', reason: 'server_error' }],
      [503, { outcome: 'unexpected', reason: 'server_error' }],
    ])('by status %i', async (status, expected) => {
      expect(await http(await answering(status, status === 204 ? '' : '{}'))).toMatchObject({
        ...expected,
        httpStatus: status,
      })
    })

    it('that answers the same to a wrong key: proves_nothing', async () => {
      const keys: unknown[] = []
      for (const status of [200, 204, 403]) {
        const base = await world.http((request, response) => {
          keys.push(request.headers.authorization)
          response.writeHead(status).end()
        })
        const verification = await http(base)
        expect(verification).toMatchObject({ outcome: 'unexpected', reason: 'proves_nothing' })
        expect(verification.message).toContain('without a valid key, so the key was not verified')
      }
      // Each decoy has the length and the kinds of characters of the right key, and is different.
      const wrong = keys.filter((key) => key !== 'Bearer s3cret')
      expect(wrong).toHaveLength(3)
      for (const key of wrong) expect(key).toMatch(/^Bearer [a-z]\d[a-z]{4}$/)
      expect(new Set(wrong).size).toBe(3)
    })

    it('with more headers, parameters, cookies and values in the body', async () => {
      const seen: { url?: string; headers: object; body: string }[] = []
      const base = await world.http(async (request, response) => {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk)
        const body = Buffer.concat(chunks).toString()
        seen.push({ url: request.url ?? '', headers: request.headers, body })
        const { headers, method, url } = request
        const isRight =
          method === 'POST' &&
          url === '/me?tenant=s3cret' &&
          headers['x-one'] === 's3cret: 1' &&
          headers['x-version'] === '2026-01' &&
          headers.cookie === 'session=s3cret; theme=dark' &&
          body === '{"query":"me","api_key":"s3cret"}'
        response.writeHead(isRight ? 200 : 401).end('{}')
      })
      const values = {
        baseUrl: base,
        testPath: '/me',
        headers: 'X-One: s3cret: 1\r\n\r\n  X-Version: 2026-01',
        query: 'tenant=s3cret',
        cookies: 'session=s3cret\ntheme=dark',
        body: 'api_key=s3cret',
        testMethod: 'POST',
        testBody: '{"query": "me"}',
      }
      expect(await verify('http', 'none', values)).toMatchObject({ outcome: 'verified' })
      // The control request keeps all names, and the headers that are no secrets.
      expect(seen).toHaveLength(3)
      expect(seen[1]?.headers).toMatchObject({
        'x-version': '2026-01',
        'x-one': expect.not.stringContaining('s3cret'),
      })
      expect(seen[1]?.url).toMatch(/^\/me\?tenant=\w\d\w{4}$/)
      expect(JSON.parse(seen[1]?.body ?? '')).toEqual({
        query: 'me',
        api_key: expect.stringMatching(/^\w\d\w{4}$/),
      })
      expect(await verify('http', 'none', { ...values, cookies: 'session=wrong' })).toMatchObject({
        outcome: 'rejected',
      })
      for (const [name, text] of [
        ['headers', 'no colon'],
        ['query', 'no equals sign'],
      ] as const) {
        await expect(verify('http', 'none', { ...values, [name]: text })).rejects.toThrow(
          'Write each line as',
        )
      }
      await expect(verify('http', 'none', { ...values, headers: 'Host: other.example' })).rejects.toThrow(
        'controls the connection',
      )
      await expect(verify('http', 'none', { ...values, testBody: '{' })).rejects.toThrow('not valid JSON')
    })

    it('that ignores the key but refuses other tenants: proves_nothing', async () => {
      const base = await world.http((request, response) => {
        response.writeHead(request.headers['x-tenant'] === 'acme' ? 200 : 404).end('{}')
      })
      const values = { baseUrl: base, testPath: '/me', token: 's3cret', headers: 'X-Tenant: acme' }
      expect(await verify('http', 'bearer', values)).toMatchObject({
        outcome: 'unexpected',
        reason: 'proves_nothing',
      })
    })

    it('with one half of HTTP basic', async () => {
      const logins: unknown[] = []
      const base = await world.http((request, response) => {
        const [, pair = ''] = request.headers.authorization?.split(' ') ?? []
        logins.push(Buffer.from(pair, 'base64').toString())
        response.writeHead(/^(?:s3cret:|:s3cret)$/.test(String(logins.at(-1))) ? 200 : 401).end()
      })
      const at = { baseUrl: base, testPath: '/' }
      expect(await verify('http', 'basicKey', { ...at, key: 's3cret' })).toMatchObject({
        outcome: 'verified',
      })
      expect(await verify('http', 'basic', { ...at, password: 's3cret' })).toMatchObject({
        outcome: 'verified',
      })
      expect(logins).toHaveLength(6)
    })

    it('without a key: no control request', async () => {
      let requests = 0
      const base = await world.http((_request, response) => {
        requests += 1
        response.end('{}')
      })
      expect(await verify('http', 'none', { baseUrl: base, testPath: '/' })).toMatchObject({
        outcome: 'verified',
      })
      expect(requests).toBe(1)
    })

    it('that redirects: unexpected, without following', async () => {
      let followed = false
      const trap = await world.http((_request, response) => {
        followed = true
        response.end('{}')
      })
      expect(await http(await answering(302, '', { location: trap }))).toMatchObject({
        outcome: 'unexpected',
        reason: 'redirect',
      })
      expect(followed).toBe(false)
    })

    it('that answers with a web page', async () => {
      const page = await answering(200, '<!doctype html><title>Sign in</title>', {
        'content-type': 'text/html',
      })
      expect(await http(page)).toMatchObject({ outcome: 'unexpected', reason: 'web_page' })
      expect(await http(await answering(200, '  <HTML>'))).toMatchObject({ reason: 'web_page' })
    })

    it('that answers with too large a body', async () => {
      const base = await answering(200, JSON.stringify('x'.repeat(2_000_000)))
      expect(await http(base)).toMatchObject({ outcome: 'unexpected', reason: 'too_large' })
    })

    it('behind a closed port', async () => {
      expect(await http('http://127.0.0.1:1')).toMatchObject({
        outcome: 'unreachable',
        reason: 'connection_refused',
        target: '127.0.0.1:1',
      })
    })

    it('with a name that does not exist', async () => {
      expect(await http('https://no-such-name.example')).toMatchObject({
        outcome: 'unreachable',
        reason: 'name_not_found',
      })
    })

    it('that closes the connection', async () => {
      const port = await world.tcp((socket) => socket.destroy())
      expect(await http(`http://127.0.0.1:${port}`)).toMatchObject({
        outcome: 'unreachable',
        reason: 'connection_lost',
      })
    })

    it('that never answers', async () => {
      const port = await world.tcp(() => {})
      expect(await http(`http://127.0.0.1:${port}`, { deadline: 150 })).toMatchObject({ outcome: 'timeout' })
    })

    it('that never completes its response', async () => {
      const port = await world.tcp((socket) =>
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{'),
      )
      expect(await http(`http://127.0.0.1:${port}`, { deadline: 150 })).toMatchObject({ outcome: 'timeout' })
    })

    it('that never answers the TLS handshake', async () => {
      const port = await world.tcp(() => {})
      expect(await http(`https://127.0.0.1:${port}`, { deadline: 150 })).toMatchObject({ outcome: 'timeout' })
      await expect.poll(() => world.openConnections()).toBe(0)
    })

    it('whose name takes too long to resolve', async () => {
      // Longer than the time limit of the test.
      world.name('slow.example', ['93.184.216.34'], { after: 24 * 3600_000 })
      expect(await http('https://slow.example', { deadline: 100 })).toMatchObject({ outcome: 'timeout' })
    })

    it('that does not speak HTTP', async () => {
      const port = await world.tcp((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))
      expect(await http(`http://127.0.0.1:${port}`)).toMatchObject({
        outcome: 'unexpected',
        reason: 'not_this_protocol',
      })
    })

    it('whose certificate is untrusted, for another name, or expired', async () => {
      const ok = (_request: unknown, response: { end(text: string): void }) => response.end('{}')
      await world.https('self.example', ok, await issue(undefined, 'self.example'))
      expect(await http('https://self.example')).toMatchObject({
        outcome: 'tls',
        reason: 'certificate_untrusted',
      })

      await world.https('other.example', ok, await issue(world.authority, 'stranger.example'))
      expect(await http('https://other.example')).toMatchObject({
        outcome: 'tls',
        reason: 'certificate_name',
      })

      const yesterday = new Date(Date.now() - 24 * 3600 * 1000)
      await world.https(
        'old.example',
        ok,
        await issue(world.authority, 'old.example', { notAfter: yesterday }),
      )
      expect(await http('https://old.example')).toMatchObject({
        outcome: 'tls',
        reason: 'certificate_expired',
      })
    })

    it('that speaks plain HTTP where TLS is expected', async () => {
      const base = await answering(200)
      expect(await http(base.replace('http:', 'https:'))).toMatchObject({ outcome: 'tls' })
    })

    it('at a blocked address', async () => {
      const base = await answering(200)
      expect(await http(base, { allow: [] })).toMatchObject({ outcome: 'blocked', reason: 'private_address' })
      world.name('inside.example', ['93.184.216.34', '10.0.0.7'])
      expect(await http('https://inside.example', { allow: [] })).toMatchObject({
        outcome: 'blocked',
        target: 'inside.example',
      })
    })
  })

  describe('of GitHub', () => {
    it('report the token’s user and scopes', async () => {
      let request: { url?: string; headers: Record<string, unknown> } | undefined
      await world.https('api.github.com', (incoming, response) => {
        request = { url: incoming.url, headers: incoming.headers }
        const good = incoming.headers.authorization === 'Bearer s3cret'
        response.writeHead(good ? 200 : 401, {
          'content-type': 'application/json',
          'x-oauth-scopes': 'repo, read:org',
        })
        response.end(JSON.stringify(good ? { login: 'octocat', id: 1 } : { message: 'Bad credentials' }))
      })
      expect(await verify('github', 'token', { token: 's3cret' })).toMatchObject({
        outcome: 'verified',
        identity: 'octocat',
        scopes: ['repo', 'read:org'],
        target: 'api.github.com',
      })
      expect(request).toMatchObject({
        url: '/user',
        headers: {
          accept: 'application/vnd.github+json',
          'x-github-api-version': '2022-11-28',
          'user-agent': 'Stepkey',
        },
      })
      expect(await verify('github', 'token', { token: 'other' })).toMatchObject({ outcome: 'rejected' })
    })

    it('send the request to the URL of an Enterprise server', async () => {
      let path: string | undefined
      await world.https('github.example.com', (incoming, response) => {
        path = incoming.url
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"login":"alice"}')
      })
      const server = { kind: 'enterprise', host: 'github.example.com' }
      expect(await verify('github', 'token', { server, token: 's3cret' })).toMatchObject({
        outcome: 'verified',
        identity: 'alice',
      })
      expect(path).toBe('/api/v3/user')
    })
  })

  describe('of Zendesk', () => {
    it('classify a 200 for an anonymous user as rejected', async () => {
      await world.https('acme.zendesk.com', (incoming, response) => {
        const good = incoming.headers.authorization === `Basic ${btoa('alice@example.com/token:s3cret')}`
        const user = good
          ? { id: 7, email: 'alice@example.com', name: 'Alice' }
          : { id: null, name: 'Anonymous user' }
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ user }))
      })
      const values = { subdomain: 'acme', email: 'alice@example.com', token: 's3cret' }
      expect(await verify('zendesk', 'apiToken', values)).toMatchObject({
        outcome: 'verified',
        identity: 'alice@example.com',
      })
      expect(await verify('zendesk', 'apiToken', { ...values, token: 'typo' })).toMatchObject({
        outcome: 'rejected',
        reason: 'anonymous',
      })
    })
  })

  describe('of a hostile target', () => {
    const petstore = (answer: (key: string) => unknown) =>
      world.http((request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(answer(String(request.headers['api-key']))))
      })

    it.each<[string, (key: string) => string]>([
      ['unchanged', (key) => key],
      ['inside other text', (key) => `Shop of ${key.toUpperCase()}!`],
      ['with invisible characters', (key) => key.split('').join('\u200b')],
      ['in base64', (key) => Buffer.from(`xy${key}z`).toString('base64')],
      ['in hex', (key) => Buffer.from(key).toString('hex')],
      ['URL-encoded', (key) => encodeURIComponent(key)],
    ])('don’t report the key as the identity, returned %s', async (_, encode) => {
      const baseUrl = await petstore((key) => ({ shop: encode(key) }))
      const verification = await verify('petstore', 'apiKey', { baseUrl, apiKey: 's3cret/with=signs' })
      expect(verification).toMatchObject({ outcome: 'verified' })
      expect(verification.identity).toBeUndefined()
    })

    it('remove unprintable characters and shorten the identity', async () => {
      const baseUrl = await petstore(() => ({ shop: `a\u202e\0\n${'b'.repeat(500)}` }))
      const { identity } = await verify('petstore', 'apiKey', { baseUrl, apiKey: 's3cret' })
      expect(identity).toBe(`a${'b'.repeat(199)}`)
    })

    it('don’t report the token as a scope', async () => {
      await world.https('github.hostile.example', (request, response) => {
        const token = String(request.headers.authorization).slice(7)
        response.writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': `repo, ${token}` })
        response.end('{"login":"mallory"}')
      })
      const server = { kind: 'enterprise', host: 'github.hostile.example' }
      expect((await verify('github', 'token', { server, token: 's3cret' })).scopes).toEqual(['repo'])
    })
  })

  it('are all covered here, except untestable, which no built-in component has', () => {
    const outcomes = new Set([...seen.values()].map(({ outcome }) => outcome))
    expect(OUTCOMES.filter((outcome) => !outcomes.has(outcome))).toEqual(['untestable'])
  })

  it('have different messages', () => {
    const messages = [...seen.values()].map(({ message, target = '', httpStatus = '' }) =>
      message.replaceAll(target, '').replaceAll(String(httpStatus), ''),
    )
    expect(new Set(messages).size).toBe(messages.length)
  })
})

it('reports the reason why a component is untestable', async () => {
  const method = {
    ...catalog.http.methods.none,
    verify: { untestable: 'this application has no harmless request.' },
  }
  const ports = { egress: createEgress([]), clock: () => new Date() }
  expect(await verifyValues(method, new Secret({ baseUrl: 'http://x', testPath: '/' }), ports)).toMatchObject(
    {
      outcome: 'untestable',
      message: 'Not tested: this application has no harmless request.',
    },
  )
})
