import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'

/** Signs a user up. @returns the session cookie */
async function sessionOf({ app }: Stepkey, name: string, remoteAddress = '198.51.100.1') {
  const { headers } = await app.inject({
    method: 'POST',
    url: '/trpc/accounts.signUp',
    headers: { host: 'localhost:4000' },
    payload: { name, email: `${name}@example.com`, password: 'a long enough password' },
    remoteAddress,
  })
  return { cookie: String(headers['set-cookie']?.[0]).split(';')[0] ?? '' }
}

describe('the rate limit', () => {
  let stepkey: Stepkey
  beforeEach(async () => {
    stepkey = await startStepkey('sqlite', { config: { rateLimit: 3 } })
  })
  afterEach(() => stepkey.stop())

  async function get(url: string, headers: Record<string, string> = {}, remoteAddress = '192.0.2.1') {
    return await stepkey.app.inject({ url, headers: { host: 'localhost:4000', ...headers }, remoteAddress })
  }
  const statuses = async (times: number, call: () => ReturnType<typeof get>) => {
    const found: number[] = []
    for (let n = 0; n < times; n++) found.push((await call()).statusCode)
    return found
  }

  it('counts anonymous requests by address, and returns what is left', async () => {
    const first = await get('/trpc/accounts.welcome')
    expect(first.headers).toMatchObject({ 'x-ratelimit-limit': '3', 'x-ratelimit-remaining': '2' })
    expect(await statuses(3, () => get('/api/v1/welcome'))).toEqual([200, 200, 429])
    const refused = await get('/%74rpc/accounts.welcome')
    expect(refused.statusCode).toBe(429)
    expect(refused.headers).toMatchObject({
      'retry-after': expect.stringMatching(/^\d+$/),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': expect.stringMatching(/^\d+$/),
    })
    expect(refused.json().error.data.code).toBe('too_many_requests')
    expect((await get('/trpc/accounts.welcome', {}, '192.0.2.2')).statusCode).toBe(200)
  })

  it('counts a whole IPv6 /64 network as one address', async () => {
    let n = 0
    const next = () => get('/trpc/accounts.welcome', {}, `2001:db8::${++n}`)
    expect(await statuses(4, next)).toEqual([200, 200, 200, 429])
  })

  it.each([
    ['API keys', (n: number) => ({ authorization: `Bearer stepkey_${n}` })],
    ['connect tokens', (n: number) => ({ authorization: `Bearer stepkey_connect_${n}` })],
    ['sessions', (n: number) => ({ cookie: `stepkey=${n}` })],
  ])('is not avoided with invented %s', async (_, headersOf) => {
    let n = 0
    expect(await statuses(4, () => get('/trpc/flows.list', headersOf(++n)))).toEqual([401, 401, 401, 429])
  })

  it('counts the requests of each session separately, from any address', async () => {
    const [ada, bob] = [await sessionOf(stepkey, 'ada'), await sessionOf(stepkey, 'bob', '198.51.100.2')]
    for (const path of ['/trpc/accounts.me', '/api/v1/flows'] as const) {
      const answer = await get(path, ada)
      expect(answer.statusCode).toBe(200)
    }
    expect((await get('/trpc/flows.list', ada, '192.0.2.9')).statusCode).toBe(200)
    expect((await get('/trpc/flows.list', ada, '192.0.2.9')).statusCode).toBe(429)
    expect(await statuses(4, () => get('/trpc/flows.list', bob))).toEqual([200, 200, 200, 429])
  })

  it('lets a session continue while the anonymous requests of its address are limited', async () => {
    const ada = await sessionOf(stepkey, 'ada')
    await get('/trpc/accounts.me', ada)
    await statuses(4, () => get('/trpc/accounts.welcome'))
    expect((await get('/trpc/accounts.welcome')).statusCode).toBe(429)
    expect((await get('/trpc/accounts.me', ada)).statusCode).toBe(200)
  })

  it('does not apply to pages and probes', async () => {
    for (const url of ['/healthz', '/readyz', '/.well-known/security.txt', '/schemas/component/v1.json'])
      expect(new Set(await statuses(6, () => get(url)))).toEqual(new Set([200]))
  })
})

describe('the limit of creations', () => {
  let stepkey: Stepkey
  beforeEach(async () => {
    // Per hour: 2 by an account, and 10 from a network.
    stepkey = await startStepkey('sqlite', { config: { rateLimit: 120 } })
  })
  afterEach(() => stepkey.stop())

  async function post(
    path: string,
    payload: object,
    headers: Record<string, string> = {},
    remoteAddress = '192.0.2.1',
  ) {
    return await stepkey.app.inject({
      method: 'POST',
      url: `/api/v1${path}`,
      headers: { host: 'localhost:4000', ...headers },
      payload,
      remoteAddress,
    })
  }
  const createOrganization = (of: { cookie: string }, address?: string) =>
    post('/organizations', { name: 'Acme' }, of, address)

  it('counts organizations, invitations and API keys of an account together, from any address', async () => {
    const ada = await sessionOf(stepkey, 'ada')
    const organization = await createOrganization(ada)
    const inAcme = { ...ada, 'stepkey-workspace': organization.json().id }
    expect((await post('/invitations', { role: 'everything' }, inAcme)).statusCode).toBe(400)
    expect((await post('/invitations', { role: 'viewer' }, inAcme)).statusCode).toBe(201)
    for (const [path, body] of [
      ['/api-keys', { name: 'Tool', scopes: ['read'] }],
      ['/invitations', { role: 'viewer' }],
      ['/organizations', { name: 'Acme' }],
    ] as const) {
      const refused = await post(path, body, inAcme, '192.0.2.2')
      expect(refused.statusCode, path).toBe(429)
      expect(refused.json(), path).toMatchObject({ code: 'too_many_requests' })
      expect(Number(refused.headers['retry-after']), path).toBeGreaterThan(60)
    }
    expect((await post('/flows', { name: 'Sync', steps: [] }, ada)).statusCode).toBe(201)
    expect((await createOrganization(await sessionOf(stepkey, 'bob'))).statusCode).toBe(201)
  })

  it('counts the creations of all accounts in a network together', async () => {
    for (const name of ['ada', 'bob', 'cleo', 'dan', 'eve']) {
      const person = await sessionOf(stepkey, name)
      for (const time of ['first', 'second'])
        expect((await createOrganization(person)).statusCode, `${name} ${time}`).toBe(201)
    }
    const fay = await sessionOf(stepkey, 'fay')
    expect((await createOrganization(fay)).statusCode).toBe(429)
    expect((await createOrganization(fay, '192.0.2.2')).statusCode).toBe(201)
  })
})
