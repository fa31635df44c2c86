import { afterEach, describe, expect, it } from 'vitest'
import { createTestDatabase, engines, type TestDatabase } from '../testing/databases/databases.ts'
import { compare, describeComparison, loadFromWorker } from '../testing/fairness.ts'
import { createFakeApi, fakeApiCredential } from '../testing/fake-api.ts'
import {
  createTenant,
  type ServerProcess,
  startServerProcess,
  type Tenant,
} from '../testing/server-process.ts'
import { createWorld, type World } from '../testing/world.ts'

/** The concurrent calls of the attacker. */
const CONNECTIONS = 1000
/** The ratio of the medians at which a caller counts as waiting behind the attacker, of whose requests 500 wait. */
const MAX_RATIO = 100
/** How long each call is measured, in milliseconds. */
const DURATION = 5000

describe.each(engines)('while one API key issues with 1,000 connections, on %s', (engine) => {
  let database: TestDatabase
  let world: World
  let server: ServerProcess
  afterEach(async () => {
    await server.kill()
    await world.close()
    await database.drop()
  })

  it('other callers are answered in between', async () => {
    database = await createTestDatabase(engine)
    world = await createWorld()
    const base = await world.http(createFakeApi().listener)
    server = await startServerProcess(database)
    const [attacker, victim] = [await createTenant(server, 'Mallory'), await createTenant(server, 'Bob')]
    const [attacked, own] = [await activeStep(attacker), await activeStep(victim)]
    const attack = async () => {
      const { port } = server
      const load = { port, connections: CONNECTIONS, method: 'POST', headers: attacker.bearer } as const
      const stop = loadFromWorker({ ...load, path: attacked.path })
      return async () => console.log(`attacker on ${engine}: ${JSON.stringify(await stop())}`)
    }
    const get = (path: string, headers = {}) =>
      server.send(path, { method: 'GET', headers }).then(({ status }) => expect(status).toBe(200))
    for (const [what, call] of [
      ['healthz', () => get('/healthz')],
      ['credentials.get', () => get(`/api/v1/credentials/${own.credentialId}`, victim.bearer)],
      [
        'issue',
        async () => expect((await server.send(own.path, { headers: victim.bearer })).status).toBe(200),
      ],
    ] as const) {
      const comparison = await compare(`${engine} ${what}`, call, attack, DURATION)
      console.log(describeComparison(comparison))
      // The server, the attacker and this test share two cores, and 16 requests of the attacker run at a time.
      expect(comparison.attacked.p50 / comparison.alone.p50, what).toBeLessThan(MAX_RATIO)
    }

    async function activeStep({ bearer: headers }: Tenant) {
      const saved = await server.send('/api/v1/credentials', { body: fakeApiCredential(base), headers })
      const credentialId: string = saved.body.credential.id
      const steps = [{ name: 'Read', componentId: 'http', credentialId }]
      const { body: flow } = await server.send('/api/v1/flows', { body: { name: 'Sync', steps }, headers })
      await server.send(`/api/v1/flows/${flow.id}/activate`, { headers })
      return { credentialId, path: `/api/v1/flows/${flow.id}/steps/${flow.steps[0].id}/credential` }
    }
  })
})
