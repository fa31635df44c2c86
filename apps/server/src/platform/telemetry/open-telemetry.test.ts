import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { leaked } from '../../../testing/leaked-secrets.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { createTracing } from './open-telemetry.ts'
import type { Tracing } from './tracing.ts'

interface OtlpSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[]
  status: { code?: number }
}

/** On SQLite only: nothing here depends on the database engine. */
describe('traces', () => {
  let world: World
  let stepkey: Stepkey
  let base: string
  let tracing: Tracing
  const received: { headers: object; body: string }[] = []

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(createFakeApi().listener)
    const collector = await world.http(async (request, response) => {
      const chunks = await request.toArray()
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
    stepkey = await startStepkey('sqlite', {
      outside: world.ports,
      tracing: (log) => {
        const settings = { headers: { 'x-key': 'collector' }, serviceName: 'stepkey-test' }
        tracing = createTracing({ ...settings, endpoint: new URL(collector) }, '0', log, world.ports)
        return tracing
      },
    })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  it('include the request, the verification and the transactions, with allowed attributes only', async () => {
    const alice = await stepkey.signUp('Alice')
    const { key } = await alice.apiKeys.create({ name: 'Program', scopes: ['write', 'verify'] })
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    const answer = await stepkey.app.inject({
      method: 'POST',
      url: '/api/v1/credentials',
      headers: {
        host: 'localhost:4000',
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        traceparent: `00-${traceId}-b7ad6b7169203331-01`,
        'x-request-id': 'the-request',
      },
      payload: JSON.stringify(fakeApiCredential(base, 'A name chosen by a user')),
    })
    expect(answer.statusCode).toBe(201)
    await tracing.close()

    const text = received.map(({ body }) => body).join()
    const batches = received.map(({ body }) => JSON.parse(body).resourceSpans[0])
    const spans: OtlpSpan[] = batches
      .flatMap(({ scopeSpans }) => scopeSpans[0].spans)
      .filter((span) => span.traceId === traceId)
    const [request] = spans.filter(({ name }) => name === 'POST /api/v1/credentials')
    expect(request?.parentSpanId).toBe('b7ad6b7169203331')
    expect(valuesOf(request)).toEqual({
      'http.request.method': 'POST',
      'http.route': '/api/v1/credentials',
      'http.response.status_code': 201,
      'stepkey.request_id': 'the-request',
    })
    const [check] = spans.filter(({ name }) => name === 'verification')
    expect(check?.parentSpanId).toBe(request?.spanId)
    expect(valuesOf(check)).toEqual({
      'stepkey.component': 'http',
      'stepkey.method': 'bearer',
      'stepkey.outcome': 'verified',
    })
    const parents = spans.filter(({ name }) => name === 'transaction').map((span) => span.parentSpanId)
    expect(parents.length).toBeGreaterThan(0)
    expect(new Set(parents)).toEqual(new Set([request?.spanId]))

    expect(received[0]?.headers).toMatchObject({ 'x-key': 'collector' })
    expect(JSON.stringify(batches[0].resource)).toContain('stepkey-test')
    expect(leaked(text, [key, 'good', base, 'A name chosen by a user', 'alice@example.com'])).toEqual([])
    expect(stepkey.logged.find((line) => line.includes('the-request'))).toContain(traceId)
  })

  it('are dropped while no collector answers, which is logged without its address', async () => {
    const logged: object[] = []
    const log = { error: (line: object) => logged.push(line) } as never
    const endpoint = new URL('http://collector.example:4318/pl4nted')
    const silent = createTracing({ endpoint, headers: {}, serviceName: 'x' }, '0', log, world.ports)
    silent.begin('verification').end()
    await silent.close()
    expect(logged[0]).toMatchObject({ where: 'tracing' })
    expect(JSON.stringify(logged)).not.toMatch(/pl4nted|collector\.example/)
  })
})

const valuesOf = (span: OtlpSpan | undefined) =>
  Object.fromEntries(
    span?.attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]) ?? [],
  )
