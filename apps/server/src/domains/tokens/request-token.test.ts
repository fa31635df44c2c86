import type { Method } from '@stepkey/shared/component'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createWorld, type World } from '../../../testing/world.ts'
import { createEgress } from '../../platform/egress/egress.ts'
import { Secret } from '../../platform/secret.ts'
import { verifyValues } from '../verification/verify.ts'

/** A provider with its own login request, such as Metabase: the session is the token. */
const provider = {
  title: 'User and password',
  fields: z.object({ user: z.string(), password: z.string() }),
  baseUrl: 'https://meta.example',
  token: {
    grant: 'login',
    method: 'POST',
    path: '/api/session',
    body: {
      json: { username: '{{user}}', password: '{{password}}', remember: false, tags: ['{{user}}', 1] },
    },
    ok: { status: 200, json: [{ at: '/id', exists: true }] },
    rejected: [{ status: 400, reason: 'bad_login' }],
  },
  place: [{ in: 'header', name: 'x-session', value: '{{token.id}}' }],
  verify: { method: 'GET', path: '/api/user/current', ok: { status: 200 }, identity: ['/echo', '/email'] },
} satisfies Method

describe('a login before the request', () => {
  let world: World
  const bodies: unknown[] = []
  let session: unknown = { id: 'session-0123456789' }
  let status = 200

  beforeAll(async () => {
    world = await createWorld()
    await world.https('meta.example', async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      response.setHeader('content-type', 'application/json')
      if (request.url === '/api/session') {
        bodies.push(JSON.parse(Buffer.concat(chunks).toString()))
        return response.writeHead(status).end(JSON.stringify(session))
      }
      const isIn = request.headers['x-session'] === 'session-0123456789'
      const me = { email: 'ada@example.com', echo: request.headers['x-session'] }
      response.writeHead(isIn ? 200 : 401).end(JSON.stringify(isIn ? me : {}))
    })
  })
  afterAll(() => world.close())

  const ask = (method: Method = provider) =>
    verifyValues(method, new Secret({ user: 'ada', password: 'p"w' }), {
      egress: createEgress([], world.ports),
      clock: () => new Date(),
    })

  it('sends user and password as the component defines, and then the session', async () => {
    // The provider returns the session as a name, so it is removed.
    expect(await ask()).toMatchObject({ outcome: 'verified', target: 'meta.example' })
    expect((await ask()).identity).toBeUndefined()
    expect(bodies[0]).toEqual({ username: 'ada', password: 'p"w', remember: false, tags: ['ada', 1] })
    const named = { ...provider, verify: { ...provider.verify, identity: '/email' } }
    expect(await ask(named)).toMatchObject({ identity: 'ada@example.com' })
  })

  it('returns rejected for a refused login with every status', async () => {
    for (const [refusal, reason] of [
      [400, 'bad_login'],
      [401, 'unauthorized'],
      [403, 'unauthorized'],
    ] as const) {
      status = refusal
      expect(await ask()).toMatchObject({ outcome: 'rejected', reason, httpStatus: refusal })
    }
    status = 200
  })

  it('is inconclusive for a missing session, or one that can’t be sent', async () => {
    session = { id: null }
    expect(await ask()).toMatchObject({ outcome: 'unexpected', reason: 'other_content' })
    session = { id: 'a\r\nx-evil: 1' }
    expect(await ask()).toMatchObject({ outcome: 'unexpected' })
    session = { id: 'another' }
    expect(await ask()).toMatchObject({ outcome: 'rejected' })
  })
})
