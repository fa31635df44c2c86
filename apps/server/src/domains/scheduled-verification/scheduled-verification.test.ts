import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { DAY, HOUR, MINUTE } from '../../platform/time.ts'
import { verifyDueCredentials } from './scheduled-verification.ts'
import { insertScheduled } from './store.ts'

describe.each(engines)('scheduled verification on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let base: string
  let people = 0
  /** The maximum number of concurrent requests so far. */
  let maxOpen = 0
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    let open = 0
    base = await world.http(async (request, response) => {
      maxOpen = Math.max(maxOpen, ++open)
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
    maxOpen = 0
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  async function credential(name = 'Shop', baseUrl = base): Promise<string> {
    const result = await alice.credentials.create(fakeApiCredential(baseUrl, name))
    assertSaved(result)
    api.requestedPaths.length = 0
    return result.credential.id
  }
  async function activeFlow(...credentialIds: string[]): Promise<string> {
    const flow = await alice.flows.save({
      name: 'Orders',
      steps: credentialIds.map((credentialId) => ({ name: 'Read', componentId: 'http', credentialId })),
    })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    return flow.id
  }
  const verifyDue = () => verifyDueCredentials(stepkey.deps)
  const scheduled = () =>
    stepkey.deps.db
      .selectFrom('recheck')
      .selectAll()
      .where('workspace_id', '=', alice.workspaceId)
      .orderBy('due_at')
      .execute()
  const status = async (credentialId: string) => (await alice.credentials.get({ credentialId })).status
  /** Makes all scheduled verifications due now. */
  async function makeAllDue() {
    await stepkey.deps.db.updateTable('recheck').set({ due_at: stepkey.deps.clock().toISOString() }).execute()
  }

  it('verifies the credentials that active flows get for customers', async () => {
    const created = await alice.credentials.create({ ...fakeApiCredential(base, 'Theirs'), owner: 'org_1' })
    assertSaved(created)
    const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    const steps = [{ name: 'Read', componentId: 'http', binding: 'owner' as const }]
    const flow = await alice.flows.save({ name: 'Sync', steps })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    await alice.workspaces.setRecheck({ recheck: 'daily' })
    await verifyDue()
    expect(await scheduled(), 'not issued yet').toEqual([])

    const stepId = flow.steps[0]?.id ?? ''
    await stepkey.visitor({ apiKey: key }).credentials.issue({ flowId: flow.id, stepId, owner: 'org_1' })
    await stepkey.deps.background.finish()
    await verifyDue()
    expect(await scheduled()).toMatchObject([{ credential_id: created.credential.id }])
    const inUse = await alice.credentials.list({ use: 'active' })
    expect(inUse.items.map(({ name }) => name)).toEqual(['Theirs'])
    expect((await alice.credentials.list({ use: 'none' })).items).toEqual([])

    await alice.flows.deactivate({ flowId: flow.id })
    api.requestedPaths.length = 0
    await makeAllDue()
    await verifyDue()
    expect([api.requestedPaths, await scheduled()]).toEqual([[], []])
  })

  it('is off by default, and is enabled for one workspace with an audit entry', async () => {
    await activeFlow(await credential())
    const bob = await stepkey.signUp(`Bob${people}`)
    expect(await alice.workspaces.get()).toEqual({ recheck: 'off' })
    await bob.workspaces.setRecheck({ recheck: 'daily' })
    await verifyDue()
    stepkey.pass(2 * DAY)
    await verifyDue()
    expect(api.requestedPaths).toEqual([])
    expect(await alice.workspaces.get()).toEqual({ recheck: 'off' })

    await alice.workspaces.setRecheck({ recheck: 'weekly' })
    expect(await alice.workspaces.get()).toEqual({ recheck: 'weekly' })
    const { items } = await alice.audit.list({ action: 'workspace.recheck_changed' })
    expect(items).toMatchObject([{ detail: { before: 'off', recheck: 'weekly' } }])
  })

  it('schedules the other credentials when one of them was deleted', async () => {
    const [first, deleted, last] = [await credential('First'), 'deleted', await credential('Last')]
    const due_at = stepkey.deps.clock().toISOString()
    await insertScheduled(
      stepkey.deps.db,
      [first, deleted, last].map((credential_id) => ({
        credential_id,
        workspace_id: alice.workspaceId,
        target: null,
        due_at,
      })),
    )
    expect(new Set((await scheduled()).map(({ credential_id }) => credential_id))).toEqual(
      new Set([first, last]),
    )
  })

  it('verifies each credential of an active flow once per interval, give or take 10 %, at spread times, with receipt and audit entry', async () => {
    const ids: string[] = []
    for (let count = 0; count < 12; count++) ids.push(await credential(`Shop ${count}`))
    await activeFlow(...ids)
    const unused = await credential('Unused')
    await alice.workspaces.setRecheck({ recheck: 'daily' })
    expect(await verifyDue(), 'nothing is due at first').toBe(0)
    const due = (await scheduled()).map(({ due_at }) => Date.parse(due_at) - stepkey.deps.clock().getTime())
    expect(due).toHaveLength(12)
    expect(due.every((ahead) => ahead >= 0 && ahead <= DAY)).toBe(true)
    expect((due.at(-1) ?? 0) - (due[0] ?? 0), 'spread').toBeGreaterThan(DAY / 4)

    const start = stepkey.deps.clock().getTime()
    let verifications = 0
    for (let hours = 0; hours < 72; hours++) {
      stepkey.pass(HOUR)
      verifications += await verifyDue()
    }
    const end = stepkey.deps.clock().getTime()
    const { items } = await alice.audit.list({ action: 'credential.verified', limit: 200 })
    expect(items).toHaveLength(verifications)
    expect(items[0]).toMatchObject({ actor: { name: 'Stepkey itself' }, detail: { outcome: 'verified' } })
    // The job runs every hour here, so a verification is up to an hour late.
    for (const credentialId of ids) {
      const newestFirst = items.filter(({ subjectId }) => subjectId === credentialId)
      const times = newestFirst.map(({ at }) => Date.parse(at)).reverse()
      const [first = 0, ...later] = times
      expect(first - start).toBeLessThanOrEqual(DAY + HOUR)
      for (const [n, time] of later.entries()) {
        const interval = time - (times[n] ?? 0)
        expect(interval).toBeGreaterThanOrEqual(0.9 * DAY)
        expect(interval).toBeLessThanOrEqual(1.1 * DAY + HOUR)
      }
      expect(end - (times.at(-1) ?? 0)).toBeLessThanOrEqual(1.1 * DAY + HOUR)
      const { receipt } = await alice.credentials.get({ credentialId })
      expect(Date.parse(receipt?.checkedAt ?? '')).toBe(times.at(-1))
    }
    const { receipt } = await alice.credentials.get({ credentialId: unused })
    expect(Date.parse(receipt?.checkedAt ?? '')).toBeLessThanOrEqual(start)
  })

  it('does not verify a rejected credential again until a user has verified it', async () => {
    const id = await credential()
    const flowId = await activeFlow(id)
    await alice.workspaces.setRecheck({ recheck: 'daily' })
    await verifyDue()
    await makeAllDue()
    api.status = 401
    await verifyDue()
    expect(await status(id)).toBe('failing')
    const requests = api.requestedPaths.length
    for (let days = 0; days < 5; days++) {
      stepkey.pass(DAY)
      expect(await verifyDue()).toBe(0)
    }
    expect(api.requestedPaths).toHaveLength(requests)
    expect(await alice.flows.get({ flowId }), 'the flow shows it').toMatchObject({
      status: 'active',
      failingSteps: 1,
    })

    api.status = undefined
    await alice.credentials.verify({ credentialId: id })
    expect((await alice.flows.get({ flowId })).failingSteps).toBeUndefined()
    await verifyDue()
    expect(await scheduled()).toHaveLength(1)
  })

  it('pauses a rate-limited host for 15 minutes, then for 30, and resumes after a success', async () => {
    await activeFlow(await credential('One'), await credential('Two'))
    await alice.workspaces.setRecheck({ recheck: 'daily' })
    await verifyDue()
    await makeAllDue()
    api.status = 429
    expect(await verifyDue(), 'the second credential is not verified').toBe(1)
    stepkey.pass(15 * MINUTE - 1)
    expect(await verifyDue()).toBe(0)
    stepkey.pass(1)
    expect(await verifyDue()).toBe(1)
    stepkey.pass(30 * MINUTE - 1)
    expect(await verifyDue()).toBe(0)
    api.status = undefined
    stepkey.pass(1)
    expect(await verifyDue(), 'both credentials').toBe(2)
    expect(await stepkey.deps.db.selectFrom('recheck_pause').selectAll().execute()).toEqual([])
  })

  it('retries an inconclusive verification after one hour, then after two, and keeps the status', async () => {
    const id = await credential()
    await activeFlow(id)
    await alice.workspaces.setRecheck({ recheck: 'daily' })
    await verifyDue()
    await makeAllDue()
    api.status = 500
    expect(await verifyDue()).toBe(1)
    stepkey.pass(HOUR)
    expect(await verifyDue()).toBe(1)
    stepkey.pass(HOUR)
    expect(await verifyDue()).toBe(0)
    stepkey.pass(HOUR)
    expect(await verifyDue()).toBe(1)
    expect(await status(id)).toBe('verified')
  })

  it('verifies one credential per host at a time across concurrent runs, and other hosts in the meantime', async () => {
    const elsewhere = createFakeApi()
    const other = await world.http(elsewhere.listener)
    const ids: string[] = []
    for (let count = 0; count < 4; count++) ids.push(await credential(`Shop ${count}`))
    await activeFlow(...ids, await credential('Elsewhere', other))
    await alice.workspaces.setRecheck({ recheck: 'daily' })
    await verifyDue()
    await makeAllDue()
    maxOpen = 0
    const { promise, resolve } = Promise.withResolvers<void>()
    api.gate = promise
    elsewhere.requestedPaths.length = 0
    const runs = Promise.all([verifyDue(), verifyDue()])
    await expect.poll(() => elsewhere.requestedPaths.length, { timeout: 10_000 }).toBeGreaterThan(0)
    resolve()
    expect((await runs).reduce((sum, count) => sum + count)).toBe(5)
    expect(maxOpen).toBe(1)
  })

  it('unschedules credentials that no active flow uses, and all of them when it is set to off', async () => {
    const flowId = await activeFlow(await credential())
    await alice.workspaces.setRecheck({ recheck: 'weekly' })
    await verifyDue()
    expect(await scheduled()).toHaveLength(1)
    await alice.flows.deactivate({ flowId })
    await makeAllDue()
    await verifyDue()
    expect(await scheduled()).toEqual([])
    expect(api.requestedPaths).toEqual([])

    await alice.flows.activate({ flowId })
    await verifyDue()
    expect(await scheduled()).toHaveLength(1)
    await alice.workspaces.setRecheck({ recheck: 'off' })
    expect(await scheduled()).toEqual([])
    await verifyDue()
    expect(await scheduled()).toEqual([])
  })
})
