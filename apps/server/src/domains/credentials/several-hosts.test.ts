import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { serveOne } from '../../../testing/protocols/kafka-wire.ts'
import { scripted } from '../../../testing/protocols/peer.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { parseAllowRule } from '../../platform/egress/address-filter.ts'

describe('a credential with several hosts', () => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let port: number
  const login = { user: 'stepkey', password: 's3cret', tls: 'disable' }

  beforeAll(async () => {
    world = await createWorld()
    port = await scripted(world, async (peer) => void (await serveOne(peer, 'stepkey', 's3cret')))
    stepkey = await startStepkey('sqlite', {
      outside: world.ports,
      config: { egressAllow: [parseAllowRule('127.0.0.1') ?? {}] },
    })
    alice = await stepkey.signUp('Alice')
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  async function create(name: string) {
    const saved = await alice.credentials.create({
      componentId: 'kafka',
      methodId: 'brokers',
      name,
      values: { brokers: `127.0.0.1:1, 127.0.0.1:${port}`, ...login },
    })
    assertSaved(saved)
    return saved.credential
  }

  it('names the host that answered, and is issued with all of them', async () => {
    const credential = await create('Issued')
    expect(credential.receipt).toMatchObject({ outcome: 'verified', target: `127.0.0.1:${port}` })
    const steps = [{ name: 'One', componentId: 'kafka', credentialId: credential.id }]
    const flow = await alice.flows.save({ name: 'Flow', steps })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    const stepId = flow.steps[0]?.id ?? ''
    const issued = await stepkey.visitor({ apiKey: key }).credentials.issue({ flowId: flow.id, stepId })
    expect(issued.values).toMatchObject({ brokers: `127.0.0.1:1,127.0.0.1:${port}`, ...login })
  })

  it('asks for the secret again when a host is added, and sends the stored one to none', async () => {
    const { id, version } = await create('Changed')
    let reached = 0
    const other = await world.tcp(() => {
      reached++
    })
    const change = { brokers: `127.0.0.1:1,127.0.0.1:${port},127.0.0.1:${other}` }
    const secretNeeded = { cause: { fields: [{ path: 'values.password', code: 'secret_needed' }] } }
    const update = (values: Record<string, unknown>) =>
      alice.credentials.update({ credentialId: id, version, values })
    await expect(update(change)).rejects.toMatchObject(secretNeeded)
    await expect(alice.credentials.verify({ credentialId: id, values: change })).rejects.toMatchObject(
      secretNeeded,
    )
    expect(reached).toBe(0)
    assertSaved(await update({ ...change, password: login.password }))
  })
})
