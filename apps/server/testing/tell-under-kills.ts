import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { connect } from '../src/platform/database/database.ts'
import type { TestDatabase } from './databases/databases.ts'
import { createTenant, type ServerProcess, startServerProcess, type Tenant } from './server-process.ts'
import { type ArrivedMessage, createNoticeReceivers } from './servers/notice-receivers.ts'

interface Options {
  /** How many credentials fail, each once. */
  events: number
  tenants: number
  /** Every provider is one host. */
  providers: number
  /** The processes that share the database. */
  processes: number
  /** The seconds that a message waits. Mails per day are limited, so a long run needs a longer delay. */
  delay: number
  /** Average time between two kills while credentials fail, in milliseconds. */
  killEvery: number
  /** Of how many messages that arrive one kills a process, before it knows that the message was accepted. */
  killOnOneOf: number
  /** Whether the leases of killed processes end at once, instead of after a minute. */
  endLeases: boolean
}

/**
 * Lets credentials fail while processes are killed at random, and checks what each recipient was told: every failure, in
 * exactly one message, without a secret.
 */
export async function tellUnderKills(database: TestDatabase, options: Options) {
  const { events, providers, delay } = options
  const servers: (ServerProcess | undefined)[] = []
  let kills = 0
  let startFailure: unknown
  let [isFailing, isDone] = [true, false]
  const restarts = new Set<Promise<void>>()
  const receivers = await createNoticeReceivers(() => {
    if (!isDone && randomInt(options.killOnOneOf) === 0) void killAny()
  })
  try {
    await Promise.all(Array.from({ length: options.processes }, (_, n) => start(n)))
    const tenants: Tenant[] = []
    for (let n = 0; n < options.tenants; n++) {
      const tenant = await createTenant(servers[0] as ServerProcess, `Tenant${n}`)
      tenants.push(tenant)
      const url = `http://127.0.0.1:${receivers.httpPort}/chat/${n}`
      const format = (['slack', 'teams', 'mattermost'] as const)[n % 3]
      await call('chatChannels.create', tenant, { name: `Chat ${n}`, format, url })
    }
    const ids = await inParallel(events, createCredential)

    receivers.accepts = false
    const killing = killAtRandom()
    await inParallel(events, async (n) => {
      const { outcome } = await call('credentials.verify', tenantOf(n), { credentialId: ids[n] })
      expect(outcome).toBe('rejected')
    })
    isFailing = false
    await killing
    await expect.poll(countTold, { timeout: 20 * 60_000, interval: 500 }).toEqual(expectedCounts())
    isDone = true
    await Promise.all(restarts)
    // A further message would arrive in the next round.
    await sleep(delay * 1000 * 7)
    expect(countTold()).toEqual(expectedCounts())
    const arrived = receivers.arrived()
    for (const [id, copies] of Map.groupBy(arrived, (message) => message.id)) {
      for (const { text } of copies) expect(text, id).toBe(copies[0]?.text)
    }
    for (const [to, messages] of Map.groupBy(distinct(arrived), (message) => message.to)) {
      const names = messages.flatMap(({ text }) => text.match(/cred-\d+/g) ?? [])
      expect(new Set(names).size, to).toBe(names.length)
    }
    expect(arrived.filter(({ text }) => text.includes('secret-'))).toEqual([])
    const messages = distinct(arrived).length
    return { kills, messages, repeated: arrived.length - messages }

    function tenantOf(n: number): Tenant {
      return tenants[n % options.tenants] as Tenant
    }

    async function createCredential(n: number): Promise<string> {
      const host = `127.0.0.${2 + (Math.floor(n / options.tenants) % providers)}`
      const values = { baseUrl: `http://${host}:${receivers.httpPort}`, testPath: '/', token: `secret-${n}` }
      const input = { componentId: 'http', methodId: 'bearer', name: `cred-${n}`, values }
      return (await call('credentials.create', tenantOf(n), input)).credential.id
    }

    function expectedCounts(): Record<string, number> {
      const counts: Record<string, number> = {}
      for (let n = 0; n < events; n++) {
        const tenant = n % options.tenants
        for (const to of [`tenant${tenant}@example.com`, `/chat/${tenant}`])
          counts[to] = (counts[to] ?? 0) + 1
      }
      return counts
    }
  } finally {
    isDone = true
    isFailing = false
    await Promise.allSettled(restarts)
    for (const server of servers) await server?.kill()
    await receivers.close()
  }

  async function start(n: number): Promise<void> {
    servers[n] = await startServerProcess(database, {
      SMTP_URL: `smtp://127.0.0.1:${receivers.smtpPort}`,
      MAIL_FROM: 'stepkey@example.com',
      NOTICE_DELAY: String(delay),
    })
  }

  /** Sends a request to any running process until one answers. A repeated creation would find its name taken. */
  async function call(procedure: string, { cookie }: Tenant, body: unknown) {
    for (;;) {
      if (startFailure !== undefined) throw startFailure
      const running = servers.filter((server) => server !== undefined)
      const server = running[randomInt(running.length || 1)]
      const answer = await server
        ?.send(`/trpc/${procedure}`, { body, headers: cookie })
        .catch(() => undefined)
      if (answer?.status === 200) return answer.body.result.data
      if (answer && answer.status < 500 && answer.status !== 429) throw new Error(JSON.stringify(answer.body))
      await sleep(50)
    }
  }

  async function killAtRandom(): Promise<void> {
    while (isFailing) {
      await sleep(randomInt(options.killEvery * 2))
      await killAny()
    }
  }

  /** Kills a running process, and starts another one in its place. */
  async function killAny(): Promise<void> {
    const n = randomInt(options.processes)
    const victim = servers[n]
    if (!victim) return
    servers[n] = undefined
    kills++
    const restart = (async () => {
      await victim.kill()
      if (options.endLeases) await endLeases()
      if (!isDone) await start(n)
    })().catch((error: unknown) => {
      startFailure = error
    })
    restarts.add(restart)
    await restart
  }

  async function endLeases(): Promise<void> {
    const db = connect(database.location)
    for (const table of ['notice_group', 'notice_message'] as const) {
      const ended = { leased_until: '2000-01-01T00:00:00.000Z' }
      await db.updateTable(table).set(ended).where('lease_id', 'is not', null).execute()
    }
    await db.destroy()
  }

  /** Returns how many failures each recipient was told of. */
  function countTold(): Record<string, number> {
    if (startFailure !== undefined) throw startFailure
    const counts: Record<string, number> = {}
    for (const { to, text } of distinct(receivers.arrived())) {
      const total = Number(/Stepkey: (\d+) credentials? fails?/.exec(text)?.[1] ?? Number.NaN)
      counts[to] = (counts[to] ?? 0) + total
    }
    return counts
  }

  /** Runs `work` for each number below `count`, a few at a time. */
  async function inParallel<T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> {
    const results: T[] = []
    let next = 0
    const client = async () => {
      for (let n = next++; n < count; n = next++) results[n] = await work(n)
    }
    await Promise.all(Array.from({ length: CLIENTS * options.tenants }, client))
    return results
  }
}

/** Concurrent requests per tenant. */
const CLIENTS = 4

/** Returns the messages without repetitions. */
const distinct = (messages: readonly ArrivedMessage[]): ArrivedMessage[] => [
  ...new Map(messages.map((message) => [message.id, message])).values(),
]
