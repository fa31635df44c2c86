import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, engines, type TestDatabase } from '../testing/databases/databases.ts'
import { compare, describeComparison, loadFromWorker, saturate } from '../testing/fairness.ts'
import { createFakeApi, fakeApiCredential } from '../testing/fake-api.ts'
import { oversizedInputs } from '../testing/largest-input.ts'
import {
  type Answer,
  createTenant,
  type ServerProcess,
  startServerProcess,
  type Tenant,
} from '../testing/server-process.ts'
import { findProcedure, procedureNames } from './edge/rpc/find-procedure.ts'

/** The concurrent calls of the attacker. */
const CONNECTIONS = 100
/** How long the victim is measured, alone and under attack, in milliseconds. */
const DURATION = 6000
/** The ratio of the 99th percentiles at which a tenant counts as delayed by another one. */
const MAX_RATIO = 2
/** Differences below this are noise of a machine with two cores, in milliseconds. */
const NOISE = 50

describe.each(engines)('while one tenant saturates a shared resource, on %s', (engine) => {
  let database: TestDatabase
  let server: ServerProcess
  let mallory: Tenant
  let bob: Tenant
  let silent: string
  let api: string
  const servers: Server[] = []
  beforeAll(async () => {
    database = await createTestDatabase(engine)
    server = await startServerProcess(database, { TRUST_PROXY: '127.0.0.1' })
    mallory = await createTenant(server, 'Mallory')
    bob = await createTenant(server, 'Bob')
    silent = await serve(() => {})
    api = await serve(createFakeApi().listener)
  })
  afterAll(async () => {
    await server.kill()
    for (const each of servers) each.close().closeAllConnections()
    await database.drop()
  })

  async function serve(listener: RequestListener): Promise<string> {
    const listening = createServer(listener)
    servers.push(listening)
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`
  }
  const rpc = async ({ cookie }: Tenant, procedure: string, body: object) => {
    const answer = await server.send(`/trpc/${procedure}`, { body, headers: cookie })
    if (answer.status !== 200)
      throw new Error(`${procedure}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body.result.data
  }

  async function expectNoDelay(
    what: string,
    call: () => Promise<unknown>,
    attack: () => Promise<() => Promise<unknown>>,
  ) {
    const comparison = await compare(`${engine}: ${what}`, call, attack, DURATION)
    console.log(describeComparison(comparison))
    const { alone, attacked, ratio } = comparison
    const isNoise = attacked.p99 - alone.p99 < NOISE
    expect(isNoise ? 1 : ratio, what).toBeLessThanOrEqual(MAX_RATIO)
  }
  const keepBusy = (call: () => Promise<unknown>) => async () => saturate(call, CONNECTIONS)

  // Scheduled refreshes and host names have tests of their own: access-token.test.ts and resolve-host.test.ts.
  it('verifications of another tenant are not delayed', async () => {
    const verify = (tenant: Tenant, base: string) =>
      rpc(tenant, 'credentials.verify', without(fakeApiCredential(base), 'name'))
    await expectNoDelay(
      'verification',
      () => verify(bob, api),
      keepBusy(() => verify(mallory, silent)),
    )
  })

  it('token requests of another tenant are not delayed', async () => {
    const tokens = await serve((request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(
        request.url === '/token' ? '{"access_token":"t","token_type":"Bearer","expires_in":3600}' : '{}',
      )
    })
    const verify = (tenant: Tenant, base: string) =>
      rpc(tenant, 'credentials.verify', {
        componentId: 'oauth2',
        methodId: 'clientCredentials',
        values: {
          provider: { kind: 'urls', tokenUrl: `${base}/token` },
          clientId: 'client',
          client: { kind: 'basic', secret: 'secret' },
          baseUrl: base,
          testPath: '/me',
        },
      })
    await expectNoDelay(
      'token request',
      () => verify(bob, tokens),
      keepBusy(() => verify(mallory, silent)),
    )
  })

  it('webhooks of another tenant are not delayed', async () => {
    const arrivals = new Map<string, () => void>()
    const receiver = await serve(async (request, response) => {
      request.resume()
      response.writeHead(204).end()
      arrivals.get('next')?.()
    })
    const { webhook } = await rpc(bob, 'webhooks.create', { name: 'Own', url: receiver })
    const hooks: string[] = []
    for (let n = 0; n < 8; n++)
      hooks.push((await rpc(mallory, 'webhooks.create', { name: `Silent ${n}`, url: silent })).webhook.id)
    let n = 0
    await expectNoDelay(
      'webhook delivery',
      async () => {
        const arrived = new Promise<void>((resolve) => arrivals.set('next', resolve))
        await rpc(bob, 'webhooks.test', { webhookId: webhook.id })
        await arrived
      },
      async () => saturate(() => rpc(mallory, 'webhooks.test', { webhookId: hooks[n++ % hooks.length] }), 8),
    )
  })

  it('sign-ins of another network are not delayed', async () => {
    const from = (address: string) => ({ 'x-forwarded-for': address })
    const account = { email: 'bob@example.com', password: 'Bob has a long password' }
    let n = 0
    await expectNoDelay(
      'sign-in during sign-ups',
      async () => {
        const { status } = await server.send('/trpc/accounts.signIn', {
          body: account,
          headers: from('192.0.2.1'),
        })
        expect(status).toBe(200)
      },
      keepBusy(() => {
        const email = `sybil${++n}@example.com`
        return server
          .send('/trpc/accounts.signUp', {
            body: { name: 'Sybil', email, password: 'a password of Sybil' },
            headers: from('198.51.100.7'),
          })
          .then(requireOk)
      }),
    )
  })

  it('input of the largest size for every procedure delays health checks by less than a tenth of a second', async () => {
    // Encoded before the measuring, which runs in this thread, too.
    const calls = procedureNames.flatMap((name, seed) => {
      const { type, input } = findProcedure(name)
      if (type === 'query' || input === undefined) return []
      const bodies = [...oversizedInputs(input, 1000 * 1024)].map((body) => JSON.stringify(body))
      // One of six contents for each text.
      const chosen = bodies.filter((body, index) => body.length <= 1024 * 1024 && index % 6 === seed % 6)
      return chosen.map((body) => ({ name, body }))
    })
    expect(calls.length).toBeGreaterThan(procedureNames.length / 2)
    let n = 0
    // Parsing a body of 1 MiB takes several milliseconds of the only thread, so a ratio would compare with nearly nothing.
    const comparison = await compare(
      `${engine}: health check during oversized input`,
      async () => expect((await server.send('/healthz', { method: 'GET' })).status).toBe(200),
      async () =>
        saturate(async () => {
          const { name, body } = calls[n++ % calls.length] ?? {}
          const { status } = await server.send(`/trpc/${name}`, { body, headers: mallory.cookie })
          if (status >= 500) throw new Error(`${name}: ${status}`)
        }, 1),
      DURATION,
    )
    console.log(describeComparison(comparison))
    expect(comparison.attacked.p99).toBeLessThan(100)
    console.log(`${n} requests with ${calls.length} oversized inputs were sent on ${engine}`)
  })

  it('reads of another tenant are not delayed by exports of an audit log', async () => {
    for (let n = 0; n < 1500; n++) await rpc(mallory, 'flows.save', { name: `Flow ${n}`, steps: [] })
    const read = async () => {
      const { status } = await server.send('/api/v1/flows', { method: 'GET', headers: bob.bearer })
      expect(status).toBe(200)
    }
    await expectNoDelay('list during audit exports', read, async () => {
      const { port } = server
      const load = { port, connections: CONNECTIONS, method: 'GET', headers: mallory.cookie } as const
      const stop = loadFromWorker({ ...load, path: '/api/v1/audit/export?format=csv' })
      return async () => console.log(`exports on ${engine}: ${JSON.stringify(await stop())}`)
    })
  })
})

function requireOk({ status }: Answer) {
  if (status !== 200) throw new Error(`The status is ${status}.`)
}

function without<T extends object, K extends keyof T>(object: T, key: K): Omit<T, K> {
  const { [key]: _, ...others } = object
  return others
}
