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

describe('CORS and framing of pages of other origins', () => {
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
  const send = (headers: Record<string, string>, more: Partial<InjectOptions> = {}) =>
    stepkey.app.inject({ url: '/trpc/connectTokens.task', headers: { host, ...headers }, ...more })
  const preflight = (headers: Record<string, string>, url = '/trpc/connectTokens.task') =>
    send({ 'access-control-request-method': 'POST', ...headers }, { method: 'OPTIONS', url })
  const corsHeaders = ({ headers }: { headers: object }) => CORS.filter((name) => name in headers)

  it('allows requests with a connect token of the origin’s embed, without cookies', async () => {
    const preflightAnswer = await preflight({ origin })
    expect(preflightAnswer.statusCode).toBe(204)
    expect(preflightAnswer.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'authorization, content-type',
      vary: expect.stringContaining('Origin'),
    })
    expect(preflightAnswer.headers).not.toHaveProperty('access-control-allow-credentials')
    const answer = await send({ origin, authorization: `Bearer ${token}` })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['access-control-allow-origin']).toBe(origin)
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
    expect(answer.headers).not.toHaveProperty('set-cookie')
  })

  it('sends no CORS headers to other origins, other paths, tokens of other embeds, API keys and sessions', async () => {
    const foreign = 'https://evil.example'
    expect(corsHeaders(await preflight({ origin: foreign }))).toEqual([])
    expect(corsHeaders(await preflight({ origin: 'null' }))).toEqual([])
    expect(corsHeaders(await preflight({ origin }, '/api/v1/credentials'))).toEqual([])
    expect(corsHeaders(await preflight({ origin, host: 'evil.example' }))).toEqual([])

    const other = await alice.embeds.create({ name: 'Other', origin: 'https://other.example' })
    const bearers = [token, await newToken({ embedId: other.id }), await newToken({})]
    const answers = [
      await send({ origin: foreign, authorization: `Bearer ${bearers[0]}` }),
      ...(await Promise.all(
        bearers.slice(1).map((bearer) => send({ origin, authorization: `Bearer ${bearer}` })),
      )),
    ]
    for (const answer of answers) {
      expect(answer.statusCode).toBe(403)
      expect(corsHeaders(answer)).toEqual([])
    }
    // API keys are for servers: a page of another origin must not read answers with one.
    expect(corsHeaders(await send({ origin, authorization: `Bearer ${key}` }))).toEqual([])
    expect(corsHeaders(await send({ origin }))).toEqual([])
  })

  it('lets the page of an embed read that its token has expired or is unknown, and no other page', async () => {
    const authorization = 'Bearer stepkey_connect_guess'
    const answer = await send({ origin, authorization })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['access-control-allow-origin']).toBe(origin)
    const foreign = await send({ origin: 'https://evil.example', authorization })
    expect(foreign.statusCode).toBe(403)
    expect(corsHeaders(foreign)).toEqual([])
  })

  it('refuses connect tokens in REST with 401', async () => {
    const url = '/api/v1/components/http'
    const answer = await send({ authorization: `Bearer ${token}` }, { url })
    expect(answer.statusCode).toBe(401)
    expect((await send({ authorization: `Bearer ${key}` }, { url })).statusCode).toBe(200)
  })

  it('limits the request rate of a connect token', async () => {
    const slow = await startStepkey('sqlite', { config: { rateLimit: 1 } })
    const headers = { host, authorization: 'Bearer stepkey_connect_guess' }
    const codes = []
    for (const _ of [1, 2])
      codes.push((await slow.app.inject({ url: '/trpc/connectTokens.task', headers })).statusCode)
    expect(codes).toEqual([401, 429])
    await slow.stop()
  })

  it('lets only the origin of an embed frame the picker, and no origin frame other pages', async () => {
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
          .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')]),
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
