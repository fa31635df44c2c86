import type { Issued } from '@stepkey/shared/credential'
import { expect } from 'vitest'
import { eraseOldValues } from '../../src/domains/credentials/erase-values.ts'
import { refreshDueTokens } from '../../src/domains/credentials/scheduled-refresh.ts'
import type { Caller } from '../../src/edge/rpc/caller.ts'
import { assertSaved } from '../assert-saved.ts'
import type { Person, Stepkey } from '../stepkey.ts'
import { randomFrom, shuffled } from './random.ts'
import { readOrigins } from './stored-origins.ts'

const MINUTE = 60_000
/** The number of operations that run at the same time in each round. */
export const AT_ONCE = 4

/** How many times the rounds are repeated until every required outcome has occurred. */
const MAX_REPETITIONS = 20

/** The credentials of a race, and how to tell their values and tokens apart. */
export interface Contestants {
  componentId: string
  credentialIds: readonly string[]
  /** Returns what stored values came from: the secret that was entered. Undefined if only their token tells it. */
  originOfValues: (values: Record<string, unknown>) => string | undefined
  /** Returns what an access token came from: the secret or the grant that it was issued for. */
  originOfToken: (accessToken: string) => string | undefined
  /** Whether one origin can have several generations, because values can be restored. */
  isRestorable: boolean
}

export type RaceStep = { flowId: string; stepId: string }
export type Operation = (credentialId: string, step: RaceStep) => Promise<unknown>

/**
 * Runs concurrent changes of credentials in rounds, in an order that depends on a seed, and checks after each round that
 * there is one current value, that every step of an active flow has a credential, and that each generation of values has
 * one origin: no token of an earlier value or grant is stored or issued as one of a later one.
 */
