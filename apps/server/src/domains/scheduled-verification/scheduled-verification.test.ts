import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { verifyDueCredentials } from './scheduled-verification.ts'
import { insertScheduled } from './store.ts'

const [MINUTE, HOUR, DAY] = [60_000, 3600_000, 24 * 3600_000]

describe.each(engines)('verifying again what active flows use, on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let base: string
  let people = 0
  /** Requests that were open at the same time, at most. */
  let most = 0
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    let open = 0
    base = await world.http(async (request, response) => {
      most = Math.max(most, ++open)
      response.once('close', () => open--)
      await api.listener(request, response)
    })
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    await stepkey.deps.db.updateTable('workspace').set({ recheck: 'off' }).execute()
    await stepkey.deps.db.deleteFrom('recheck').execute()
    await stepkey.deps.db.deleteFrom('recheck_pause').execute()
    Object.assign(api, { status: undefined, gate: undefined })
    api.requestedPaths.length = 0
    most = 0
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  async function credential(name = 'Shop', baseUrl = base): Promise<string> {
    const result = await alice.credentials.create(fakeApiCredential(baseUrl, name))
    if (result.outcome !== 'saved') throw new Error('not saved')
    api.requestedPaths.length = 0
    return result.credential.id
  }
  async function activeFlow(...credentialIds: string[]): Promise<string> {
    const flow = await alice.flows.save({
      name: 'Orders',
      steps: credentialIds.map((credentialId) => ({ name: 'Read', componentId: 'http', credentialId })),
    })
    if (flow.outcome !== 'saved') throw new Error('not saved')
    await alice.flows.activate({ flowId: flow.id })
    return flow.id
  }
  const look = () => verifyDueCredentials(stepkey.deps)
  const planned = () =>
    stepkey.deps.db
      .selectFrom('recheck')
      .selectAll()
      .where('workspace_id', '=', alice.workspaceId)
      .orderBy('due_at')
      .execute()
  const status = async (credentialId: string) => (await alice.credentials.get({ credentialId })).status
  /** Lets everything that is planned be due now. */
  async function allDue() {
    await stepkey.deps.db.updateTable('recheck').set({ due_at: stepkey.deps.clock().toISOString() }).execute()
  }

  it('is off until somebody who may wants it, for that workspace alone', async () => {
    await activeFlow(await credential())
    const bob = await stepkey.signUp(`Bob${people}`)
    expect(await alice.workspaces.get()).toEqual({ recheck: 'off' })
    await bob.workspaces.setRecheck({ recheck: 'daily' })
    await look()
    stepkey.pass(2 * DAY)
    await look()
    expect(api.requestedPaths).toEqual([])
    expect(await alice.workspaces.get()).toEqual({ recheck: 'off' })

    await alice.workspaces.setRecheck({ recheck: 'weekly' })
    expect(await alice.workspaces.get()).toEqual({ recheck: 'weekly' })
    const { items } = await alice.audit.list({ action: 'workspace.recheck_changed' })
    expect(items).toMatchObject([{ detail: { before: 'off', recheck: 'weekly' } }])
  })

  it('plans the rest where one is gone by now', async () => {
    const [first, gone, last] = [await credential('First'), 'gone', await credential('Last')]
    const due_at = stepkey.deps.clock().toISOString()
    await insertScheduled(
      stepkey.deps.db,
      [first, gone, last].map((credential_id) => ({
        credential_id,
        workspace_id: alice.workspaceId,
        target: null,
        due_at,
      })),
    )
    expect(new Set((await planned()).map(({ credential_id }) => credential_id))).toEqual(
      new Set([first, last]),
    )
  })

  it('asks about each once in an interval, spread over it, and leaves receipt and trail', async () => {
    const ids: string[] = []
    for (let count = 0; count < 12; count++) ids.push(await credential(`Shop ${count}`))
    await activeFlow(...ids)
    const unused = await credential('Unused')
    await alice.workspaces.setRecheck({ recheck: 'daily' })
    expect(await look(), 'nothing at once').toBe(0)
    const due = (await planned()).map(({ due_at }) => Date.parse(due_at) - stepkey.deps.clock().getTime())
    expect(due).toHaveLength(12)
    expect(due.every((ahead) => ahead >= 0 && ahead <= DAY)).toBe(true)
    expect((due.at(-1) ?? 0) - (due[0] ?? 0), 'spread').toBeGreaterThan(DAY / 4)

    let asked = 0
    for (let hours = 0; hours < 24; hours++) {
      stepkey.pass(HOUR)
      asked += await look()
    }
    // Whoever comes first in a day may come a second time, a little early.
    expect(asked).toBeGreaterThanOrEqual(12)
    expect(asked).toBeLessThanOrEqual(18)
    for (const credentialId of ids) {
      const { receipt } = await alice.credentials.get({ credentialId })
      expect(Date.parse(receipt?.checkedAt ?? '')).toBeGreaterThan(stepkey.deps.clock().getTime() - DAY)
    }
    const { items } = await alice.audit.list({ action: 'credential.verified' })
    expect(items).toHaveLength(asked)
    expect(items[0]).toMatchObject({ actor: { name: 'Stepkey itself' }, detail: { outcome: 'verified' } })
    const { receipt } = await alice.credentials.get({ credentialId: unused })
    expect(stepkey.deps.clock().getTime() - Date.parse(receipt?.checkedAt ?? '')).toBeGreaterThanOrEqual(DAY)
  })

  it('asks once about what is refused, and never again until somebody has mended it', async () => {
    const id = await credential()
    const flowId = await activeFlow(id)
    await alice.workspaces.setRecheck({ recheck: 'daily' })
    await look()
    await allDue()
    api.status = 401
    await look()
    expect(await status(id)).toBe('failing')
    const refusals = api.requestedPaths.length
    for (let days = 0; days < 5; days++) {
      stepkey.pass(DAY)
      expect(await look()).toBe(0)
    }
    expect(api.requestedPaths).toHaveLength(refusals)
    expect(await alice.flows.get({ flowId }), 'everybody sees it').toMatchObject({
      status: 'active',
      failingSteps: 1,
    })

    api.status = undefined
    await alice.credentials.verify({ credentialId: id })
    expect((await alice.flows.get({ flowId })).failingSteps).toBeUndefined()
    await look()
    expect(await planned()).toHaveLength(1)
  })

  it('leaves a host in peace that limits requests, longer each time', async () => {
    await activeFlow(await credential('One'), await credential('Two'))
    await alice.workspaces.setRecheck({ recheck: 'daily' })
    await look()
    await allDue()
    api.status = 429
    expect(await look(), 'the other one is not even tried').toBe(1)
    stepkey.pass(15 * MINUTE - 1)
    expect(await look()).toBe(0)
    stepkey.pass(1)
    expect(await look()).toBe(1)
    stepkey.pass(30 * MINUTE - 1)
    expect(await look()).toBe(0)
    api.status = undefined
    stepkey.pass(1)
    expect(await look(), 'both, as soon as it answers').toBe(2)
    expect(await stepkey.deps.db.selectFrom('recheck_pause').selectAll().execute()).toEqual([])
  })

  it('tries again later where nothing was learnt, and changes no status by that', async () => {
    const id = await credential()
    await activeFlow(id)
    await alice.workspaces.setRecheck({ recheck: 'daily' })
    await look()
    await allDue()
    api.status = 500
    expect(await look()).toBe(1)
    stepkey.pass(HOUR)
    expect(await look()).toBe(1)
    stepkey.pass(HOUR)
    expect(await look()).toBe(0)
    stepkey.pass(HOUR)
    expect(await look()).toBe(1)
    expect(await status(id)).toBe('verified')
  })

  it('asks one host about one at a time, however many look, and others meanwhile', async () => {
    const elsewhere = createFakeApi()
    const other = await world.http(elsewhere.listener)
    const ids: string[] = []
    for (let count = 0; count < 4; count++) ids.push(await credential(`Shop ${count}`))
    await activeFlow(...ids, await credential('Elsewhere', other))
    await alice.workspaces.setRecheck({ recheck: 'daily' })
    await look()
    await allDue()
    most = 0
    const { promise, resolve } = Promise.withResolvers<void>()
    api.gate = promise
    elsewhere.requestedPaths.length = 0
    const looks = Promise.all([look(), look()])
    await expect.poll(() => elsewhere.requestedPaths.length, { timeout: 10_000 }).toBeGreaterThan(0)
    resolve()
    expect((await looks).reduce((sum, count) => sum + count)).toBe(5)
    expect(most).toBe(1)
  })

  it('forgets what no active flow uses any more, and everything when it is switched off', async () => {
    const flowId = await activeFlow(await credential())
    await alice.workspaces.setRecheck({ recheck: 'weekly' })
    await look()
    expect(await planned()).toHaveLength(1)
    await alice.flows.deactivate({ flowId })
    await allDue()
    await look()
    expect(await planned()).toEqual([])
    expect(api.requestedPaths).toEqual([])

    await alice.flows.activate({ flowId })
    await look()
    expect(await planned()).toHaveLength(1)
    await alice.workspaces.setRecheck({ recheck: 'off' })
    expect(await planned()).toEqual([])
    await look()
    expect(await planned()).toEqual([])
  })
})
