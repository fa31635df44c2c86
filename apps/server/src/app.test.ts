import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stepkey, startStepkey } from '../testing/stepkey.ts'
import { createApp } from './app.ts'

describe('the HTTP surface', () => {
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

  it('sets a cookie that scripts can’t read and other sites can’t send along', async () => {
    const response = await post('accounts.signUp')
    expect(response.statusCode).toBe(200)
    expect(response.headers['set-cookie']).toMatch(
      /^stepkey=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    expect(response.headers['cache-control']).toBe('no-store')
  })

  it('binds the cookie to its host over HTTPS', async () => {
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
    expect(response.headers['set-cookie']).toMatch(
      /^__Host-stepkey=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(response.headers['strict-transport-security']).toBeDefined()
    await secure.stop()
  })

  describe('refuses what another site’s page could send', () => {
    const payload = JSON.stringify(account)
    it.each([
      ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'name=x' }],
      [
        'a multipart form',
        { headers: { 'content-type': 'multipart/form-data; boundary=x' }, payload: '--x--' },
      ],
      ['text that looks like JSON', { headers: { 'content-type': 'text/plain' }, payload }],
      ['nothing at all', { headers: { 'content-type': '' }, payload: undefined }],
      ['JSON from another origin', { headers: { origin: 'https://evil.example' }, payload }],
      ['JSON from a sandboxed page', { headers: { origin: 'null' }, payload }],
      ['JSON that the browser calls cross-site', { headers: { 'sec-fetch-site': 'cross-site' }, payload }],
      ['JSON from a neighbour on the same site', { headers: { 'sec-fetch-site': 'same-site' }, payload }],
      ['a request by a name that was rebound to us', { headers: { host: 'evil.example' }, payload }],
    ])('%s', async (_, options) => {
      for (const path of ['accounts.signOut', 'accounts.signIn', 'credentials.remove']) {
        const response = await post(path, options)
        expect(response.statusCode).toBe(403)
        expect(response.json().error.data.code).toBe('forbidden')
      }
    })
  })

  it('answers its own page and programs that are no browsers', async () => {
    const payload = JSON.stringify({ email: account.email, password: account.password })
    for (const headers of [{}, { origin: 'http://localhost:4000', 'sec-fetch-site': 'same-origin' }]) {
      expect((await post('accounts.signIn', { headers, payload })).statusCode).toBe(200)
    }
    const headers = { host: '127.0.0.1:4000', origin: 'http://127.0.0.1:4000' }
    expect((await post('accounts.signIn', { headers, payload })).statusCode).toBe(200)
  })

  it('believes a proxy about where a request came from only if it is one of ours', async () => {
    const from = async (trustProxy: string[]) => {
      const own = await startStepkey('sqlite', { config: { trustProxy } })
      await own.signUp('Ada')
      const response = await own.app.inject({
        method: 'POST',
        url: '/trpc/accounts.signIn',
        headers: { host, 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' },
        payload: { email: 'ada@example.com', password: "Ada's long password" },
      })
      expect(response.statusCode).toBe(200)
      const sessions = await own.deps.db
        .selectFrom('session')
        .select('address')
        .orderBy('id', 'desc')
        .execute()
      await own.stop()
      return sessions[0]?.address
    }
    expect(await from([])).toBe('127.0.0.1')
    expect(await from(['127.0.0.1'])).toBe('203.0.113.9')
  })

  it('does not run a mutation for a GET', async () => {
    const response = await stepkey.app.inject({
      url: `/trpc/accounts.signIn?input=${encodeURIComponent(JSON.stringify(account))}`,
      headers: { host },
    })
    expect(response.statusCode).toBe(405)
    expect(response.headers['set-cookie']).toBeUndefined()
  })

  it('bounds batches and bodies', async () => {
    const paths = Array.from({ length: 11 }, () => 'accounts.welcome').join(',')
    const batch = await stepkey.app.inject({
      url: `/trpc/${paths}?batch=1&input=${encodeURIComponent('{}')}`,
      headers: { host },
    })
    expect(batch.statusCode).toBe(400)
    const large = await post('accounts.signIn', {
      payload: JSON.stringify({ ...account, name: 'x'.repeat(1024 * 1024) }),
    })
    expect(large.statusCode).toBe(413)
  })

  it('takes no harm from JSON of any depth', async () => {
    const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`
    for (const payload of [deep, `{"name":${deep}}`]) {
      const response = await post('accounts.signIn', { payload })
      expect(response.statusCode).toBe(400)
    }
  })

  it('shapes errors with a code, a sentence and the wrong fields', async () => {
    const response = await post('accounts.signUp', {
      payload: JSON.stringify({ ...account, email: 'nobody', password: 'short' }),
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
            { path: 'email', message: 'Enter an e-mail address, for example alice@example.com.' },
            { path: 'password', message: 'Choose a password of at least 10 characters.' },
          ],
        },
      },
    })
  })

  it('tells whether it is alive and whether it is ready', async () => {
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

  it('serves the page at every address of its own, with a fresh nonce, and assets for good', async () => {
    const webRoot = mkdtempSync(join(tmpdir(), 'stepkey-web-'))
    mkdirSync(join(webRoot, 'assets'))
    writeFileSync(join(webRoot, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">')
    writeFileSync(join(webRoot, 'assets', 'app-1a2b.js'), '1')
    writeFileSync(join(webRoot, 'assets', 'app-1a2b.js.br'), 'smaller')
    const app = await createApp(stepkey.deps, { webRoot })
    const pages = await Promise.all(
      ['/', '/w/1/credentials'].map((url) => app.inject({ url, headers: { host, accept: 'text/html' } })),
    )
    const nonces = pages.map(({ body }) => /content="(\w+)"/.exec(body)?.[1])
    expect(new Set(nonces).size).toBe(2)
    expect(pages[0]?.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonces[0]}'`)
    expect(pages[0]?.headers['content-security-policy']).not.toContain('unsafe-eval')
    const asset = await app.inject({ url: '/assets/app-1a2b.js', headers: { host } })
    expect(asset.headers['cache-control']).toContain('immutable')
    expect(asset.body).toBe('1')
    const smaller = await app.inject({
      url: '/assets/app-1a2b.js',
      headers: { host, 'accept-encoding': 'gzip, br' },
    })
    expect(smaller.body).toBe('smaller')
    expect(smaller.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': expect.stringContaining('javascript'),
      'cache-control': expect.stringContaining('immutable'),
    })
    expect((await app.inject({ url: '/assets/none.js', headers: { host } })).statusCode).toBe(404)
    await app.close()
    rmSync(webRoot, { recursive: true })
  })

  it('compresses the list of components, and nothing in which a secret could stand', async () => {
    const { key } = await (await stepkey.signUp('Grace')).apiKeys.create({ name: 'Tool', scopes: ['read'] })
    const ask = (procedure: string, encoding: string) =>
      stepkey.app.inject({
        url: `/trpc/${procedure}?input={}`,
        headers: { host, authorization: `Bearer ${key}`, 'accept-encoding': encoding },
      })
    const plain = await ask('components.list', 'identity')
    expect(plain.headers['content-encoding']).toBeUndefined()
    const packed = await ask('components.list', 'gzip, deflate, br')
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
    expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body)
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3)
    expect((await ask('credentials.list', 'gzip')).headers['content-encoding']).toBeUndefined()
  })
})
