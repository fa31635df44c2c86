import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stepkey, startStepkey } from '../testing/stepkey.ts'
import { createApp } from './app.ts'

describe('HTTP server', () => {
  let stepkey: Stepkey
  beforeAll(async () => {
    stepkey = await startStepkey('sqlite')
  })
  afterAll(() => stepkey.stop())

  const account = { name: 'Ada', email: 'ada@example.com', password: 'a long enough password' }
  const host = 'localhost:4000'
  function post(path: string, options: Omit<InjectOptions, 'method' | 'url'> = {}) {
    const { headers, ...rest } = options
    return stepkey.app.inject({
      method: 'POST',
      url: `/trpc/${path}`,
      payload: JSON.stringify(account),
      ...rest,
      headers: { host, 'content-type': 'application/json', ...headers },
    })
  }

  it('sets an HttpOnly and SameSite session cookie', async () => {
    const response = await post('accounts.signUp')
    expect(response.statusCode).toBe(200)
    expect(response.headers['set-cookie']?.[0]).toMatch(
      /^stepkey=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    expect(response.headers['cache-control']).toBe('no-store')
  })

  it('sets a Secure cookie with the prefix __Host- and HSTS over HTTPS', async () => {
    const secure = await startStepkey('sqlite', {
      config: { publicUrl: 'https://stepkey.example.com', publicUrlIsSet: true },
    })
    const response = await secure.app.inject({
      method: 'POST',
      url: '/trpc/accounts.signUp',
      headers: {
        host: 'stepkey.example.com',
        origin: 'https://stepkey.example.com',
        'content-type': 'application/json',
      },
      payload: JSON.stringify(account),
    })
    expect(response.headers['set-cookie']?.[0]).toMatch(
      /^__Host-stepkey=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(response.headers['strict-transport-security']).toBeDefined()
    await secure.stop()
  })

  describe('refuses with 403 requests that a page of another site could send:', () => {
    const payload = JSON.stringify(account)
    it.each([
      ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'name=x' }],
      [
        'a multipart form',
        { headers: { 'content-type': 'multipart/form-data; boundary=x' }, payload: '--x--' },
      ],
      ['text that looks like JSON', { headers: { 'content-type': 'text/plain' }, payload }],
      ['a request without content type and body', { headers: { 'content-type': '' }, payload: undefined }],
      ['JSON from another origin', { headers: { origin: 'https://evil.example' }, payload }],
      ['JSON from a sandboxed page', { headers: { origin: 'null' }, payload }],
      ['JSON that the browser marks as cross-site', { headers: { 'sec-fetch-site': 'cross-site' }, payload }],
      ['JSON from another host of the same site', { headers: { 'sec-fetch-site': 'same-site' }, payload }],
      ...['Basic YTpi', 'Digest username="a"', 'Negotiate YTpi', 'Bearer', 'x'].map(
        (authorization): [string, object] => [
          `JSON from another origin with the header authorization: ${authorization}`,
          { headers: { authorization, origin: 'https://evil.example' }, payload },
        ],
      ),
      [
        'a request to another host name (DNS rebinding)',
        { headers: { host: 'evil.example' }, payload },
        'unknown_host',
      ],
    ] as [string, object, string?][])('%s', async (_, options, code = 'cross_site') => {
      for (const path of ['accounts.signOut', 'accounts.signIn', 'credentials.remove']) {
        const response = await post(path, options)
        expect(response.statusCode).toBe(403)
        expect(response.json().error.data.code).toBe(code)
      }
    })
  })

  it('accepts requests of its own pages and of programs', async () => {
    const payload = JSON.stringify({ email: account.email, password: account.password })
    for (const headers of [{}, { origin: 'http://localhost:4000', 'sec-fetch-site': 'same-origin' }]) {
      expect((await post('accounts.signIn', { headers, payload })).statusCode).toBe(200)
    }
    const headers = { host: '127.0.0.1:4000', origin: 'http://127.0.0.1:4000' }
    expect((await post('accounts.signIn', { headers, payload })).statusCode).toBe(200)
  })

  it('uses X-Forwarded-For only from trusted proxies', async () => {
    const from = async (trustProxy: string[]) => {
      const behindProxy = await startStepkey('sqlite', { config: { trustProxy } })
      await behindProxy.signUp('Ada')
      const response = await behindProxy.app.inject({
        method: 'POST',
        url: '/trpc/accounts.signIn',
        headers: { host, 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' },
        payload: { email: 'ada@example.com', password: "Ada's long password" },
      })
      expect(response.statusCode).toBe(200)
      const sessions = await behindProxy.deps.db
        .selectFrom('session')
        .select('address')
        .orderBy('id', 'desc')
        .execute()
      await behindProxy.stop()
      return sessions[0]?.address
    }
    expect(await from([])).toBe('127.0.0.1')
    expect(await from(['127.0.0.1'])).toBe('203.0.113.9')
  })

  it('uses the address of the proxy if X-Forwarded-For contains no IP address', async () => {
    const behindProxy = await startStepkey('sqlite', { config: { trustProxy: ['127.0.0.1'] } })
    const { sessions } = await behindProxy.signUp('Ada')
    for (const forwarded of ['', ',,,', 'unknown', '203.0.113.9:1234', '203.0.113.999', 'x'.repeat(8000)]) {
      const response = await behindProxy.app.inject({
        method: 'POST',
        url: '/trpc/accounts.signIn',
        headers: { host, 'x-forwarded-for': forwarded },
        payload: { email: 'ada@example.com', password: "Ada's long password" },
      })
      expect(response.statusCode).toBe(200)
    }
    expect(new Set((await sessions.list()).map(({ address }) => address))).toEqual(new Set(['127.0.0.1']))
    await behindProxy.stop()
  })

  it.each([
    ...[
      '127.0.0.1:99999',
      'localhost:65536',
      '[::1]:99999',
      '127.999.999.999',
      '127.0.0.256:4000',
      '[::1',
      'a@localhost',
    ],
    ...[
      'localhost/x',
      'localhost?x',
      'localhost#x',
      'localhost\\x',
      'local host',
      'localhost:4000:4000',
      'localhost.',
    ],
    ...['127.1', '0x7f.1', '%6cocalhost', 'xn--'],
  ])('refuses the invalid or unknown host “%s” with 403', async (odd) => {
    for (const url of ['/trpc/accounts.welcome', '/api/v1/welcome', '/', '/auth/oidc/start'])
      expect((await stepkey.app.inject({ url, headers: { host: odd } })).statusCode, url).toBe(403)
  })

  it.each([
    ['cookie', 'stepkey=%; __proto__=1; =;;'],
    ['stepkey-workspace', 'x'.repeat(5000)],
    ['authorization', 'Bearer \u00ff'],
    ['content-type', 'application/json; charset=utf-16'],
    ['content-type', 'application/json;;;'],
    ['accept-encoding', '*;q=x'],
    ['accept', 'text/event-stream'],
    ['trpc-accept', 'application/jsonl'],
    ['traceparent', 'x'],
    ['if-none-match', '"'.repeat(500)],
    ['range', 'bytes=9-1'],
    ['origin', 'http://[::1'],
    ['sec-fetch-site', '\u00ff'],
    ['user-agent', '\u00ff'.repeat(5000)],
    ['last-event-id', 'x'],
    ['x-forwarded-host', '127.0.0.1:99999'],
  ])('does not fail at the odd header %s: %s', async (name, value) => {
    for (const [method, url] of [
      ['GET', '/trpc/components.list'],
      ['POST', '/trpc/accounts.signIn'],
      ['GET', '/api/v1/components'],
      ['POST', '/api/v1/session'],
      ['GET', '/docs/api/swagger-ui.css'],
    ] as const) {
      const payload = method === 'POST' ? { email: 'unknown@example.com', password: 'x' } : undefined
      const answer = await stepkey.app.inject({ method, url, headers: { host, [name]: value }, payload })
      expect(answer.statusCode, `${method} ${url}`).toBeLessThan(500)
    }
  })

  it.each([
    ['POST', '/healthz'],
    ['PUT', '/readyz'],
    ['DELETE', '/metrics'],
    ['POST', '/docs/api'],
    ['DELETE', '/docs/api/swagger-ui.css'],
    ['PATCH', '/schemas/component/v1.json?x'],
    ['POST', '/.well-known/security.txt'],
    ['POST', '/api/v1/openapi.json'],
  ] as const)('refuses %s %s with 405, and names the methods in Allow', async (method, url) => {
    for (const headers of [{ host, 'content-type': 'application/json' }, { host }]) {
      // The API requires JSON of every request that a page of another site could send.
      if (url.startsWith('/api/') && !('content-type' in headers)) continue
      const answer = await stepkey.app.inject({ method, url, headers })
      expect(answer.statusCode).toBe(405)
      expect(answer.headers.allow).toMatch(/^(GET, HEAD|HEAD, GET)$/)
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
    }
  })

  it('answers 404 for other methods at an address without a route', async () => {
    const answer = await stepkey.app.inject({ method: 'POST', url: '/nothing/here', headers: { host } })
    expect(answer.statusCode).toBe(404)
    expect(answer.headers).not.toHaveProperty('allow')
  })

  it('refuses a mutation by GET', async () => {
    const response = await stepkey.app.inject({
      url: `/trpc/accounts.signIn?input=${encodeURIComponent(JSON.stringify(account))}`,
      headers: { host },
    })
    expect(response.statusCode).toBe(405)
    expect(response.headers.allow).toBe('POST')
    expect(response.headers['set-cookie']).toBeUndefined()
  })

  it.each([
    [
      'an unknown query parameter',
      'accounts.welcome?limit=1',
      'There is no member “limit”. Possible are: batch, input.',
    ],
    [
      'a misspelt query parameter',
      'accounts.welcome?imput={}',
      'There is no member “imput”. Did you mean “input”?',
    ],
    ['input that is sent twice', 'accounts.welcome?input={}&input={}', 'Send “input” once.'],
    ['another value of batch', 'accounts.welcome?batch=true&input={}', 'For a batch, send batch=1.'],
    [
      'a batch with an input for no call',
      'accounts.welcome,accounts.welcome?batch=1&input={"zero":{}}',
      'The input of a batch of 2 is a JSON object with the members: 0, 1.',
    ],
    [
      'a batch of 11 calls',
      `${Array.from({ length: 11 }, () => 'accounts.welcome').join(',')}?batch=1&input={}`,
      'A batch can contain at most 10 calls.',
    ],
  ])('refuses %s', async (_, path, message) => {
    const response = await stepkey.app.inject({ url: `/trpc/${path}`, headers: { host } })
    expect(response.statusCode).toBe(400)
    expect(response.json().error).toMatchObject({ message, code: -32600, data: { code: 'invalid_input' } })
  })

  it('refuses input in the query of a mutation, and inputs of a batch for no call in its body', async () => {
    const inQuery = await post('accounts.signIn?input={}')
    expect(inQuery.json().error.message).toBe('There is no member “input”. Possible are: batch.')
    const inBody = await post('accounts.signIn?batch=1', {
      payload: JSON.stringify({ 0: account, 1: account }),
    })
    expect(inBody.json().error.message).toBe(
      'The input of a batch of 1 is a JSON object with the members: 0.',
    )
  })

  it('refuses invalid JSON also for procedures without input, and in batches', async () => {
    for (const path of ['sessions.revokeOthers', 'audit.verify', 'audit.verify,audit.verify?batch=1'])
      expect((await post(path, { payload: '{' })).json().error).toMatchObject({
        message: 'The input is not valid JSON.',
        data: { code: 'invalid_json' },
      })
    const query = await stepkey.app.inject({ url: '/trpc/accounts.welcome?input=%7B', headers: { host } })
    expect(query.statusCode).toBe(400)
  })

  it.each(['if-match', 'idempotency-key'])('refuses the header %s over tRPC', async (name) => {
    const response = await post('accounts.signIn', { headers: { [name]: '"1"' } })
    expect(response.json().error.message).toBe(`tRPC does not accept ${name}. Remove it.`)
  })

  it('refuses bodies of GET requests', async () => {
    for (const url of ['/trpc/accounts.welcome', '/api/v1/welcome']) {
      const response = await stepkey.app.inject({ url, headers: { host }, payload: '{"limit": 1}' })
      expect(response.statusCode, url).toBe(400)
      expect(response.body).toContain('A GET request has no body.')
    }
  })

  it('names what is wrong with a request that it cannot read', async () => {
    const messageOf = async (path: string, payload: string) =>
      (await post(path, { payload })).json().error.message
    expect(await messageOf('accounts.signIn', '{')).toBe('The input is not valid JSON.')
    expect(await messageOf('accounts.welcome', '{}')).toBe('Send queries with GET and mutations with POST.')
    expect(await messageOf('accounts.guessed', '{}')).toBe('There is no such procedure.')
  })

  it('forbids storing answers of the API, even if the path is written differently', async () => {
    for (const url of [
      '/trpc/accounts.welcome',
      '/%74rpc/accounts.welcome',
      '/api/v1/welcome',
      '/%61pi/v1/welcome',
    ]) {
      const { headers, statusCode } = await stepkey.app.inject({ url, headers: { host } })
      expect(statusCode).toBe(200)
      expect(headers['cache-control']).toBe('no-store')
    }
  })

  it.each([
    ...['/trpc/%', '/%zz', '/api/v1/%zz', '/trpc/%c3', '//trpc/accounts.welcome', '/trpc//accounts.welcome'],
    ...['/trpc%2faccounts.welcome', '/%74rpc/none', '/%61pi/v1/none', '/none'],
  ])('protects the answer to %s like every other', async (url) => {
    const { headers, statusCode } = await stepkey.app.inject({ url, headers: { host } })
    expect([400, 404]).toContain(statusCode)
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.any(String),
    })
  })

  it('refuses a request of another site, even if the path is written differently', async () => {
    for (const url of ['/%74rpc/accounts.signOut', '/trpc/%61ccounts.signOut', '/%61pi/v1/session']) {
      const headers = { host, origin: 'https://evil.example', 'content-type': 'application/json' }
      const answer = await stepkey.app.inject({ method: 'POST', url, headers, payload: '{}' })
      expect(answer.statusCode, url).toBe(403)
    }
  })

  it('refuses bodies of more than 1 MiB', async () => {
    const large = await post('accounts.signIn', {
      payload: JSON.stringify({ ...account, name: 'x'.repeat(1024 * 1024) }),
    })
    expect(large.statusCode).toBe(413)
  })

  it('answers 400 to extremely nested JSON', async () => {
    const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`
    for (const payload of [deep, `{"name":${deep}}`]) {
      const response = await post('accounts.signIn', { payload })
      expect(response.statusCode).toBe(400)
    }
  })

  it('returns errors with a code, a message and the invalid fields', async () => {
    const response = await post('accounts.signUp', {
      payload: JSON.stringify({ ...account, email: 'invalid', password: 'short' }),
    })
    expect(response.statusCode).toBe(400)
    expect(response.json()).toEqual({
      error: {
        code: -32600,
        message: expect.any(String),
        data: {
          code: 'invalid_input',
          httpStatus: 400,
          fields: [
            {
              path: 'email',
              code: 'invalid',
              message: 'Enter an e-mail address, for example alice@example.com.',
            },
            { path: 'password', code: 'invalid', message: 'Choose a password of at least 10 characters.' },
          ],
        },
      },
    })
  })

  it('answers /healthz and /readyz for any host; /readyz with 503 without the database', async () => {
    for (const url of ['/healthz', '/readyz']) {
      const response = await stepkey.app.inject({ url, headers: { host: '10.1.2.3' } })
      expect(response.json()).toEqual({ status: 'ok' })
    }
    const broken = await startStepkey('sqlite')
    await broken.deps.db.destroy()
    expect((await broken.app.inject({ url: '/readyz', headers: { host } })).statusCode).toBe(503)
    expect((await broken.app.inject({ url: '/healthz', headers: { host } })).statusCode).toBe(200)
    await broken.app.close()
    await broken.database.drop()
  })

  it('serves the page at every path with a new nonce, and assets compressed and cacheable forever', async () => {
    const webRoot = mkdtempSync(join(tmpdir(), 'stepkey-web-'))
    mkdirSync(join(webRoot, 'assets'))
    writeFileSync(join(webRoot, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">')
    writeFileSync(join(webRoot, 'assets', 'app-1a2b.js'), '1')
    writeFileSync(join(webRoot, 'assets', 'app-1a2b.js.br'), 'compressed')
    writeFileSync(join(webRoot, 'picker.js'), '1')
    const app = await createApp(stepkey.deps, { webRoot })
    const deleted = await app.inject({ method: 'DELETE', url: '/picker.js', headers: { host } })
    expect(deleted.statusCode).toBe(405)
    expect(deleted.headers.allow).toMatch(/^(GET, HEAD|HEAD, GET)$/)
    const pages = await Promise.all(
      ['/', '/w/1/credentials'].map((url) => app.inject({ url, headers: { host, accept: 'text/html' } })),
    )
    const nonces = pages.map(({ body }) => /content="(\w+)"/.exec(body)?.[1])
    expect(new Set(nonces).size).toBe(2)
    expect(pages[0]?.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonces[0]}'`)
    expect(pages[0]?.headers['content-security-policy']).not.toContain('unsafe-eval')
    // As crawlers and link checkers ask for it.
    for (const headers of [{ host }, { host, accept: '*/*' }]) {
      const answers = await Promise.all(['/?a=1', '/w/1'].map((url) => app.inject({ url, headers })))
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 404])
      expect(answers[0]?.headers['content-type']).toBe('text/html; charset=utf-8')
    }
    const asset = await app.inject({ url: '/assets/app-1a2b.js', headers: { host } })
    expect(asset.headers['cache-control']).toContain('immutable')
    expect(asset.body).toBe('1')
    const compressed = await app.inject({
      url: '/assets/app-1a2b.js',
      headers: { host, 'accept-encoding': 'gzip, br' },
    })
    expect(compressed.body).toBe('compressed')
    expect(compressed.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': expect.stringContaining('javascript'),
      'cache-control': expect.stringContaining('immutable'),
    })
    expect((await app.inject({ url: '/assets/none.js', headers: { host } })).statusCode).toBe(404)
    await app.close()
    rmSync(webRoot, { recursive: true })
  })

  it('serves the documentation, its overview, and a page for addresses without one', async () => {
    const docsRoot = mkdtempSync(join(tmpdir(), 'stepkey-docs-'))
    mkdirSync(join(docsRoot, 'assets'))
    for (const file of ['index.html', 'tutorial.html', 'not-found.html', 'llms.txt', 'assets/search-1a2b.js'])
      writeFileSync(join(docsRoot, file), file)
    const app = await createApp(stepkey.deps, { docsRoot })
    for (const [url, status, body, cache] of [
      ['/docs', 200, 'index.html', 'no-cache'],
      ['/docs/tutorial', 200, 'tutorial.html', 'no-cache'],
      ['/docs/absent', 404, 'not-found.html', 'no-cache'],
      ['/llms.txt', 200, 'llms.txt', 'no-cache'],
      ['/docs/assets/search-1a2b.js', 200, 'assets/search-1a2b.js', 'public, max-age=31536000, immutable'],
    ] as const) {
      const answer = await app.inject({ url, headers: { host } })
      expect({ url, status: answer.statusCode, body: answer.body }).toEqual({ url, status, body })
      expect(answer.headers['cache-control']).toBe(cache)
    }
    for (const url of ['/docs/absent.png', '/docs/%2e%2e/package.json'])
      expect((await app.inject({ url, headers: { host } })).statusCode).toBeGreaterThan(400)
    await app.close()
    rmSync(docsRoot, { recursive: true })
  })

  it('answers the addresses below /.well-known', async () => {
    const text = await stepkey.app.inject({ url: '/.well-known/security.txt', headers: { host } })
    expect(text.headers['content-type']).toMatch(/^text\/plain/)
    expect(text.body).toMatch(/^Contact: http:\/\/localhost:4000\/docs\/security#reporting-a-vulnerability$/m)
    const expires = new Date(/^Expires: (.*)$/m.exec(text.body)?.[1] ?? '').getTime()
    expect(expires - Date.now()).toBeGreaterThan(100 * 24 * 3600_000)
    expect(expires - Date.now()).toBeLessThan(365 * 24 * 3600_000)
    const password = await stepkey.app.inject({ url: '/.well-known/change-password', headers: { host } })
    expect(password).toMatchObject({ statusCode: 302, headers: { location: '/change-password' } })

    const ours = await startStepkey('sqlite', { config: { securityContact: 'mailto:security@example.com' } })
    const { body } = await ours.app.inject({ url: '/.well-known/security.txt', headers: { host } })
    expect(body).toContain('Contact: mailto:security@example.com')
    await ours.stop()
  })

  it('compresses the list of components, but not the list of credentials', async () => {
    const { key } = await (await stepkey.signUp('Grace')).apiKeys.create({ name: 'Tool', scopes: ['read'] })
    const get = (procedure: string, encoding: string) =>
      stepkey.app.inject({
        url: `/trpc/${procedure}?input={}`,
        headers: { host, authorization: `Bearer ${key}`, 'accept-encoding': encoding },
      })
    const plain = await get('components.list', 'identity')
    expect(plain.headers['content-encoding']).toBeUndefined()
    const compressed = await get('components.list', 'gzip, deflate, br')
    expect(compressed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
    expect(gunzipSync(compressed.rawPayload).toString()).toBe(plain.body)
    expect(compressed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3)
    expect((await get('credentials.list', 'gzip')).headers['content-encoding']).toBeUndefined()
  })
})
