import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createTestDatabase, engines, type TestDatabase } from '../testing/databases/databases.ts'
import {
  createTenant,
  type ServerProcess,
  startServerProcess,
  type Tenant,
} from '../testing/server-process.ts'
import { checkDatabase } from './edge/cli/checks.ts'

/** How many times a process is killed. */
const CYCLES = Number(process.env.STEPKEY_KILLS ?? 200)
const CLIENTS = 8
/** The processes that share a database. */
const PROCESSES = { sqlite: 1, postgres: 2 } as const

/** What a client knows of a flow that it created or deleted. */
interface Known {
  name: string
  /** Undefined until the creation is acknowledged. */
  id?: string
  state: 'creating' | 'created' | 'deleting' | 'deleted'
}

describe.each(engines)('processes that are killed on %s', (engine) => {
  let database: TestDatabase
  const servers: (ServerProcess | undefined)[] = []
  afterEach(async () => {
    for (const server of servers.splice(0)) await server?.kill()
    await database.drop()
  })

  it(`lose no acknowledged change and double none, in ${CYCLES} kills`, async () => {
    database = await createTestDatabase(engine)
    const folder = database.folder
    const startMissing = async () => {
      for (let n = 0; n < PROCESSES[engine]; n++) servers[n] ??= await startServerProcess(database)
    }
    await startMissing()
    const tenant = await createTenant(servers[0] as ServerProcess, 'Ada')
    const known: Known[] = []
    const tally = { created: 0, deleted: 0, repeated: 0, refused: 0, cut: 0, recovered: [] as number[] }

    for (let cycle = 0; cycle < CYCLES; cycle++) {
      let isOver = false
      const clients = Array.from({ length: CLIENTS }, async (_, client) => {
        for (let n = 0; !isOver; n++) await act(`${cycle}-${client}-${n}`)
      })
      await sleep(randomInt(20, 250))
      const victim = randomInt(PROCESSES[engine])
      await servers[victim]?.kill()
      servers[victim] = undefined
      // The other process goes on for a moment.
      if (PROCESSES[engine] > 1) await sleep(randomInt(20, 100))
      isOver = true
      await Promise.all(clients)
      const stoppedAt = performance.now()
      await startMissing()
      await settleCreations()
      tally.recovered.push(performance.now() - stoppedAt)
      if (cycle % 25 === 24) await compareWithStored()
    }
    await compareWithStored()
    for (const server of servers.splice(0)) await server?.stop()
    const findings = await checkDatabase({
      database: database.location,
      keyFile: join(folder, 'stepkey.key'),
      auditHeadsFile: join(folder, 'audit-heads.jsonl'),
    })
    expect(findings.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    expect(tally.created).toBeGreaterThan(CYCLES)
    expect(tally.cut).toBeGreaterThan(CYCLES / 10)
    const { recovered, ...counts } = tally
    const longest = Math.round(Math.max(...recovered))
    console.log(`${engine}: ${CYCLES} kills, ${JSON.stringify(counts)}, longest recovery ${longest} ms`)

    /** Creates a flow, or deletes one. */
    async function act(name: string) {
      const running = servers.filter((server) => server !== undefined)
      const server = running[randomInt(running.length || 1)]
      if (!server) return await sleep(5)
      const oldest = known.find(({ state }) => state === 'created')
      if (oldest && randomInt(4) === 0) return await remove(server, oldest)
      const flow: Known = { name, state: 'creating' }
      known.push(flow)
      await create(server, flow)
    }

    async function create(server: ServerProcess, flow: Known): Promise<void> {
      const headers = { ...tenant.bearer, 'idempotency-key': flow.name }
      const answer = await server
        .send('/api/v1/flows', { body: { name: flow.name, steps: [] }, headers })
        .catch(() => undefined)
      if (!answer) {
        tally.cut++
        return
      }
      if (answer.status !== 201) {
        tally.refused++
        return
      }
      if (answer.headers.get('idempotency-replayed')) tally.repeated++
      tally.created++
      Object.assign(flow, { id: answer.body.id, state: 'created' })
    }

    async function remove(server: ServerProcess, flow: Known): Promise<void> {
      flow.state = 'deleting'
      const path = `/api/v1/flows/${flow.id}`
      const answer = await server
        .send(path, { method: 'DELETE', headers: tenant.bearer })
        .catch(() => undefined)
      if (answer?.status !== 204) return
      tally.deleted++
      flow.state = 'deleted'
    }

    /** Sends the creations without an answer again, with their Idempotency-Key, as a client would. */
    async function settleCreations() {
      for (const flow of known) {
        while (flow.state === 'creating') {
          await create(servers[0] as ServerProcess, flow)
          if (flow.state === 'creating') await sleep(250)
        }
      }
    }

    async function compareWithStored() {
      const stored = await listFlows(servers[0] as ServerProcess, tenant)
      const ids = new Map(stored.map(({ name, id }) => [name, id]))
      expect(ids.size, 'no flow is doubled').toBe(stored.length)
      const lost = known.filter(({ name, id, state }) => state === 'created' && ids.get(name) !== id)
      expect(lost, 'lost flows').toEqual([])
      const back = known.filter(({ name, state }) => state === 'deleted' && ids.has(name))
      expect(back, 'deleted flows that are back').toEqual([])
      const names = new Set(known.map(({ name }) => name))
      expect(
        stored.filter(({ name }) => !names.has(name)),
        'unknown flows',
      ).toEqual([])
      const entries = await countCreations(servers[0] as ServerProcess, tenant)
      expect(entries, 'each creation is recorded once').toBe(known.length)
    }
  })
})

async function listFlows(server: ServerProcess, { bearer: headers }: Tenant) {
  const flows: { id: string; name: string }[] = []
  for (let cursor = ''; ; ) {
    const { body } = await server.send(`/api/v1/flows?limit=200${cursor}`, { method: 'GET', headers })
    flows.push(...body.items)
    if (body.nextCursor === null) return flows
    cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`
  }
}

async function countCreations(server: ServerProcess, { cookie }: Tenant): Promise<number> {
  const path = '/api/v1/audit/export?format=jsonl&action=flow.created&outcome=done'
  const { body } = await server.send(path, { method: 'GET', headers: cookie })
  return String(body).split('\n').filter(Boolean).length
}
