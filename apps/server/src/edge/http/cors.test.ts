import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createApp } from '../../app.ts'

const host = 'localhost:4000'
const origin = 'https://builder.example'
const CORS = ['origin', 'credentials', 'methods', 'headers'].map((name) => `access-control-allow-${name}`)

describe('pages of other origins', () => {
  let stepkey: Stepkey
  let alice: Person
  let embedId: string
  let token: string
  let key: string

  beforeAll(async () => {
    stepkey = await startStepkey('sqlite')
    alice = await stepkey.signUp('Alice')
    key = (await alice.apiKeys.create({ name: 'Host', scopes: ['connect', 'read'] })).key
    embedId = (await alice.embeds.create({ name: 'Builder', origin })).id
    token = await newToken({ embedId })
  })
  afterAll(() => stepkey.stop())

  const newToken = async (more: object) =>
    (
      await stepkey
        .visitor({ apiKey: key })
        .connectTokens.create({ componentId: 'http', actions: ['choose'], ...more })
    ).token
  const ask = (headers: Record<string, string>, more: Partial<InjectOptions> = {}) =>
    stepkey.app.inject({ url: '/trpc/connectTokens.task', headers: { host, ...headers }, ...more })
  const preflight = (headers: Record<string, string>, url = '/trpc/connectTokens.task') =>
    ask({ 'access-control-request-method': 'POST', ...headers }, { method: 'OPTIONS', url })
  const shares = ({ headers }: { headers: object }) => CORS.filter((name) => name in headers)

  it('get answers with a connect token of their embed, and never with cookies', async () => {
    const asked = await preflight({ origin })
    expect(asked.statusCode).toBe(204)
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'authorization, content-type',
      vary: expect.stringContaining('Origin'),
    })
    expect(asked.headers).not.toHaveProperty('access-control-allow-credentials')
    const answer = await ask({ origin, authorization: `Bearer ${token}` })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['access-control-allow-origin']).toBe(origin)
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
    expect(answer.headers).not.toHaveProperty('set-cookie')
  })

  it('get nothing otherwise', async () => {
    const foreign = 'https://evil.example'
    expect(shares(await preflight({ origin: foreign }))).toEqual([])
    expect(shares(await preflight({ origin: 'null' }))).toEqual([])
    expect(shares(await preflight({ origin }, '/api/v1/credentials'))).toEqual([])
    expect(shares(await preflight({ origin, host: 'evil.example' }))).toEqual([])

    const other = await alice.embeds.create({ name: 'Other', origin: 'https://other.example' })
    const bearers = [
      token,
      await newToken({ embedId: other.id }),
      await newToken({}),
      'stepkey_connect_guess',
    ]
    const asked = [
      await ask({ origin: foreign, authorization: `Bearer ${bearers[0]}` }),
      ...(await Promise.all(
        bearers.slice(1).map((bearer) => ask({ origin, authorization: `Bearer ${bearer}` })),
      )),
    ]
    for (const answer of asked) {
      expect(answer.statusCode).toBe(403)
      expect(shares(answer)).toEqual([])
    }
    // A key is for servers: with it a page of another origin can't read an answer.
    expect(shares(await ask({ origin, authorization: `Bearer ${key}` }))).toEqual([])
    expect(shares(await ask({ origin }))).toEqual([])
  })

  it('leave REST without any knowledge of connect tokens', async () => {
    const url = '/api/v1/components/http'
    const answer = await ask({ authorization: `Bearer ${token}` }, { url })
    expect(answer.statusCode).toBe(401)
    expect((await ask({ authorization: `Bearer ${key}` }, { url })).statusCode).toBe(200)
  })

  it('hold a token back like a key that asks for too much', async () => {
    const slow = await startStepkey('sqlite', { config: { rateLimit: 1 } })
    const headers = { host, authorization: 'Bearer stepkey_connect_guess' }
    const codes = []
    for (const _ of [1, 2])
      codes.push((await slow.app.inject({ url: '/trpc/connectTokens.task', headers })).statusCode)
    expect(codes).toEqual([401, 429])
    await slow.stop()
  })

  it('may frame the picker alone, and only those of its embed', async () => {
    const webRoot = mkdtempSync(join(tmpdir(), 'stepkey-web-'))
    mkdirSync(join(webRoot, 'assets'))
    writeFileSync(join(webRoot, 'index.html'), 'shell')
    writeFileSync(join(webRoot, 'embed.html'), 'nonce=__CSP_NONCE__ parent=__PARENT_ORIGIN__')
    const app = await createApp(stepkey.deps, { webRoot })
    const page = (url: string) => app.inject({ url, headers: { host, accept: 'text/html' } })
    const policyOf = ({ headers }: Awaited<ReturnType<typeof page>>) =>
      Object.fromEntries(
        String(headers['content-security-policy'])
          .split(';')
          .map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]),
      )

    const framed = await page(`/embed/picker?embed=${embedId}`)
    const nonce = /nonce=(\w+)/.exec(framed.body)?.[1]
    expect(framed.body).toContain(`parent=${origin}`)
    const { 'frame-ancestors': ancestors, 'style-src': styles, ...rest } = policyOf(framed)
    expect(ancestors).toBe(origin)
    expect(styles).toBe(`'self' 'nonce-${nonce}'`)
    const shell = policyOf(await page('/'))
    expect(rest).toMatchObject({ 'default-src': "'none'", 'connect-src': "'self'" })
    expect(Object.keys(policyOf(framed))).toEqual(Object.keys(shell))
    expect(framed.headers['cache-control']).toBe('no-store')
    for (const name of ['x-frame-options', 'set-cookie', 'cross-origin-opener-policy'])
      expect(framed.headers).not.toHaveProperty(name)

    for (const url of ['/embed/picker', '/embed/picker?embed=absent', '/embed/picker?embed=a&embed=b', '/']) {
      const answer = await page(url)
      expect(policyOf(answer)['frame-ancestors'], url).toBe("'none'")
      expect(answer.body).not.toContain('https://')
    }
    await app.close()
    rmSync(webRoot, { recursive: true })
  })
})
