import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createTeam } from '../../../testing/team.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'
import { HOUR } from '../../platform/time.ts'

describe.each(engines)('refusals in the audit log on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person
  let host: Caller
  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(createFakeApi().listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  let people = 0
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
    const { key } = await alice.apiKeys.create({ name: 'Host', scopes: ['connect'] })
    host = stepkey.visitor({ apiKey: key })
  })

  async function createToken(): Promise<Caller> {
    const { token } = await host.connectTokens.create({ componentId: 'http', actions: ['create'] })
    return stepkey.visitor({ connectToken: token })
  }
  async function repeat(times: number, call: () => Promise<unknown>): Promise<void> {
    for (let n = 0; n < times; n++) await expect(call()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  /** Returns how many refusals each entry stands for, the oldest first. */
  async function recorded(
    rpc: Caller = alice,
    action: 'access.asked' | 'credential.created' = 'access.asked',
  ) {
    const { items } = await rpc.audit.list({ outcome: 'refused', action, limit: 200 })
    return items.map(({ detail }) => 1 + Number(detail.omitted ?? 0)).reverse()
  }
  const total = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0)

  it('are 8 entries for 1,000 calls of one connect token, which say how many were left out', async () => {
    const token = await createToken()
    await repeat(1000, () => token.flows.list())
    expect(await recorded()).toEqual([1, 1, 1, 1, 1, 5, 90, 900])
    // Another token has entries of its own.
    const other = await createToken()
    await repeat(2, () => other.flows.list())
    expect((await recorded()).slice(8)).toEqual([1, 1])
    expect(await alice.audit.verify()).toMatchObject({ outcome: 'intact' })
  })

  it('are as few for rejected values of a connect token', async () => {
    const token = await createToken()
    for (let n = 0; n < 12; n++) {
      expect(await token.credentials.create(fakeApiCredential(base, `Shop ${n}`, 'wrong'))).not.toMatchObject(
        {
          outcome: 'saved',
        },
      )
    }
    expect(await recorded(alice, 'credential.created')).toEqual([1, 1, 1, 1, 1, 5])
  })

  it('are as few for one credential request, although each use of its link gets a new token', async () => {
    const { url } = await alice.requests.create({ componentId: 'http', name: 'Theirs' })
    const secret = url.split('#request=')[1] ?? ''
    for (let n = 0; n < 20; n++) {
      const { token } = await stepkey.visitor().requests.redeem({ secret })
      await repeat(1, () => stepkey.visitor({ connectToken: token }).flows.list())
    }
    expect(await recorded()).toEqual([1, 1, 1, 1, 1, 5])
  })

  it('are 61 entries for 100 calls of one API key or user, and begin anew after an hour', async () => {
    const team = await createTeam(stepkey)
    const owner = team.people.owner.in(team.organizationId)
    const viewer = team.people.viewer.in(team.organizationId)
    await repeat(105, () => viewer.apiKeys.list())
    expect(await recorded(owner)).toEqual([...Array(60).fill(1), 40])
    await repeat(105, () => host.flows.list())
    expect(await recorded()).toHaveLength(61)
    stepkey.pass(HOUR)
    await repeat(1, () => host.flows.list())
    const counted = await recorded()
    expect(counted.at(-1)).toBe(6)
    expect(total(counted)).toBe(106)
  })
})
