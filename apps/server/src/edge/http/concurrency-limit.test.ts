import cookie from '@fastify/cookie'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { startStepkey } from '../../../testing/stepkey.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { limitConcurrency } from './concurrency-limit.ts'

const LIMIT = 16
const WAITING = 500
const ISSUES = [
  '/api/v1/flows/f/steps/s/credential',
  '/api/v1/flows/f/credentials',
  '/trpc/credentials.issue',
  '/trpc/flows.issue',
]
/** Milliseconds: longer than any test. */
const NEVER = 10 * 60_000

describe('the limit of concurrent requests', () => {
  let app: FastifyInstance
  let open = () => {}
  let gate: Promise<void>
  const handled: string[] = []
  async function start(maxCounted = NEVER) {
    handled.length = 0
    gate = new Promise((resolve) => {
      open = resolve
    })
    app = fastify()
    await app.register(cookie)
    const learn = limitConcurrency(app, 'stepkey', maxCounted)
    app.setErrorHandler((error, _request, reply) =>
      reply.code(error instanceof DomainError ? 429 : 500).send({ code: (error as { code?: string }).code }),
    )
    app.get('/healthz', async () => 'ok')
    const answer = async (request: FastifyRequest) => {
      const owner = request.headers.authorization?.replace('Bearer ', '') ?? 'anonymous'
      if (!owner.startsWith('invented')) {
        const [workspaceId = ''] = owner.split('-')
        learn(request, { workspaceId, actor: { kind: 'api_key', id: owner }, permissions: new Set() })
      }
      handled.push(owner)
      if (!request.url.includes('learn')) await gate
      return 'done'
    }
    app.all('/api/*', answer)
    app.all('/trpc/*', answer)
  }
  afterEach(async () => {
    open()
    await app.close()
  })
  const call = (owner: string, url = '/api/v1/flows') =>
    app.inject({ url, headers: { authorization: `Bearer ${owner}` }, remoteAddress: '192.0.2.1' })
  const many = (count: number, owner: string, url?: string) =>
    Array.from({ length: count }, () => call(owner, url))
  /** Makes the limit know the workspaces of tokens. */
  async function learn(...owners: string[]) {
    for (const owner of owners) await call(owner, '/api/learn')
    handled.length = 0
  }
  const handledBy = (owner: string) => handled.filter((name) => name === owner).length

  it('lets 16 requests of a workspace run, the others in their order, and does not delay another workspace', async () => {
    await start()
    await learn('acme-1', 'acme-2', 'other-1')
    const answers = [...many(30, 'acme-1'), ...many(10, 'acme-2')]
    await expect.poll(() => handledBy('acme-1')).toBe(LIMIT)
    const foreign = call('other-1')
    await expect.poll(() => handledBy('other-1')).toBe(1)
    expect((await app.inject('/healthz')).statusCode).toBe(200)
    expect([handledBy('acme-1'), handledBy('acme-2')]).toEqual([LIMIT, 0])
    open()
    for (const answer of await Promise.all([...answers, foreign])) expect(answer.statusCode).toBe(200)
    const ofAcme = handled.filter((owner) => owner !== 'other-1')
    expect(ofAcme).toEqual([...Array(30).fill('acme-1'), ...Array(10).fill('acme-2')])
  })

  it.each(ISSUES)('lets %s run although 16 other requests of the workspace do', async (url) => {
    await start()
    await learn('acme-1', 'acme-engine')
    const answers = many(20, 'acme-1')
    await expect.poll(() => handledBy('acme-1')).toBe(LIMIT)
    const issue = call('acme-engine', url)
    await expect.poll(() => handledBy('acme-engine')).toBe(1)
    expect(handledBy('acme-1')).toBe(LIMIT)
    open()
    await Promise.all([...answers, issue])
  })

  it('counts requests with invented tokens for their network', async () => {
    await start()
    await learn('other-1')
    const answers = Array.from({ length: 20 }, (_, n) => call(`invented-${n}`))
    await expect.poll(() => handled.length).toBe(LIMIT)
    const foreign = call('other-1')
    await expect.poll(() => handledBy('other-1')).toBe(1)
    expect(handled).toHaveLength(LIMIT + 1)
    open()
    await Promise.all([...answers, foreign])
    expect(handled).toHaveLength(21)
  })

  it('refuses a workspace’s requests while 500 of them wait, and accepts them again afterwards', async () => {
    await start()
    await learn('acme-1')
    const answers = many(LIMIT + WAITING, 'acme-1')
    await expect.poll(() => handledBy('acme-1')).toBe(LIMIT)
    const refused = await call('acme-1')
    expect(refused.statusCode).toBe(429)
    expect(refused.json()).toEqual({ code: 'too_many_requests' })
    open()
    await Promise.all(answers)
    expect((await call('acme-1')).statusCode).toBe(200)
  })

  it('does not count requests that wait for a slow target', async () => {
    await start(1)
    await learn('acme-1')
    const answers = many(40, 'acme-1')
    await expect.poll(() => handledBy('acme-1')).toBe(40)
    open()
    await Promise.all(answers)
  })

  it.each([
    ['/api/v1/flows', (body: { code?: string }) => body.code],
    ['/trpc/flows.list', (body: { error?: { data: { code: string } } }) => body.error?.data.code],
  ])('answers with 429, a code and Retry-After in the form of %s', async (url, codeOf) => {
    await start()
    const stepkey = await startStepkey('sqlite')
    const headers = { host: 'localhost:4000', authorization: 'Bearer stepkey_x' }
    const answers = await Promise.all(
      Array.from({ length: LIMIT + WAITING + 1 }, () => stepkey.app.inject({ url, headers })),
    )
    const refused = answers.filter(({ statusCode }) => statusCode === 429)
    expect(refused.map((answer) => [codeOf(answer.json()), answer.headers['retry-after']])).toEqual([
      ['too_many_requests', '1'],
    ])
    await stepkey.stop()
  })
})
