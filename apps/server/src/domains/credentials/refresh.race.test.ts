import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import type { RaceCall } from '../../../testing/races/racer.ts'
import { type RaceAnswer, refresh } from '../../../testing/races/refresh-call.ts'
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../testing/servers/authorization-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { WorkspaceContext } from '../context.ts'
import { findToken } from './token-table.ts'

const ROUNDS = process.env.STEPKEY_LONG ? 1000 : 50
const KILLS = process.env.STEPKEY_LONG ? 150 : 6
const PROCESSES = 4
const CALLERS = 12
/** Long enough for a busy machine: a response after the deadline is lost. */
const LONG_TIMING = { deadline: 8000, lease: 10_000, fence: 1000 }
/** Short, so that other processes soon continue after a killed one. */
const SHORT_TIMING = { deadline: 1000, lease: 1500, fence: 300 }

/**
 * In every round, all callers report the same token as refused and request a new one at about the same moment, while
 * the provider is slow or fails: four processes on PostgreSQL, twelve callers in one process on SQLite. The provider
 * revokes the grant when a refresh token is used twice, so a single mistake fails the test.
 */
describe.each(engines)('concurrent refreshes on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let provider: AuthorizationServer
  let ctx: WorkspaceContext
  let racers: ChildProcess[] = []

  beforeAll(async () => {
    world = await createWorld()
    provider = await createAuthorizationServer(world)
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    ctx = {
      ...stepkey.deps,
      workspaceId: alice.workspaceId,
      actor: { kind: 'person', id: alice.accountId },
    }
    if (engine === 'postgres') racers = await Promise.all(Array.from({ length: PROCESSES }, start))
  })
  afterAll(async () => {
    for (const racer of racers) racer.kill()
    await stepkey.stop()
    await world.close()
  })

  // Resets the failures of the previous test, so that connecting succeeds.
  beforeEach(() => {
    provider.trouble = () => undefined
  })

  async function start(): Promise<ChildProcess> {
    const setup = {
      config: stepkey.deps.config,
      workspaceId: alice.workspaceId,
      accountId: alice.accountId,
      // The processes have different clocks, because refreshing must not depend on them.
      skew: Math.round((Math.random() - 0.5) * 4 * 60_000),
    }
    const racer = fork(join(import.meta.dirname, '../../../testing/races/racer.ts'), [JSON.stringify(setup)])
    await once(racer, 'message')
    return racer
  }

  const stored = async (credentialId: string) => await findToken(ctx.db, alice.workspaceId, credentialId)

  /** Starts a refresh in every caller, within 10 ms. */
  async function refreshInAll(
    credentialId: string,
    refused: number,
    timing = LONG_TIMING,
  ): Promise<RaceAnswer[]> {
    const call = () => ({ do: 'refresh', credentialId, refused, timing, after: Math.random() * 10 }) as const
    if (engine === 'postgres') {
      // Two callers in each process.
      return await Promise.all([...racers, ...racers].map((racer) => race(racer, call())))
    }
    return await Promise.all(
      Array.from({ length: CALLERS }, async () => {
        await setTimeout(Math.random() * 10)
        return await refresh(ctx, call())
      }),
    )
  }

  let calls = 0
  async function race(racer: ChildProcess, call: RaceCall): Promise<RaceAnswer> {
    const id = ++calls
    return await new Promise((resolve) => {
      const listen = (answer: RaceAnswer & { id: number }) => {
        if (answer.id !== id) return
        racer.off('message', listen).off('exit', killed)
        resolve(answer)
      }
      const killed = () => resolve({ outcome: 'killed' })
      racer.on('message', listen).once('exit', killed)
      racer.send({ ...call, id })
    })
  }

  it(`use each refresh token once and return one token to all callers, in ${ROUNDS} rounds`, async () => {
    const credentialId = (await connected(alice, provider)).id
    const before = provider.spent
    const exposed: number[] = []
    const tally = new Map<string, number>()
    let newest = -1
    for (let round = 0; round < ROUNDS; round++) {
      provider.trouble = () => {
        const chance = Math.random()
        if (chance < 0.1) return { instead: 503 }
        return { before: Math.random() * 25, after: Math.random() * 25 }
      }
      const refused = (await stored(credentialId))?.version ?? 0
      const answers = await refreshInAll(credentialId, refused)
      const after = (await stored(credentialId))?.version ?? 0
      for (const { outcome, exposed: milliseconds } of answers) {
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
        if (milliseconds !== undefined) exposed.push(milliseconds)
      }
      // All callers get the same token, and it is newer than all before.
      const tokens = new Set(answers.flatMap(({ accessToken }) => accessToken ?? []))
      expect(tokens.size).toBeLessThanOrEqual(1)
      expect(after - refused).toBe(tokens.size)
      for (const token of tokens) {
        expect(provider.made.indexOf(token)).toBeGreaterThan(newest)
        newest = provider.made.indexOf(token)
      }
      expect(
        answers.filter(({ outcome }) => !/^(fresh|server_error|unexpected|timeout)$/.test(outcome)),
      ).toEqual([])
    }
    const refreshes = provider.spent - before
    expect(provider.familiesRevoked).toBe(0)
    expect(exposed).toHaveLength(refreshes)
    expect(refreshes).toBeGreaterThan(ROUNDS * 0.6)
    console.log(
      `${engine}: ${ROUNDS} rounds, ${refreshes} refreshes, no grant revoked; ${describeTally(tally)}; from response to commit ${describeTimes(exposed)}`,
    )
  })

  it.runIf(engine === 'postgres')(
    `lose a grant only as refresh_interrupted when a process is killed, in ${KILLS} kills`,
    async () => {
      let credentialId = (await connected(alice, provider)).id
      const tally = new Map<string, number>()
      let newest = -1
      for (let kill = 0; kill < KILLS; kill++) {
        provider.trouble = () => ({ before: Math.random() * 20, after: Math.random() * 20 })
        const refused = (await stored(credentialId))?.version ?? 0
        const victim = Math.floor(Math.random() * racers.length)
        const killing = setTimeout(Math.random() * 60).then(() => racers[victim]?.kill('SIGKILL'))
        const answers = await refreshInAll(credentialId, refused, SHORT_TIMING)
        await killing
        racers[victim] = await start()
        const tokens = new Set(answers.flatMap(({ accessToken }) => accessToken ?? []))
        expect(tokens.size).toBeLessThanOrEqual(1)
        for (const token of tokens) {
          expect(provider.made.indexOf(token)).toBeGreaterThan(newest)
          newest = provider.made.indexOf(token)
        }
        for (const { outcome } of answers) {
          expect(outcome).toMatch(/^(fresh|killed|timeout|refresh_interrupted)$/)
        }
        const reason = (await stored(credentialId))?.lost_reason
        tally.set(reason ?? 'kept', (tally.get(reason ?? 'kept') ?? 0) + 1)
        // A lost grant has its reason; a new credential continues the test.
        if (reason) {
          expect(reason).toBe('refresh_interrupted')
          credentialId = (await connected(alice, provider)).id
          newest = -1
        }
      }
      console.log(`${engine}: ${KILLS} processes killed: ${describeTally(tally)}`)
      expect(tally.get('kept') ?? 0).toBeGreaterThan(KILLS / 3)
    },
  )
})

const describeTally = (tally: Map<string, number>) =>
  [...tally].map(([outcome, count]) => `${outcome} ${count}`).join(', ')

function describeTimes(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(1)
  return `${at(0.5)} ms median, ${at(0.99)} ms at the 99th percentile`
}