export async function createValueRace(stepkey: Stepkey, alice: Person, contestants: Contestants) {
  const { credentialIds, componentId } = contestants
  const seed = Date.now() % 1_000_000
  const random = randomFrom(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const { key } = await alice.apiKeys.create({ name: `Engine ${componentId}`, scopes: ['issue'] })
  const flowEngine: Caller = stepkey.visitor({ apiKey: key })
  const steps: RaceStep[] = []
  for (const credentialId of [...credentialIds, ...credentialIds]) {
    const flow = await alice.flows.save({
      name: `Flow ${componentId} ${steps.length}`,
      steps: [{ name: 'Read', componentId, credentialId }],
    })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    steps.push({ flowId: flow.id, stepId: flow.steps[0]?.id ?? '' })
  }

  /** How often each operation had each outcome, and what else a test counts. */
  const tally = new Map<string, number>()
  const count = (event: string) => tally.set(event, (tally.get(event) ?? 0) + 1)

  /** The origin of each generation that was seen, by credential. */
  const origins = new Map(credentialIds.map((id) => [id, new Map<number, string>()]))
  /** Checks that everything that is seen of a generation has the same origin. */
  function see(credentialId: string, generation: number, origin: string | undefined, label: string) {
    const known = origins.get(credentialId)
    expect(origin, label).toBeDefined()
    expect(known?.get(generation) ?? origin, label).toBe(origin)
    if (!contestants.isRestorable && !known?.has(generation))
      expect([...(known?.values() ?? [])], label).not.toContain(origin)
    known?.set(generation, origin ?? '')
  }

  const valuesOf = async (credentialId: string) => (await alice.credentials.values({ credentialId })).items

  /** Issues the credential of a step, and checks that its value was in use, and is the one of its generation. */
  async function issue(step: RaceStep) {
    const before = new Map(
      await Promise.all(credentialIds.map(async (id) => [id, await valuesOf(id)] as const)),
    )
    const { credentialId = '' } = (await alice.flows.get({ flowId: step.flowId })).steps[0] ?? {}
    const issued = await flowEngine.credentials.issue(step)
    const bound = (await alice.flows.get({ flowId: step.flowId })).steps[0]?.credentialId
    // If the step was bound to another credential meanwhile, its generations are other ones.
    if (credentialId !== bound) return
    const { generation } = issued
    const label = `issued generation ${generation}, seed ${seed}`
    const listed = before.get(credentialId ?? '') ?? []
    const value = listed.find((one) => one.generation === generation)
    // A generation that was not listed is one that was added later.
    if (value) expect(['current', 'pending'], label).toContain(value.state)
    else expect(generation, label).toBeGreaterThan(Math.max(...listed.map((one) => one.generation)))
    see(credentialId ?? '', generation, originOf(issued), label)
  }

  const originOf = ({ accessToken, values }: Issued) =>
    accessToken === undefined ? contestants.originOfValues(values) : contestants.originOfToken(accessToken)

  /** The operations that apply to every kind of credential. */
  const operations = {
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
    remove: async (credentialId) => {
      // Only while it is in use, so that the next rounds still have it.
      const { flows } = await alice.credentials.usage({ credentialId })
      if (flows.filter(({ status }) => status === 'active').length > 1)
        return await alice.credentials.remove({ credentialId })
    },
    erase: () => eraseOldValues(stepkey.deps),
    refresh: () => refreshDueTokens(stepkey.deps),
    verify: (credentialId) => alice.credentials.verify({ credentialId }),
    report: (_, step) => flowEngine.credentials.report(step),
    issue: (_, step) => issue(step),
  } satisfies Record<string, Operation>

  async function expectConsistent(label: string) {
    for (const id of credentialIds) {
      const items = await valuesOf(id)
      const generations = items.map(({ generation }) => generation)
      expect(new Set(generations).size, label).toBe(generations.length)
      const count = (state: string) => items.filter((value) => value.state === state).length
      expect(count('current'), label).toBe(1)
      expect(Math.max(count('pending'), count('previous')), label).toBeLessThanOrEqual(1)
      for (const { generation, origin } of await readOrigins(stepkey.deps, id, contestants))
        see(id, generation, origin, label)
    }
    await expectBound(stepkey, label)
  }

  return {
    seed,
    random,
    steps,
    valuesOf,
    see,
    count,
    operations,
    version: async (credentialId: string) => (await alice.credentials.get({ credentialId })).version,

    /**
     * Runs the common operations and `own` ones. Those in `often` are drawn more often. All are drawn from a pile that is
     * shuffled again when it is empty, so that none is left out by chance. Continues after the rounds until every `required`
     * outcome has occurred, and fails if one does not.
     * @returns how often each operation had each outcome
     */
    async run(
      rounds: number,
      own: Record<string, Operation>,
      { often, required = [] }: { often: readonly string[]; required?: readonly string[] },
    ) {
      const all: Record<string, Operation> = { ...operations, ...own }
      const pile: string[] = []
      const draw = () => {
        if (pile.length === 0) pile.push(...shuffled([...Object.keys(all), ...often], random))
        return pile.pop() ?? ''
      }
      const missing = () => required.filter((event) => !tally.has(event))
      for (let n = 0; n < rounds || (missing().length > 0 && n < rounds * MAX_REPETITIONS); n++) {
        const names = Array.from({ length: AT_ONCE }, draw)
        await Promise.all(
          names.map(async (name) => {
            const outcome = await all[name]?.(pick(credentialIds), pick(steps)).then(
              (result) => (result as { outcome?: string } | undefined)?.outcome ?? 'done',
              refusalOf,
            )
            count(`${name}: ${outcome}`)
          }),
        )
        await expectConsistent(`round ${n}, seed ${seed}`)
        // In all rounds together, less than a session lasts, but longer than a previous value is kept.
        stepkey.pass(9 * MINUTE)
      }
      expect(missing(), `never occurred, seed ${seed}: ${describeTally(tally)}`).toEqual([])
      return tally
    },
  }
}

/** Returns a tally as text, in alphabetical order. */
export const describeTally = (tally: ReadonlyMap<string, number>) =>
  [...tally]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, n]) => `${key} ${n}`)
    .join(' · ')

/** A refusal that users can get: its code. Anything else is an error of Stepkey, or a failed expectation. */
function refusalOf(error: unknown): string {
  const { cause } = error as { cause?: { name?: string; code?: string } }
  if (cause?.name === 'DomainError') return String(cause.code)
  throw error
}

/** Checks that the uses of credentials are exactly the steps of the active flows. */
async function expectBound({ deps: { db } }: Stepkey, label: string) {
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
