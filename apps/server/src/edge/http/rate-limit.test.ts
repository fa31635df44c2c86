import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'

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
  /** Signs a user up from another address. @returns the session cookie */
  async function sessionOf(name: string, remoteAddress: string) {
    const { headers } = await stepkey.app.inject({
      method: 'POST',
      url: '/trpc/accounts.signUp',
      headers: { host: 'localhost:4000' },
      payload: { name, email: `${name}@example.com`, password: 'a long enough password' },
      remoteAddress,
    })
    return { cookie: String(headers['set-cookie']?.[0]).split(';')[0] ?? '' }
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
    const [ada, bob] = [await sessionOf('ada', '198.51.100.1'), await sessionOf('bob', '198.51.100.2')]
    for (const path of ['/trpc/accounts.me', '/api/v1/flows'] as const) {
      const answer = await get(path, ada)
      expect(answer.statusCode).toBe(200)
    }
    expect((await get('/trpc/flows.list', ada, '192.0.2.9')).statusCode).toBe(200)
    expect((await get('/trpc/flows.list', ada, '192.0.2.9')).statusCode).toBe(429)
    expect(await statuses(4, () => get('/trpc/flows.list', bob))).toEqual([200, 200, 200, 429])
  })

  it('lets a session continue while the anonymous requests of its address are limited', async () => {
    const ada = await sessionOf('ada', '198.51.100.1')
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
