import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { leaked, onDisk } from '../../../testing/leaked-secrets.ts'
import { createReceiver, type Receiver, readWith } from '../../../testing/servers/webhook-receiver.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { parseAllowRule } from '../../platform/egress/address-filter.ts'
import { deliverDueEvents } from './deliver-events.ts'

const HOUR = 3600_000

describe.each(engines)('webhooks on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let receiver: Receiver
  let url: string
  let alice: Person
  let people = 0

  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, {
      outside: world.ports,
      config: { egressAllow: [parseAllowRule('127.0.0.1') ?? {}] },
    })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    receiver = createReceiver()
    url = await world.http(receiver.listener)
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  const create = (more: { name?: string; url?: string } = {}) =>
    alice.webhooks.create({ name: 'Alarm', url, ...more })
  const now = () => stepkey.deps.clock()

  it('can be managed only with the permission, and only in their workspace', async () => {
    const { webhook } = await create()
    const { delivery } = await alice.webhooks.test({ webhookId: webhook.id })
    const bob = await stepkey.signUp(`Bob${people}`)
    expect(await bob.webhooks.list()).toEqual([])
    const webhookId = webhook.id
    for (const reach of [
      () => bob.webhooks.update({ webhookId, name: 'Mine' }),
      () => bob.webhooks.rotateSecret({ webhookId }),
      () => bob.webhooks.test({ webhookId }),
      () => bob.webhooks.deliveries({ webhookId }),
      () => bob.webhooks.delivery({ deliveryId: delivery.id }),
      () => bob.webhooks.redeliver({ deliveryId: delivery.id }),
      () => bob.webhooks.remove({ webhookId }),
    ]) {
      await expect(reach()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    expect(await alice.webhooks.list()).toMatchObject([{ id: webhookId, name: 'Alarm' }])
  })

  it('return their secret once, and store it sealed', async () => {
    const { webhook, secret } = await create()
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/)
    const again = await alice.webhooks.rotateSecret({ webhookId: webhook.id })
    expect(again.secret).not.toBe(secret)
    const secrets = [secret, again.secret].map((one) => one.replace('whsec_', ''))
    expect(leaked(JSON.stringify(await alice.webhooks.list()), secrets)).toEqual([])
    for (const [place, content] of Object.entries(await onDisk(stepkey))) {
      expect(leaked(content, secrets), place).toEqual([])
    }
    expect(leaked(stepkey.logged.join('\n'), secrets)).toEqual([])
  })

  it('require re-authentication before a secret is returned', async () => {
    const { webhook } = await create()
    stepkey.pass(HOUR)
    await expect(create()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(alice.webhooks.rotateSecret({ webhookId: webhook.id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('receive a test event that the Standard Webhooks library verifies', async () => {
    const { webhook, secret } = await create()
    const { delivery } = await alice.webhooks.test({ webhookId: webhook.id })
    expect(delivery).toMatchObject({ type: 'webhook.test', status: 'pending', attempts: 0 })
    await deliverDueEvents(stepkey.deps)
    expect(receiver.received).toHaveLength(1)
    const [request] = receiver.received
    if (!request) throw new Error('No request arrived.')
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Stepkey',
      'webhook-id': delivery.eventId,
    })
    expect(readWith(secret, request, now())).toEqual({
      type: 'webhook.test',
      timestamp: now().toISOString(),
      data: { webhook: { id: webhook.id, name: 'Alarm' } },
    })
    expect(() => readWith('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', request, now())).toThrow('signature')
    expect(await alice.webhooks.list()).toMatchObject([
      { lastDeliveredAt: now().toISOString(), failingSince: null },
    ])
  })

  it('are also signed with the old secret for a day after a rotation', async () => {
    const { webhook, secret: old } = await create()
    const { secret, oldSecretUntil } = await alice.webhooks.rotateSecret({ webhookId: webhook.id })
    expect(Date.parse(oldSecretUntil) - now().getTime()).toBe(24 * HOUR)
    expect(await alice.webhooks.list()).toMatchObject([{ oldSecretUntil }])

    const send = async () => {
      await alice.webhooks.test({ webhookId: webhook.id })
      await deliverDueEvents(stepkey.deps)
      const request = receiver.received.at(-1)
      if (!request) throw new Error('No request arrived.')
      return request
    }
    const during = await send()
    expect(readWith(old, during, now()).type).toBe('webhook.test')
    expect(readWith(secret, during, now()).type).toBe('webhook.test')

    stepkey.pass(24 * HOUR)
    const after = await send()
    expect(readWith(secret, after, now()).type).toBe('webhook.test')
    expect(() => readWith(old, after, now())).toThrow('signature')
    expect(await alice.webhooks.list()).toMatchObject([{ oldSecretUntil: null }])
  })

  it('require https or an address in EGRESS_ALLOW', async () => {
    const refused = {
      'http://example.com/hook': 'Use https',
      'http://10.0.0.1/hook': 'Use https',
      'https://10.0.0.1/hook': 'private network',
      'https://[::1]/hook': 'private network',
      'https://169.254.169.254/': 'private network',
      'https://alice:secret@example.com/': 'Remove user name and password',
      'ftp://example.com/': 'starts with https',
      nonsense: 'starts with https',
    }
    for (const [wrong, why] of Object.entries(refused)) {
      await expect(create({ url: wrong }), wrong).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringContaining(why),
      })
    }
    const { webhook } = await create({ url: 'https://example.com/hook' })
    await expect(
      alice.webhooks.update({ webhookId: webhook.id, url: 'https://192.168.1.1/' }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await create({ url: 'http://127.0.0.1:9/hook' })
  })

  it('are limited to twenty per workspace', async () => {
    for (let count = 0; count < 20; count++) await create()
    await expect(create()).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await alice.webhooks.list()).toHaveLength(20)
  })

  it('can be changed, disabled, enabled and deleted, with audit entries', async () => {
    const { webhook } = await create()
    const webhookId = webhook.id
    await alice.webhooks.test({ webhookId })
    const off = await alice.webhooks.update({
      webhookId,
      name: 'Pager',
      events: ['credential.failing'],
      isEnabled: false,
    })
    expect(off).toMatchObject({ name: 'Pager', events: ['credential.failing'], isEnabled: false })
    await expect(alice.webhooks.test({ webhookId })).rejects.toMatchObject({ code: 'CONFLICT' })
    await deliverDueEvents(stepkey.deps)
    expect(receiver.received, 'pending deliveries are cancelled').toEqual([])
    const { items } = await alice.webhooks.deliveries({ webhookId })
    expect(items).toMatchObject([{ status: 'failed', problem: 'switched_off', nextAttemptAt: null }])

    expect(await alice.webhooks.update({ webhookId, isEnabled: true, events: null })).toMatchObject({
      isEnabled: true,
      events: null,
    })
    await alice.webhooks.redeliver({ deliveryId: items[0]?.id ?? '' })
    await deliverDueEvents(stepkey.deps)
    expect(receiver.types()).toEqual(['webhook.test'])

    await alice.webhooks.remove({ webhookId })
    expect(await alice.webhooks.list()).toEqual([])
    await expect(alice.webhooks.deliveries({ webhookId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const auditLog = await alice.audit.list({ subjectId: webhookId })
    expect(auditLog.items.map(({ action }) => action)).toEqual([
      'webhook.deleted',
      'webhook.redelivered',
      'webhook.updated',
      'webhook.updated',
      'webhook.tested',
      'webhook.created',
    ])
  })
})
