import { setTimeout } from 'node:timers/promises'
import type { Delivery } from '@stepkey/shared/webhook'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createReceiver, type Receiver } from '../../../testing/servers/webhook-receiver.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { connect } from '../../platform/database/database.ts'
import { parseAllowRule } from '../../platform/egress/address-filter.ts'
import type { Deps } from '../context.ts'
import { deliverDueEvents } from './deliver-events.ts'
import { deleteOldEvents } from './deliveries.ts'
import { claimDueDeliveries } from './delivery-table.ts'
import { DELIVERY_JOB } from './outbox.ts'
import { SCHEDULE } from './retry-policy.ts'

const [SECOND, DAY] = [1000, 24 * 3600_000]
/** Milliseconds: far less than the wait without a wake-up, and long enough for a busy machine. */
const SOON = 10_000

describe.each(engines)('webhook deliveries on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let deps: Deps
  let receiver: Receiver
  let alice: Person
  let webhookId: string
  let people = 0

  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, {
      outside: world.ports,
      config: { egressAllow: [parseAllowRule('127.0.0.1') ?? {}] },
    })
    deps = stepkey.deps
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    // Removes the deliveries of earlier tests.
    await deps.db.deleteFrom('webhook_event').execute()
    receiver = createReceiver()
    alice = await stepkey.signUp(`Alice${++people}`)
    webhookId = await createWebhook(await world.http(receiver.listener))
  })

  async function createWebhook(url: string, name = 'Alarm'): Promise<string> {
    return (await alice.webhooks.create({ name, url })).webhook.id
  }
  const sendTest = async (id = webhookId) => (await alice.webhooks.test({ webhookId: id })).delivery
  const log = async (id = webhookId) => (await alice.webhooks.deliveries({ webhookId: id })).items
  async function onlyDelivery(): Promise<Delivery> {
    const [delivery] = await log()
    if (!delivery) throw new Error('no delivery')
    return delivery
  }
  const state = async () => (await alice.webhooks.list()).find(({ id }) => id === webhookId)

  it('are sent only to their webhook', async () => {
    const elsewhere = createReceiver()
    const bob = await stepkey.signUp(`Bob${people}`)
    await bob.webhooks.create({ name: 'Foreign', url: await world.http(elsewhere.listener) })
    await sendTest()
    await deliverDueEvents(deps)
    expect(receiver.received).toHaveLength(1)
    expect(elsewhere.received).toEqual([])
  })

  it('are retried at growing intervals, and then fail', async () => {
    receiver.answer = { status: 500 }
    await sendTest()
    await deliverDueEvents(deps)
    for (const [index, wait] of SCHEDULE.entries()) {
      const { attempts, status, problem, httpStatus, nextAttemptAt } = await onlyDelivery()
      expect({ attempts, status, problem, httpStatus }).toEqual({
        attempts: index + 1,
        status: 'pending',
        problem: 'status',
        httpStatus: 500,
      })
      const ahead = Date.parse(nextAttemptAt ?? '') - deps.clock().getTime()
      expect(ahead).toBeGreaterThanOrEqual(wait)
      expect(ahead).toBeLessThanOrEqual(wait * 1.2)
      stepkey.pass(wait - 1)
      expect(await deliverDueEvents(deps), 'too early').toBe(0)
      stepkey.pass(wait * 0.2 + 1)
      expect(await deliverDueEvents(deps)).toBe(1)
    }
    expect(await onlyDelivery()).toMatchObject({ attempts: 9, status: 'failed', nextAttemptAt: null })
    expect(new Set(receiver.received.map(({ id }) => id)).size, 'the same id each time').toBe(1)
    stepkey.pass(DAY)
    expect(await deliverDueEvents(deps)).toBe(0)
  })

  it('succeed once the receiver is available again, which resets the failures', async () => {
    receiver.answer = { status: 503 }
    await sendTest()
    await deliverDueEvents(deps)
    expect((await state())?.failingSince).toBe(deps.clock().toISOString())
    receiver.answer = { status: 200 }
    stepkey.pass(6 * SECOND)
    await deliverDueEvents(deps)
    expect(await onlyDelivery()).toMatchObject({
      attempts: 2,
      status: 'delivered',
      problem: null,
      httpStatus: 200,
    })
    expect(await state()).toMatchObject({
      failingSince: null,
      lastDeliveredAt: deps.clock().toISOString(),
    })
  })

  it('respect Retry-After, up to 24 hours', async () => {
    receiver.answer = { status: 429, headers: { 'retry-after': '3600' } }
    await sendTest()
    await deliverDueEvents(deps)
    stepkey.pass(3599 * SECOND)
    expect(await deliverDueEvents(deps)).toBe(0)
    stepkey.pass(SECOND)
    const nextYear = new Date(deps.clock().getTime() + 365 * DAY).toUTCString()
    receiver.answer = { status: 503, headers: { 'retry-after': nextYear } }
    expect(await deliverDueEvents(deps)).toBe(1)
    stepkey.pass(DAY)
    expect(await deliverDueEvents(deps)).toBe(1)
  })

  it('disable a webhook that answers 410', async () => {
    receiver.answer = { status: 410 }
    await sendTest()
    await sendTest()
    await deliverDueEvents(deps)
    expect(receiver.received).toHaveLength(1)
    expect(await state()).toMatchObject({ isEnabled: false, disabledReason: 'gone' })
    expect((await log()).map(({ status, problem }) => [status, problem])).toEqual([
      ['failed', 'switched_off'],
      ['failed', 'gone'],
    ])
    const { items } = await alice.audit.list({ action: 'webhook.disabled' })
    expect(items).toMatchObject([{ subjectId: webhookId, actor: { name: 'Stepkey itself' } }])
  })

  it('disable a webhook after five days of failures', async () => {
    receiver.answer = { status: 500 }
    await sendTest()
    await deliverDueEvents(deps)
    stepkey.pass(5 * DAY - 1)
    await deliverDueEvents(deps)
    expect(await state()).toMatchObject({ isEnabled: true })
    await sendTest()
    stepkey.pass(1)
    await deliverDueEvents(deps)
    expect(await state()).toMatchObject({ isEnabled: false, disabledReason: 'failing' })
    await alice.webhooks.update({ webhookId, isEnabled: true })
    expect(await state()).toMatchObject({ isEnabled: true, disabledReason: null, failingSince: null })
  })

  it('are not sent with plain http once EGRESS_ALLOW no longer permits it', async () => {
    await sendTest()
    await deliverDueEvents({ ...deps, config: { ...deps.config, egressAllow: [] } })
    expect(receiver.received).toHaveLength(0)
    expect(await onlyDelivery()).toMatchObject({ status: 'pending', problem: 'private_address' })
  })

  it('are not sent if they were queued concurrently with the disabling of their webhook', async () => {
    await sendTest()
    await deps.db.updateTable('webhook').set({ is_enabled: 0 }).where('id', '=', webhookId).execute()
    expect(await deliverDueEvents(deps)).toBe(0)
    expect(receiver.received).toHaveLength(0)
  })

  it('follow no redirect, and store the problem', async () => {
    const other = createReceiver()
    receiver.answer = { status: 302, headers: { location: await world.http(other.listener) } }
    await sendTest()
    await deliverDueEvents(deps)
    expect(await onlyDelivery()).toMatchObject({ status: 'pending', problem: 'redirect', httpStatus: 302 })
    expect(other.received).toEqual([])

    const problems: Record<string, string> = {
      'https://absent.example/': 'name_not_found',
      'https://inside.example/': 'private_address',
      'http://127.0.0.1:1/': 'unreachable',
    }
    world.name('inside.example', ['10.0.0.1'])
    for (const [url, problem] of Object.entries(problems)) {
      const id = await createWebhook(url)
      await sendTest(id)
      await deliverDueEvents(deps)
      expect(await log(id), url).toMatchObject([{ status: 'pending', problem, httpStatus: null }])
    }
  })

  it('are sent over TLS', async () => {
    const secured = createReceiver()
    await world.https('hooks.example', secured.listener)
    await sendTest(await createWebhook('https://hooks.example/stepkey'))
    await deliverDueEvents(deps)
    expect(secured.types()).toEqual(['webhook.test'])
  })

  it('keep the order of events, one at a time for each receiver', async () => {
    const sent: string[] = []
    for (let count = 0; count < 5; count++) sent.push((await sendTest()).eventId)
    await deliverDueEvents(deps)
    expect(receiver.received.map(({ id }) => id)).toEqual(sent)
    expect(receiver.maxOpen).toBe(1)
  })

  it('are not delayed by the silent receivers of another workspace', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const silent = createReceiver()
    silent.gate = promise
    for (let index = 0; index < 16; index++) {
      const id = await createWebhook(await world.http(silent.listener), `Silent ${index}`)
      await sendTest(id)
      await sendTest(id)
    }
    const bob = await stepkey.signUp(`Bob${people}`)
    const { webhook } = await bob.webhooks.create({ name: 'Pager', url: await world.http(receiver.listener) })
    await bob.webhooks.test({ webhookId: webhook.id })

    const delivering = deliverDueEvents(deps)
    await expect.poll(() => receiver.received.length).toBe(1)
    expect(silent.maxOpen).toBeLessThanOrEqual(8)
    resolve()
    expect(await delivering).toBe(33)
    expect(silent.received).toHaveLength(32)
    expect(silent.maxOpen).toBeLessThanOrEqual(8)
  })

  it('are not delayed by another receiver that is slow', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    receiver.gate = promise
    await sendTest()
    const looking = deliverDueEvents(deps)
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1))
    const quick = createReceiver()
    await sendTest(await createWebhook(await world.http(quick.listener)))
    await vi.waitFor(() => expect(quick.received).toHaveLength(1), SOON)
    resolve()
    expect(await looking).toBe(2)
  })

  it('are sent once by several processes', async () => {
    const others = Array.from({ length: 5 }, () => createReceiver())
    for (const other of others) {
      other.gate = setTimeout(20)
      const id = await createWebhook(await world.http(other.listener))
      for (let count = 0; count < 4; count++) await sendTest(id)
    }
    // SQLite has one writing process, so there the searches run concurrently in one process.
    const db = engine === 'postgres' ? connect(deps.config.database) : deps.db
    const counts = await Promise.all([
      deliverDueEvents(deps),
      deliverDueEvents({ ...deps, db }),
      deliverDueEvents(deps),
    ])
    if (db !== deps.db) await db.destroy()
    expect(counts.reduce((sum, count) => sum + count)).toBe(20)
    for (const { received, maxOpen } of others) {
      expect(new Set(received.map(({ id }) => id)).size).toBe(4)
      expect(received).toHaveLength(4)
      expect(maxOpen).toBe(1)
    }
  })

  it('are retried after a crash, once the lease has expired', async () => {
    await sendTest()
    const now = deps.clock().toISOString()
    const claim = () => claimDueDeliveries(deps.db, { now, limit: 8, except: [], duration: 60_000 })
    expect(await claim()).toHaveLength(1)
    expect(await deliverDueEvents(deps), 'another process holds the lease').toBe(0)
    await deps.db.updateTable('webhook_delivery').set({ leased_until: '2026-01-01T00:00:00.000Z' }).execute()
    expect(await deliverDueEvents(deps)).toBe(1)
    expect(await onlyDelivery()).toMatchObject({ status: 'delivered', attempts: 2 })
  })

  it('can be sent again, with the same webhook-id', async () => {
    const { id: deliveryId, eventId } = await sendTest()
    await deliverDueEvents(deps)
    const { delivery } = await alice.webhooks.redeliver({ deliveryId })
    expect(delivery).toMatchObject({ eventId, isAgain: true, status: 'pending' })
    await deliverDueEvents(deps)
    expect(receiver.received.map(({ id }) => id)).toEqual([eventId, eventId])
    expect((await log()).map(({ isAgain, status }) => [isAgain, status])).toEqual([
      [true, 'delivered'],
      [false, 'delivered'],
    ])

    receiver.answer = { status: 500 }
    const waiting = await sendTest()
    await deliverDueEvents(deps)
    receiver.answer = { status: 204 }
    await alice.webhooks.redeliver({ deliveryId: waiting.id })
    await deliverDueEvents(deps)
    expect((await log())[0], 'what waits for its next try is tried now').toMatchObject({
      id: waiting.id,
      attempts: 2,
      status: 'delivered',
    })
  })

  it('are listed with pagination and by status, and deleted after thirty days', async () => {
    for (let count = 0; count < 3; count++) await sendTest()
    await deliverDueEvents(deps)
    receiver.answer = { status: 404 }
    await sendTest()
    await deliverDueEvents(deps)
    const first = await alice.webhooks.deliveries({ webhookId, limit: 3 })
    expect(first.items).toHaveLength(3)
    const rest = await alice.webhooks.deliveries({ webhookId, limit: 3, cursor: first.nextCursor ?? '' })
    expect(rest).toMatchObject({ items: [{ status: 'delivered' }], nextCursor: null })
    const delivered = await alice.webhooks.deliveries({ webhookId, status: 'delivered' })
    expect(delivered.items).toHaveLength(3)
    expect(await alice.webhooks.deliveries({ webhookId, status: 'failed' })).toMatchObject({ items: [] })

    const month = new Date(deps.clock().getTime() + 30 * DAY)
    await deleteOldEvents(deps.db, new Date(month.getTime() - 1))
    expect(await log()).toHaveLength(4)
    await deleteOldEvents(deps.db, month)
    expect(await log()).toEqual([])
  })

  it('can be opened with the request that was sent, without its signature, and the response', async () => {
    receiver.answer = {
      status: 422,
      headers: { 'content-type': 'application/json', 'set-cookie': 'session=1' },
      body: ({ headers }) => JSON.stringify(headers),
    }
    const { id: deliveryId, eventId } = await sendTest()
    expect(await alice.webhooks.delivery({ deliveryId })).toMatchObject({
      lastAttemptAt: null,
      response: null,
    })
    await deliverDueEvents(deps)
    const [sent] = receiver.received
    const detail = await alice.webhooks.delivery({ deliveryId })
    expect(detail).toMatchObject({ webhookId, eventId, attempts: 1, httpStatus: 422, problem: 'status' })
    expect(detail.lastAttemptAt).toBe(deps.clock().toISOString())
    expect(detail.request.payload).toBe(sent?.body)
    for (const { name, value } of detail.request.headers) {
      expect(value, name).toBe(name === 'webhook-signature' ? null : sent?.headers[name])
    }
    expect(detail.response).toMatchObject({ status: 422, isTruncated: false })
    expect(detail.response?.headers).toContainEqual({ name: 'content-type', value: 'application/json' })
    expect(detail.response?.body).toContain('"webhook-signature":"v1,[signature]"')
    expect(JSON.stringify(detail)).not.toContain('session=1')

    receiver.answer = { status: 204 }
    await alice.webhooks.redeliver({ deliveryId })
    await deliverDueEvents(deps)
    const { response } = await alice.webhooks.delivery({ deliveryId })
    expect(response, 'only of the last attempt').toMatchObject({ status: 204, body: '' })
  })

  it('are sent within about a second after the event', async () => {
    deps.background.every(DELIVERY_JOB, 3600_000, async (isStopping) => {
      await deliverDueEvents(deps, isStopping)
    })
    await sendTest()
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1), SOON)
    await sendTest()
    await vi.waitFor(() => expect(receiver.received).toHaveLength(2), SOON)
  })
})
