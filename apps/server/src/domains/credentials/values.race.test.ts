import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { eraseOldValues } from './erase-values.ts'

/** Operations that run at the same time in each round. */
const AT_ONCE = 4
const ROUNDS = process.env.STEPKEY_LONG ? 2500 : 40
const DAY = 24 * 3600_000

/** A generator of numbers from 0 to 1 that repeats for the same seed: mulberry32. */
function randomFrom(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * In every round, several users change the values of two credentials and the flows that use them, all at the same time,
 * in an order that depends on a seed. Whatever wins, there is one current value, every step of an active flow has a
 * credential, and no flow engine gets a value that was erased before it asked.
 */
describe.each(engines)('concurrent changes of values on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let base: string
  let engineKey: string
  const api = createFakeApi()
  let tokens = 0

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http((request, response) => api.listener(request, response))
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    engineKey = (await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })).key
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  /** Returns a token that the fake API accepts, or rarely one that it rejects. */
  function newToken(isAccepted: boolean) {
    const token = `token-${++tokens}`
    if (isAccepted) api.tokens.set(token, 'alice')
    return token
  }

  it(`keep one current value, and never issue an erased one, in ${ROUNDS} rounds of ${AT_ONCE}`, async () => {
    const seed = Date.now() % 1_000_000
    const random = randomFrom(seed)
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
    const credentialIds: string[] = []
    for (const name of ['One', 'Two']) {
      const created = await alice.credentials.create(fakeApiCredential(base, name, newToken(true)))
      assertSaved(created)
      credentialIds.push(created.credential.id)
    }
    const steps: { flowId: string; stepId: string }[] = []
    for (const credentialId of [...credentialIds, ...credentialIds]) {
      const flow = await alice.flows.save({
        name: `Flow ${steps.length}`,
        steps: [{ name: 'Read', componentId: 'http', credentialId }],
      })
      assertSaved(flow)
      await alice.flows.activate({ flowId: flow.id })
      steps.push({ flowId: flow.id, stepId: flow.steps[0]?.id ?? '' })
    }
    const visitor = stepkey.visitor({ apiKey: engineKey })
    const valuesOf = async (credentialId: string) => (await alice.credentials.values({ credentialId })).items
    const version = async (credentialId: string) => (await alice.credentials.get({ credentialId })).version
    const pendingOf = async (credentialId: string) =>
      (await valuesOf(credentialId)).find(({ state }) => state === 'pending')?.generation ?? 1

    const tally = new Map<string, number>()
    const operations: Record<string, (id: string, step: (typeof steps)[number]) => Promise<unknown>> = {
      add: async (credentialId) =>
        alice.credentials.addValue({
          credentialId,
          version: await version(credentialId),
          values: { token: newToken(random() < 0.85) },
        }),
      try: async (credentialId, { flowId }) =>
        alice.credentials.promote({
          credentialId,
          generation: await pendingOf(credentialId),
          flowIds: [flowId],
        }),
      promote: async (credentialId) =>
        alice.credentials.promote({ credentialId, generation: await pendingOf(credentialId) }),
      restore: (credentialId) => alice.credentials.restore({ credentialId }),
      discard: async (credentialId) =>
        alice.credentials.discardValue({ credentialId, generation: await pendingOf(credentialId) }),
      update: async (credentialId) =>
        alice.credentials.update({
          credentialId,
          version: await version(credentialId),
          values: { token: newToken(true) },
        }),
      freeze: (credentialId) => alice.credentials.freeze({ credentialId }),
      unfreeze: (credentialId) => alice.credentials.unfreeze({ credentialId }),
      activate: (_, { flowId }) => alice.flows.activate({ flowId }),
      deactivate: (_, { flowId }) => alice.flows.deactivate({ flowId }),
      replace: (credentialId) =>
        alice.credentials.replace({
          credentialId,
          by: credentialIds.find((id) => id !== credentialId) ?? '',
          flowIds: [pick(steps).flowId],
        }),
      remove: (credentialId) =>
        // Only while it is in use, so that the next rounds still have it.
        alice.credentials
          .usage({ credentialId })
          .then(({ flows }) =>
            flows.filter(({ status }) => status === 'active').length > 1
              ? alice.credentials.remove({ credentialId })
              : undefined,
          ),
      erase: () => eraseOldValues(stepkey.deps),
      issue: (_, step) => issueCurrent(step),
    }
    /** Issues the credential of a step, and checks that its value was not erased before. */
    async function issueCurrent(step: { flowId: string; stepId: string }) {
      const before = new Map(
        await Promise.all(credentialIds.map(async (id) => [id, await valuesOf(id)] as const)),
      )
      const { credentialId } = (await alice.flows.get({ flowId: step.flowId })).steps[0] ?? {}
      const { generation, values } = await visitor.credentials.issue(step)
      const bound = (await alice.flows.get({ flowId: step.flowId })).steps[0]?.credentialId
      // If the step was bound to another credential meanwhile, its generations are other ones.
      if (credentialId && credentialId === bound) {
        const erased = before.get(credentialId)?.find((value) => value.generation === generation)
        expect(erased?.state, `generation ${generation}, seed ${seed}`).not.toBe('retired')
      }
      expect(api.tokens.has(String(values.token)), `seed ${seed}`).toBe(true)
    }

    // Without these, most values would be discarded before they are promoted, and most flows inactive or frozen.
    const often = [
      'add',
      'add',
      'promote',
      'promote',
      'try',
      'activate',
      'activate',
      'unfreeze',
      'issue',
      'issue',
    ]
    const drawn = [...Object.keys(operations), ...often]
    for (let round = 0; round < ROUNDS; round++) {
      const names = Array.from({ length: AT_ONCE }, () => pick(drawn))
      await Promise.all(
        names.map(async (name) => {
          const outcome = await operations[name]?.(pick(credentialIds), pick(steps)).then(
            (result) => (result as { outcome?: string } | undefined)?.outcome ?? 'done',
            refusalOf,
          )
          tally.set(`${name}: ${outcome}`, (tally.get(`${name}: ${outcome}`) ?? 0) + 1)
        }),
      )
      await expectConsistent(credentialIds, `round ${round}, seed ${seed}`)
      // In all rounds together, less than a session lasts, but longer than a previous value is kept.
      if (round % 20 === 0) stepkey.pass(DAY / 8)
    }
    const counts = [...tally].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, n]) => `${key} ${n}`)
    console.log(`${engine}, seed ${seed}: ${counts.join(' · ')}`)
    expect(tally.get('issue: done') ?? 0).toBeGreaterThan(0)
    const changes = ['promote: promoted', 'restore: restored', 'update: saved']
    expect(changes.some((change) => tally.has(change))).toBe(true)
  })

  /** A refusal that users can get: its code. Anything else is an error of Stepkey, or a failed expectation. */
  function refusalOf(error: unknown): string {
    const { cause } = error as { cause?: { name?: string; code?: string } }
    if (cause?.name === 'DomainError') return String(cause.code)
    throw error
  }

  async function expectConsistent(credentialIds: readonly string[], label: string) {
    const { db } = stepkey.deps
    for (const id of credentialIds) {
      const { items } = await alice.credentials.values({ credentialId: id })
      const generations = items.map(({ generation }) => generation)
      expect(new Set(generations).size, label).toBe(generations.length)
      const count = (state: string) => items.filter((value) => value.state === state).length
      expect(count('current'), label).toBe(1)
      expect(Math.max(count('pending'), count('previous')), label).toBeLessThanOrEqual(1)
    }
    const uses = await db.selectFrom('credential_use').select(['step_id', 'credential_id']).execute()
    const bound = await db
      .selectFrom('flow_step as s')
      .innerJoin('flow as f', 'f.id', 's.flow_id')
      .where('f.status', '=', 'active')
      .select(['s.id as step_id', 's.credential_id'])
      .execute()
    const byStep = (a: { step_id: string }, b: { step_id: string }) => (a.step_id < b.step_id ? -1 : 1)
    expect(uses.toSorted(byStep), label).toEqual(bound.toSorted(byStep))
    expect(
      bound.every(({ credential_id }) => credential_id !== null),
      label,
    ).toBe(true)
  }
})
