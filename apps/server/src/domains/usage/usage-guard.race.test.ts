import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import type { RaceCall } from '../../../testing/races/racer.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { WorkspaceContext } from '../context.ts'
import { createCredential } from '../credentials/create-credential.ts'
import { activateFlow } from '../flows/activate-flow.ts'
import { saveFlow } from '../flows/save-flow.ts'

const ROUNDS = process.env.STEPKEY_LONG ? 1500 : 60
const RACERS = 4

/**
 * In every round, four server processes with separate database connections delete a credential and make flows use it,
 * all at the same time. In every fourth round, an update makes the credential unverified instead. In any order, no
 * active flow may have a step whose credential is deleted or unverified, and no call may crash.
 */
describe.each(engines)('deletion guard on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let ctx: WorkspaceContext
  let base: string
  let racers: ChildProcess[]
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http((request, response) => {
      // /broken simulates an API with a server error, so the verification is inconclusive.
      if (request.url === '/broken') response.writeHead(500).end()
      else api.listener(request, response)
    })
    stepkey = await startStepkey(engine, { outside: world.ports })
    const alice = await stepkey.signUp('Alice')
    const { account } = await alice.accounts.me()
    const setup = { config: stepkey.deps.config, workspaceId: alice.workspaceId, accountId: account.id }
    ctx = {
      ...stepkey.deps,
      workspaceId: alice.workspaceId,
      actor: { kind: 'person', id: account.id },
    }
    racers = Array.from({ length: RACERS }, () =>
      fork(join(import.meta.dirname, '../../../testing/races/racer.ts'), [JSON.stringify(setup)]),
    )
    await Promise.all(racers.map((racer) => once(racer, 'message')))
  })
  afterAll(async () => {
    for (const racer of racers) racer.kill()
    await stepkey.stop()
    await world.close()
  })

  it(`never leaves a step of an active flow without a verified credential, in ${ROUNDS} rounds`, async () => {
    const tally = new Map<string, number>()
    for (let round = 0; round < ROUNDS; round++) {
      const calls = await prepare(round)
      const answers = await Promise.all(calls.map((call, n) => race(racers[n] as ChildProcess, call)))
      for (const [n, { outcome }] of answers.entries()) {
        const key = `${calls[n]?.do}: ${outcome}`
        tally.set(key, (tally.get(key) ?? 0) + 1)
        expect(outcome).not.toMatch(/^crash/)
      }
      expect(await danglingSteps()).toEqual([])
    }
    const summary = [...tally].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, n]) => `${key} ${n}`)
    console.log(`${engine}, ${ROUNDS} rounds: ${summary.join(' · ')}`)
    // Each of the competing operations must win at least once; otherwise they did not race.
    expect(tally.get('remove: deleted') ?? 0).toBeGreaterThan(0)
    expect(tally.get('remove: in_use') ?? 0).toBeGreaterThan(0)
    expect(tally.get('activate: blocked') ?? 0).toBeGreaterThan(0)
  })

  /** Creates a credential, a draft that uses it and an active flow, and returns the calls that compete for it. */
  async function prepare(round: number): Promise<RaceCall[]> {
    const credentialId = await credential(`Contested ${round}`)
    const own = await credential(`Own ${round}`)
    const draft = await flow(`Draft ${round}`, credentialId)
    const active = await flow(`Active ${round}`, own)
    await activateFlow(ctx, active.id)
    const steps = [{ stepId: active.steps[0]?.id, name: 'Replaced', componentId: 'http', credentialId }]
    const save: RaceCall = {
      do: 'save',
      input: { flowId: active.id, version: 1, name: 'Saved', steps },
    }
    const remove: RaceCall = { do: 'remove', credentialId }
    const activate: RaceCall = { do: 'activate', flowId: draft.id }
    if (round % 4 === 0) {
      // An update that makes the credential unverified competes with flows that start to use it. The flows start later,
      // because the update first sends a verification request.
      const delay = { after: Math.random() * 12 }
      return [
        { do: 'unverify', credentialId, testPath: '/broken' },
        { ...activate, ...delay },
        { ...save, ...delay },
      ]
    }
    const fourth: RaceCall[] = [
      { do: 'deactivate', flowId: active.id },
      {
        do: 'bind',
        flowId: draft.id,
        stepId: draft.steps[0]?.id ?? '',
        baseUrl: base,
        name: `Bound ${round}`,
      },
      { do: 'remove', credentialId: own },
    ]
    const calls = [remove, activate, save, fourth[round % fourth.length] as RaceCall]
    // The first call has a head start, so another call comes first in each round.
    return [...calls.slice(round % RACERS), ...calls.slice(0, round % RACERS)]
  }

  async function credential(name: string): Promise<string> {
    const result = await createCredential(ctx, fakeApiCredential(base, name))
    assertSaved(result)
    return result.credential.id
  }

  async function flow(name: string, credentialId: string) {
    const result = await saveFlow(ctx, { name, steps: [{ name: 'Step', componentId: 'http', credentialId }] })
    assertSaved(result)
    return result
  }

  async function race(racer: ChildProcess, call: RaceCall): Promise<{ outcome: string }> {
    const answer = once(racer, 'message')
    racer.send(call)
    return (await answer)[0]
  }

  /** Returns the steps of active flows without a verified credential of their component, or without a use. */
  async function danglingSteps() {
    return await ctx.db
      .selectFrom('flow_step as s')
      .innerJoin('flow as f', 'f.id', 's.flow_id')
      .leftJoin('credential as c', (join) =>
        join
          .onRef('c.id', '=', 's.credential_id')
          .onRef('c.workspace_id', '=', 'f.workspace_id')
          .onRef('c.component_id', '=', 's.component_id'),
      )
      .leftJoin('credential_use as u', (join) =>
        join.onRef('u.step_id', '=', 's.id').onRef('u.credential_id', '=', 's.credential_id'),
      )
      .select(['f.name', 'c.status', 'u.step_id'])
      .where('f.status', '=', 'active')
      .where((eb) =>
        eb.or([eb('c.id', 'is', null), eb('u.step_id', 'is', null), eb('c.status', '=', 'unverified')]),
      )
      .execute()
  }
})
