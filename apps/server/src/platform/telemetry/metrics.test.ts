import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, type FakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { verificationSlots } from '../../domains/verification/concurrency.ts'
import { createMetrics } from './metrics.ts'

const token = 'a-token-for-prometheus'
const host = 'localhost:4000'

describe('access to /metrics', () => {
  const ask = async (config: object, headers: Record<string, string>, remoteAddress = '127.0.0.1') => {
    const stepkey = await startStepkey('sqlite', { config })
    const answer = await stepkey.app.inject({ url: '/metrics', headers: { host, ...headers }, remoteAddress })
    await stepkey.stop()
    return answer
  }
  const trusting = { trustProxy: ['127.0.0.1'] }

  it.each([
    ['from another machine', {}, {}, '10.1.2.3'],
    ['through a proxy on this machine', {}, { 'x-forwarded-for': '203.0.113.9' }],
    ['through a proxy that is trusted', trusting, { 'x-forwarded-for': '203.0.113.9' }],
    ['through a proxy, as one on this machine', {}, { 'x-forwarded-for': '127.0.0.1' }],
    ['by a name that was rebound to us', {}, { host: 'evil.example' }],
  ])('is refused %s without a configured token', async (_, config, headers, address?: string) => {
    const answer = await ask(config, headers, address)
    expect(answer.statusCode).toBe(403)
    expect(answer.json().error).toMatch(/Set METRICS_TOKEN, or METRICS_PORT/)
  })

  it('is allowed from the local machine', async () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      expect((await ask({}, {}, address)).statusCode).toBe(200)
  })

  it('is allowed with the configured token only, under every host name', async () => {
    const config = { metrics: { token, host: '127.0.0.1' } }
    const headers = { host: 'stepkey.internal:4000', authorization: `Bearer ${token}` }
    const answer = await ask(config, headers, '10.1.2.3')
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' })
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
    for (const authorization of ['', token, `Bearer ${token}x`, `Basic ${token}`]) {
      const refused = await ask(config, { authorization })
      expect(refused.statusCode).toBe(401)
      expect(refused.headers['www-authenticate']).toBe('Bearer')
    }
  })

  it('is not possible on the main port if METRICS_PORT is set', async () => {
    const answer = await ask({ metrics: { port: 9464, host: '127.0.0.1' } }, {})
    expect(answer.statusCode).toBe(404)
  })
})

it('omits a gauge that can’t be read, and exposes the others', async () => {
  const metrics = createMetrics()
  let isAway = false
  metrics.gauge('things', 'Things.', async () => {
    if (isAway) throw new Error('The database is away.')
    return { here: 3 }
  })
  metrics.gauge('others', 'Others.', () => ({ here: 1 }))
  expect((await metrics.expose()).text).toContain('things{state="here"} 3')
  isAway = true
  const { text } = await metrics.expose()
  expect(text).not.toContain('things{')
  expect(text).toContain('others{state="here"} 1')
})

describe.each(engines)('metrics on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let api: FakeApi
  let base: string
  let alice: Person
  let engineOfAlice: { credentials: { issue: (step: object) => Promise<unknown> } }

  beforeAll(async () => {
    world = await createWorld()
    api = createFakeApi()
    base = await world.http((request, response) => {
      if (request.url !== '/token') return api.listener(request, response)
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ access_token: 'good', token_type: 'bearer', expires_in: 3600 }))
    })
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    engineOfAlice = stepkey.visitor({ apiKey: key }) as never
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  async function measured() {
    const { text } = await stepkey.deps.observer.metrics.expose()
    const lines = text.split('\n').filter((line) => line && !line.startsWith('#'))
    return Object.fromEntries(
      lines.map((line) => line.split(/ (?=\S+$)/)).map(([name, n]) => [name, Number(n)]),
    )
  }

  it('count verifications by component and outcome, token refreshes and issued credentials', async () => {
    await alice.credentials.create(fakeApiCredential(base))
    await alice.credentials.create(fakeApiCredential(base, 'Wrong', 'wrong'))
    const { credential } = (await alice.credentials.create({
      componentId: 'http',
      methodId: 'clientCredentials',
      name: 'Client',
      values: { baseUrl: base, testPath: '/me', tokenUrl: `${base}/token`, clientId: 'c', clientSecret: 's' },
    })) as { credential: { id: string } }
    const steps = [{ name: 'One', componentId: 'http', credentialId: credential.id }]
    const flow = await alice.flows.save({ name: 'Flow', steps })
    assertSaved(flow)
    const step = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    await expect(engineOfAlice.credentials.issue(step)).rejects.toThrow()
    await alice.flows.activate({ flowId: flow.id })
    await engineOfAlice.credentials.issue(step)

    expect(await measured()).toMatchObject({
      'stepkey_verifications_total{component="http",method="bearer",outcome="verified"}': 1,
      'stepkey_verifications_total{component="http",method="bearer",outcome="rejected"}': 1,
      'stepkey_verification_duration_seconds_count{outcome="verified"}': 2,
      'stepkey_token_refresh_duration_seconds_count{grant="client_credentials",outcome="renewed"}': 1,
      'stepkey_issue_duration_seconds_count{outcome="issued"}': 1,
      'stepkey_issue_duration_seconds_count{outcome="flow_inactive"}': 1,
    })
  })

  it('count requests by route and procedure, without parameters', async () => {
    for (const url of [
      '/healthz',
      '/trpc/accounts.welcome',
      '/trpc/a-secret',
      '/a-secret',
      '/api/v1/flows/a-secret',
    ])
      await stepkey.app.inject({ url, headers: { host } })
    const numbers = await measured()
    const count = (labels: string) => numbers[`stepkey_http_request_duration_seconds_count{${labels}}`]
    expect(count('method="GET",route="/healthz",status="2xx"')).toBe(1)
    expect(count('method="GET",route="accounts.welcome",status="2xx"')).toBe(1)
    expect(count('method="GET",route="/trpc/:path",status="4xx"')).toBe(1)
    expect(count('method="GET",route="/*",status="4xx"')).toBe(1)
    expect(count('method="GET",route="/api/v1/flows/:flowId",status="4xx"')).toBe(1)
    expect(Object.keys(numbers).join()).not.toContain('a-secret')
  })

  it('report running and queued verifications', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    api.gate = gate
    const { name: _, ...withoutName } = fakeApiCredential(base)
    const checks = Array.from({ length: 18 }, () => alice.credentials.verify(withoutName))
    await expect.poll(verificationSlots).toEqual({ running: 16, waiting: 2 })
    open()
    await Promise.all(checks)
    expect(verificationSlots()).toEqual({ running: 0, waiting: 0 })
  })
})
