import type { ChatFormat } from '@stepkey/shared/notice'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { createReceiver, type Receiver } from '../../../testing/servers/webhook-receiver.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { parseAllowRule } from '../../platform/egress/address-filter.ts'
import { composeDueMessages } from './compose-messages.ts'
import { sendDueMessages } from './send-messages.ts'

const [MINUTE, DAY] = [60_000, 24 * 3600_000]

describe.each(engines)('chat channels on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let base: string
  let alice: Person
  let receiver: Receiver
  let hook: string
  let people = 0
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    stepkey = await startStepkey(engine, {
      outside: world.ports,
      config: { egressAllow: [parseAllowRule('127.0.0.1') ?? {}], publicUrl: 'https://stepkey.example' },
    })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    for (const table of ['notice_event', 'notice_message', 'notice_group', 'chat_channel'] as const) {
      await stepkey.deps.db.deleteFrom(table).execute()
    }
    api.status = undefined
    receiver = createReceiver()
    hook = `${await world.http(receiver.listener)}/services/secret-part`
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  const create = (format: ChatFormat = 'slack', url = hook) =>
    alice.chatChannels.create({ name: 'Operations', format, url })
  async function failing(name = 'Shop') {
    const result = await alice.credentials.create(fakeApiCredential(base, name))
    assertSaved(result)
    api.status = 401
    await alice.credentials.verify({ credentialId: result.credential.id })
    api.status = undefined
    return result.credential.id
  }
  async function after(milliseconds: number) {
    stepkey.pass(milliseconds)
    await composeDueMessages(stepkey.deps)
    await sendDueMessages(stepkey.deps)
    return receiver.received.splice(0).map(({ body }) => JSON.parse(body))
  }
  const state = async () => (await alice.chatChannels.list())[0]

  it('belong to their workspace, and never return their URL', async () => {
    const channel = await create()
    expect(channel).toMatchObject({ name: 'Operations', host: new URL(hook).host, isEnabled: true })
    expect(JSON.stringify([channel, await alice.chatChannels.list()])).not.toContain('secret-part')
    const bob = await stepkey.signUp(`Bob${people}`)
    expect(await bob.chatChannels.list()).toEqual([])
    const foreign = { channelId: channel.id }
    await expect(bob.chatChannels.test(foreign)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(bob.chatChannels.remove(foreign)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const [row] = await stepkey.deps.db.selectFrom('chat_channel').selectAll().execute()
    expect(row?.sealed.toString('latin1')).not.toContain('secret-part')
  })

  it('are at most ten per workspace', async () => {
    for (let n = 0; n < 10; n++) await create()
    await expect(create()).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await alice.chatChannels.list()).toHaveLength(10)
  })

  it('refuse plain HTTP and private addresses that the operator does not allow', async () => {
    for (const url of ['http://chat.example/x', 'https://10.0.0.1/x']) {
      await expect(create('slack', url)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    }
  })

  it('get a test message at once, whose result the answer says', async () => {
    const { id: channelId } = await create('teams')
    expect(await alice.chatChannels.test({ channelId })).toEqual({ outcome: 'sent' })
    expect(receiver.received).toHaveLength(1)
    receiver.answer = { status: 404 }
    expect(await alice.chatChannels.test({ channelId })).toEqual({
      outcome: 'not_sent',
      problem: 'gone',
      httpStatus: 404,
    })
    expect(await state()).toMatchObject({ isEnabled: true })
  })

  it.each([
    ['slack', ({ blocks }) => blocks.at(-1)?.elements[0].url],
    ['teams', ({ attachments }) => attachments[0].content.actions[0]?.url],
    ['mattermost', ({ attachments }) => attachments[0].text.match(/\[Fix it\]\((.*)\)/)?.[1]],
    // biome-ignore lint/suspicious/noExplicitAny: each format is read as its chat does.
  ] as [ChatFormat, (body: any) => string][])(
    'get one %s message ten minutes after a failure, with a button to its repair',
    async (format, buttonOf) => {
      await create(format)
      const id = await failing()
      expect(await after(9 * MINUTE)).toEqual([])
      const [body, ...others] = await after(MINUTE)
      expect(others).toEqual([])
      expect(JSON.stringify(body)).toContain('1 credential fails')
      const page = `https://stepkey.example/w/${alice.workspaceId}/credentials/http/${id}?edit=1`
      expect(buttonOf(body)).toBe(page)
      expect(await after(DAY)).toEqual([])
    },
  )

  it('name at most 20 credentials, and count the others', async () => {
    await create()
    for (let n = 0; n < 23; n++) await failing(`Shop ${n}`)
    const [body] = await after(10 * MINUTE)
    expect(body.text).toBe('Stepkey: 23 credentials fail')
    expect(body.blocks.filter(({ accessory }: { accessory?: unknown }) => accessory)).toHaveLength(20)
    expect(body.blocks.length).toBeLessThanOrEqual(50)
    expect(JSON.stringify(body)).toContain('And 3 more')
  })

  it('are told once a day if they choose so', async () => {
    const { id: channelId } = await create()
    await alice.chatChannels.update({ channelId, delivery: 'daily' })
    await failing()
    expect(await after(30 * MINUTE)).toEqual([])
    expect(await after(DAY)).toHaveLength(1)
  })

  it('keep their URL when another member changes something else, and use a new one', async () => {
    const { id: channelId } = await create()
    const other = createReceiver()
    await alice.chatChannels.update({
      channelId,
      url: await world.http(other.listener),
      format: 'mattermost',
    })
    await alice.chatChannels.update({ channelId, name: 'Renamed' })
    expect(await alice.chatChannels.test({ channelId })).toEqual({ outcome: 'sent' })
    expect([receiver.received.length, other.received.length]).toEqual([0, 1])
  })

  it('are retried with the same id after an error, not before the time that Retry-After names', async () => {
    await create()
    await failing()
    receiver.answer = { status: 429, headers: { 'retry-after': '600' } }
    stepkey.pass(10 * MINUTE)
    await composeDueMessages(stepkey.deps)
    await sendDueMessages(stepkey.deps)
    receiver.answer = { status: 200 }
    expect(receiver.received).toHaveLength(1)
    stepkey.pass(9 * MINUTE)
    await sendDueMessages(stepkey.deps)
    expect(receiver.received).toHaveLength(1)
    stepkey.pass(2 * MINUTE)
    await sendDueMessages(stepkey.deps)
    const ids = receiver.received.map(({ headers }) => headers['stepkey-message-id'])
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
    expect(receiver.received[0]?.body).toBe(receiver.received[1]?.body)
    expect(await state()).toMatchObject({ failingSince: null, lastSentAt: expect.any(String) })
  })

  it.each([404, 410])(
    'are disabled after the answer %s, with the reason in the audit log',
    async (status) => {
      const { id: channelId } = await create()
      await failing()
      receiver.answer = { status }
      await after(10 * MINUTE)
      expect(await state()).toMatchObject({ isEnabled: false, disabledReason: 'gone' })
      const { items } = await alice.audit.list({ action: 'chat_channel.disabled' })
      expect(items.map(({ subjectId }) => subjectId)).toEqual([channelId])
      receiver.answer = { status: 200 }
      await alice.chatChannels.update({ channelId, isEnabled: true })
      expect(await after(DAY)).toEqual([])
      await failing('Other')
      expect(await after(DAY)).toHaveLength(1)
    },
  )

  it.each([404, 500])(
    'get a message at their new URL when the old one answers %s after the change',
    async (status) => {
      let answer = () => {}
      receiver.gate = new Promise((resolve) => {
        answer = resolve
      })
      receiver.answer = { status }
      const { id: channelId } = await create()
      await failing()
      stepkey.pass(10 * MINUTE)
      await alice.accounts.confirmPassword({ password: alice.password })
      await composeDueMessages(stepkey.deps)
      const sending = sendDueMessages(stepkey.deps)
      await expect.poll(() => receiver.received.length).toBe(1)
      const other = createReceiver()
      await alice.chatChannels.update({ channelId, url: await world.http(other.listener) })
      answer()
      await sending
      expect(other.received.map(({ body }) => body)).toEqual(receiver.received.map(({ body }) => body))
      expect(await state()).toMatchObject({
        isEnabled: true,
        disabledReason: null,
        failingSince: null,
        lastSentAt: stepkey.deps.clock().toISOString(),
      })
    },
  )

  it('are disabled when all messages failed for five days', async () => {
    await create()
    receiver.answer = { status: 500 }
    await failing()
    await after(10 * MINUTE)
    for (let day = 0; day < 6; day++) await after(DAY)
    await failing('Other')
    await after(DAY)
    expect(await state()).toMatchObject({ isEnabled: false, disabledReason: 'failing' })
  })

  it('of other workspaces get their messages while a chat does not answer', async () => {
    let open = () => {}
    receiver.gate = new Promise((resolve) => {
      open = resolve
    })
    for (let n = 0; n < 8; n++) await create()
    await failing()
    const other = createReceiver()
    alice = await stepkey.signUp(`Other${people}`)
    await create('slack', await world.http(other.listener))
    await failing()
    stepkey.pass(10 * MINUTE)
    await composeDueMessages(stepkey.deps)
    const sending = sendDueMessages(stepkey.deps)
    await expect.poll(() => other.received.length).toBe(1)
    expect(receiver.received.length).toBeLessThanOrEqual(8)
    open()
    await sending
    expect(receiver.received).toHaveLength(8)
  })

  it('get nothing while they are disabled', async () => {
    const { id: channelId } = await create()
    await failing()
    stepkey.pass(10 * MINUTE)
    await composeDueMessages(stepkey.deps)
    await alice.chatChannels.update({ channelId, isEnabled: false })
    expect(await after(DAY)).toEqual([])
  })
})
