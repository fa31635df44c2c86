import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../testing/assert-saved.ts'
import { connected } from '../testing/connected-credential.ts'
import { engines } from '../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../testing/fake-api.ts'
import { createAuthorizationServer } from '../testing/servers/authorization-server.ts'
import { createReceiver } from '../testing/servers/webhook-receiver.ts'
import { type Person, type Stepkey, startStepkey } from '../testing/stepkey.ts'
import { createWorld, type World } from '../testing/world.ts'
import { verifyDueCredentials } from './domains/scheduled-verification/scheduled-verification.ts'
import { deliverDueEvents } from './domains/webhooks/deliver-events.ts'
import { jobs } from './jobs.ts'
import { parseAllowRule } from './platform/egress/address-filter.ts'
import { DAY, HOUR, MINUTE } from './platform/time.ts'

/** How far the clock runs ahead. */
const AHEAD = 2 * DAY

describe.each(engines)('after a clock that ran two days ahead was corrected, on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  beforeEach(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, {
      outside: world.ports,
      config: { egressAllow: [parseAllowRule('127.0.0.1') ?? {}] },
    })
    alice = await stepkey.signUp('Alice')
  })
  afterEach(async () => {
    await stepkey.stop()
    await world.close()
  })

  async function whileAhead<T>(work: () => Promise<T>): Promise<T> {
    stepkey.pass(AHEAD)
    try {
      return await work()
    } finally {
      stepkey.pass(-AHEAD)
    }
  }
  const correctTimes = (deps = stepkey.deps) =>
    jobs.find(({ name }) => name === 'times of a corrected clock')?.run(deps, () => false)
  async function useInActiveFlow(componentId: string, credentialId: string) {
    const flow = await alice.flows.save({
      name: 'Sync',
      steps: [{ name: 'Read', componentId, credentialId }],
    })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    return { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
  }

  it('events are delivered that were emitted or failed meanwhile', async () => {
    const receiver = createReceiver()
    const { webhook } = await alice.webhooks.create({ name: 'New', url: await world.http(receiver.listener) })
    const failing = createReceiver()
    failing.answer = { status: 500 }
    const other = await alice.webhooks.create({ name: 'Failing', url: await world.http(failing.listener) })
    await whileAhead(async () => {
      await alice.webhooks.test({ webhookId: other.webhook.id })
      await deliverDueEvents(stepkey.deps)
      await alice.webhooks.test({ webhookId: webhook.id })
    })
    expect(await deliverDueEvents(stepkey.deps)).toBe(0)
    await correctTimes()
    expect(await deliverDueEvents(stepkey.deps)).toBe(2)
    expect(receiver.received).toHaveLength(1)
    expect(failing.received).toHaveLength(2)
  })

  it('delays and Retry-After that a receiver asked for are still respected', async () => {
    const receiver = createReceiver()
    receiver.answer = { status: 429, headers: { 'retry-after': String(24 * 3600) } }
    const { webhook } = await alice.webhooks.create({
      name: 'Busy',
      url: await world.http(receiver.listener),
    })
    await alice.webhooks.test({ webhookId: webhook.id })
    await deliverDueEvents(stepkey.deps)
    await correctTimes()
    expect(await deliverDueEvents(stepkey.deps)).toBe(0)
  })

  it.each(['daily', 'weekly'] as const)(
    '%s verifications are not postponed by more than their interval',
    async (recheck) => {
      const api = createFakeApi()
      const created = await alice.credentials.create(fakeApiCredential(await world.http(api.listener)))
      assertSaved(created)
      await useInActiveFlow('http', created.credential.id)
      await alice.workspaces.setRecheck({ recheck })
      await verifyDueCredentials(stepkey.deps)
      await stepkey.deps.db.updateTable('recheck').set({ due_at: '2026-01-01T00:00:00.000Z' }).execute()
      await whileAhead(() => verifyDueCredentials(stepkey.deps))
      const before = api.requestedPaths.length
      expect(await verifyDueCredentials(stepkey.deps)).toBe(0)
      await correctTimes()
      const dueAt = (await stepkey.deps.db.selectFrom('recheck').select('due_at').executeTakeFirstOrThrow())
        .due_at
      const wait = Date.parse(dueAt) - stepkey.deps.clock().getTime()
      expect(wait).toBeLessThanOrEqual((recheck === 'daily' ? 1.1 : 7.7) * DAY + MINUTE)
      if (recheck === 'daily') {
        expect(await verifyDueCredentials(stepkey.deps)).toBe(1)
        expect(api.requestedPaths.length).toBeGreaterThan(before)
      }
    },
  )

  it('hosts that limited requests are not avoided for more than a day', async () => {
    const api = createFakeApi()
    const created = await alice.credentials.create(fakeApiCredential(await world.http(api.listener)))
    assertSaved(created)
    await useInActiveFlow('http', created.credential.id)
    await alice.workspaces.setRecheck({ recheck: 'daily' })
    await verifyDueCredentials(stepkey.deps)
    await stepkey.deps.db.updateTable('recheck').set({ due_at: '2026-01-01T00:00:00.000Z' }).execute()
    api.status = 429
    await whileAhead(() => verifyDueCredentials(stepkey.deps))
    expect(await stepkey.deps.db.selectFrom('recheck_pause').selectAll().execute()).toHaveLength(1)
    api.status = undefined
    await correctTimes()
    expect(await stepkey.deps.db.selectFrom('recheck_pause').selectAll().execute()).toEqual([])
    expect(await verifyDueCredentials(stepkey.deps)).toBe(1)
  })

  describe('a deleted credential and a previous value', () => {
    /** Deletes a credential, and replaces the value of another one. @returns the second one */
    async function deleteAndReplace() {
      const api = createFakeApi()
      for (const token of ['one', 'two']) api.tokens.set(token, 'alice')
      const base = await world.http(api.listener)
      const deleted = await alice.credentials.create(fakeApiCredential(base, 'Deleted', 'one'))
      const changed = await alice.credentials.create(fakeApiCredential(base, 'Changed', 'one'))
      assertSaved(deleted)
      assertSaved(changed)
      const { id: credentialId, version } = changed.credential
      await alice.credentials.remove({ credentialId: deleted.credential.id })
      await alice.credentials.addValue({ credentialId, version, values: { token: 'two' } })
      await alice.credentials.promote({ credentialId, generation: 2 })
      return credentialId
    }
    async function daysLeft() {
      const { db, clock } = stepkey.deps
      const times = [
        ...(await db.selectFrom('deleted_credential').select('erase_at').execute()),
        ...(await db.selectFrom('credential_value').select('erase_at').execute()),
      ]
      return times.map(({ erase_at }) => (Date.parse(erase_at ?? '') - clock().getTime()) / DAY)
    }

    it('of the time meanwhile are erased after the configured days', async () => {
      await whileAhead(deleteAndReplace)
      expect(await daysLeft()).toEqual([9, 9])
      await correctTimes()
      expect(await daysLeft()).toEqual([7, 7])
      stepkey.pass(7 * DAY)
      for (const name of ['deleted credentials', 'old values of credentials'])
        await jobs.find((job) => job.name === name)?.run(stepkey.deps, () => false)
      const { db } = stepkey.deps
      expect(await db.selectFrom('deleted_credential').select('id').execute()).toEqual([])
      expect(await db.selectFrom('credential_value').select('sealed').execute()).toEqual([{ sealed: null }])
    })

    it('are erased by no process whose clock runs ahead of the database, before their time', async () => {
      await deleteAndReplace()
      const { deps } = stepkey
      const { clock, db } = deps
      const ahead = {
        ...deps,
        clock: () => new Date(clock().getTime() + 30 * DAY),
        databaseClock: async () => clock(),
      }
      const erase = async () => {
        for (const name of ['deleted credentials', 'old values of credentials'])
          await jobs.find((job) => job.name === name)?.run(ahead, () => false)
        const deleted = await db.selectFrom('deleted_credential').select('id').execute()
        const values = await db.selectFrom('credential_value').select('sealed').execute()
        return deleted.length + values.filter(({ sealed }) => sealed !== null).length
      }
      expect(await erase()).toBe(2)
      stepkey.pass(7 * DAY)
      expect(await erase()).toBe(0)
    })

    it('keep their times in spite of a process whose clock is slow', async () => {
      await deleteAndReplace()
      const { clock } = stepkey.deps
      const now = clock()
      stepkey.pass(-6 * DAY)
      await correctTimes({ ...stepkey.deps, databaseClock: async () => now })
      stepkey.pass(6 * DAY)
      expect(await daysLeft()).toEqual([7, 7])
    })

    it('keep their times while the clock is right', async () => {
      await deleteAndReplace()
      await correctTimes()
      expect(await daysLeft()).toEqual([7, 7])
      stepkey.pass(DAY)
      await correctTimes()
      expect(await daysLeft()).toEqual([6, 6])
    })

    it('are erased earlier when the operator lowers the days', async () => {
      await deleteAndReplace()
      Object.assign(stepkey.deps.config, { deletedCredentialDays: 2, previousValueDays: 0 })
      await correctTimes()
      expect(await daysLeft()).toEqual([2, 0])
    })
  })

  it('a token that was obtained meanwhile is refreshed before it is issued', async () => {
    const provider = await createAuthorizationServer(world)
    const { id: credentialId } = await whileAhead(() => connected(alice, provider))
    const step = await useInActiveFlow('oauth2', credentialId)
    const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    const engineOfAlice = stepkey.visitor({ apiKey: key })
    stepkey.pass(2 * HOUR)
    const before = provider.requests.token
    const issued = await engineOfAlice.credentials.issue(step)
    expect(provider.requests.token).toBe(before + 1)
    expect(JSON.stringify(issued)).toContain(provider.made.at(-1))
    // The new token has the right times.
    await engineOfAlice.credentials.issue(step)
    expect(provider.requests.token).toBe(before + 1)
  })

  it('leases are free that would last for days', async () => {
    const receiver = createReceiver()
    const { webhook } = await alice.webhooks.create({ name: 'New', url: await world.http(receiver.listener) })
    await alice.webhooks.test({ webhookId: webhook.id })
    // Leases use the clock of the database.
    const leased_until = new Date(Date.now() + AHEAD).toISOString()
    await stepkey.deps.db
      .updateTable('webhook_delivery')
      .set({ lease_id: 'of a process that was killed', leased_until })
      .execute()
    expect(await deliverDueEvents(stepkey.deps)).toBe(1)
    expect(receiver.received).toHaveLength(1)
  })

  it('a password that was confirmed meanwhile must be confirmed again', async () => {
    const { email, password } = alice
    const jar = {}
    const browser = stepkey.visitor({ jar })
    await whileAhead(() => browser.accounts.signIn({ email, password }))
    await expect(browser.apiKeys.create({ name: 'Key', scopes: ['issue'] })).rejects.toMatchObject({
      cause: { code: 'password_needed' },
    })
  })

  it('a connect token that was created meanwhile is not valid for days', async () => {
    const { key } = await alice.apiKeys.create({
      name: 'Connect',
      scopes: ['connect', 'read', 'write', 'flows'],
    })
    const embed = await alice.embeds.create({ name: 'Builder', origin: 'https://builder.example' })
    const { token } = await whileAhead(() =>
      stepkey
        .visitor({ apiKey: key })
        .connectTokens.create({ embedId: embed.id, componentId: 'http', actions: ['choose'] }),
    )
    await expect(stepkey.visitor({ connectToken: token }).connectTokens.task()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    })
  })

  it('a refusal that an engine reports is verified at once', async () => {
    const api = createFakeApi()
    const created = await whileAhead(async () =>
      alice.credentials.create(fakeApiCredential(await world.http(api.listener))),
    )
    assertSaved(created)
    const step = await useInActiveFlow('http', created.credential.id)
    const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    const before = api.requestedPaths.length
    await stepkey.visitor({ apiKey: key }).credentials.report(step)
    expect(api.requestedPaths.length).toBeGreaterThan(before)
  })
})
