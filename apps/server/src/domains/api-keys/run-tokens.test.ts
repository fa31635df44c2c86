import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'
import { parseAllowRule } from '../../platform/egress/address-filter.ts'

describe.each(engines)('run tokens on %s', (engine) => {
  let world: World
  let base: string
  let stepkey: Stepkey
  let alice: Person
  let engineKey: { id: string; key: string }
  let people = 0
  let count = 0
  let step: { flowId: string; stepId: string }

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(createFakeApi().listener)
    stepkey = await startStepkey(engine, {
      outside: world.ports,
      config: { egressAllow: [parseAllowRule('127.0.0.1') ?? {}] },
    })
  })
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
    const { apiKey, key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['read', 'issue'] })
    engineKey = { id: apiKey.id, key }
    step = await activeStep()
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  const flowEngine = () => stepkey.visitor({ apiKey: engineKey.key })

  async function activeStep() {
    const created = await alice.credentials.create(fakeApiCredential(base, `Shop ${++count}`))
    assertSaved(created)
    const flow = await alice.flows.save({
      name: 'Sync',
      steps: [{ name: 'Read', componentId: 'http', credentialId: created.credential.id }],
    })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    return { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
  }

  async function worker(expiresIn?: number): Promise<{ caller: Caller; token: string }> {
    const { token } = await flowEngine().flows.createRunToken({ flowId: step.flowId, expiresIn })
    return { caller: stepkey.visitor({ apiKey: token }), token }
  }

  it('issue and report the credentials of one flow', async () => {
    const { caller } = await worker()
    const issued = await caller.credentials.issue(step)
    expect(issued).toEqual(await flowEngine().credentials.issue(step))
    expect((await caller.flows.issue({ flowId: step.flowId })).steps).toHaveProperty(step.stepId)
    expect(await caller.credentials.report(step)).toMatchObject({ outcome: 'verified' })
  })

  it('refuse every other flow and procedure, and record the refusal', async () => {
    const { caller } = await worker()
    const other = await activeStep()
    const refused = { code: 'FORBIDDEN', message: 'This run token does not allow that.' }
    for (const attempt of [
      () => caller.credentials.issue(other),
      () => caller.credentials.issue({ ...step, flowId: other.flowId }),
      () => caller.credentials.report(other),
      () => caller.flows.issue({ flowId: other.flowId }),
      () => caller.flows.createRunToken({ flowId: step.flowId }),
      () => caller.flows.get({ flowId: step.flowId }),
      () => caller.credentials.list({}),
    ]) {
      await expect(attempt()).rejects.toMatchObject(refused)
    }
    await expect(caller.apiKeys.list()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const { items } = await alice.audit.list({ action: 'access.asked' })
    expect(items.length).toBeGreaterThan(0)
    for (const { outcome, detail } of items) {
      expect(outcome).toBe('refused')
      expect(detail.runTokenId).toEqual(expect.any(String))
    }
  })

  it('end at their time, and with the API key that created them', async () => {
    const unauthorized = { code: 'UNAUTHORIZED' }
    const { caller: short } = await worker(60)
    const { caller: long } = await worker(24 * 60 * 60)
    await short.credentials.issue(step)
    stepkey.pass(60_000)
    await expect(short.credentials.issue(step)).rejects.toMatchObject(unauthorized)
    await long.credentials.issue(step)
    await alice.apiKeys.revoke({ apiKeyId: engineKey.id })
    await expect(long.credentials.issue(step)).rejects.toMatchObject(unauthorized)
  })

  it('are recorded: their creation, and what was issued with them', async () => {
    const { caller } = await worker()
    await caller.credentials.issue(step)
    const [created] = (await alice.audit.list({ action: 'run_token.created' })).items
    expect(created).toMatchObject({ outcome: 'done', detail: { flowId: step.flowId } })
    const [issued] = (await alice.audit.list({ action: 'credential.issued' })).items
    expect(issued?.detail).toMatchObject({ ...step, runTokenId: created?.subjectId })
  })

  it('can’t be changed or invented', async () => {
    const { token } = await worker()
    const [text = '', mac = ''] = token.slice('stepkey_run_'.length).split('.')
    const content = JSON.parse(Buffer.from(text, 'base64url').toString())
    const forged = content.map((part: unknown, n: number) =>
      content.with(n, typeof part === 'number' ? part + 1 : `${part}x`),
    )
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    for (const wrong of [
      ...forged.map((value: unknown) => `stepkey_run_${encode(value)}.${mac}`),
      `stepkey_run_${text}`,
      `stepkey_run_${text}.`,
      `stepkey_run_${text}.${mac.slice(1)}`,
      `stepkey_run_.${mac}`,
      'stepkey_run_',
      `stepkey_run_${'x'.repeat(1000)}`,
    ]) {
      const caller = stepkey.visitor({ apiKey: wrong })
      await expect(caller.credentials.issue(step)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    }
  })

  it('are created only by API keys that may issue, for flows of their workspace', async () => {
    const { flowId } = step
    await expect(alice.flows.createRunToken({ flowId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const { key } = await alice.apiKeys.create({ name: 'Reader', scopes: ['read'] })
    await expect(stepkey.visitor({ apiKey: key }).flows.createRunToken({ flowId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    const bob = await stepkey.signUp(`Bob${people}`)
    const foreign = await bob.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    await expect(
      stepkey.visitor({ apiKey: foreign.key }).flows.createRunToken({ flowId }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('work over REST, and only with these two operations there', async () => {
    const { token } = await worker()
    const send = (method: 'GET' | 'POST', path: string) =>
      stepkey.app.inject({
        method,
        url: `/api/v1/flows/${step.flowId}${path}`,
        headers: { host: 'localhost:4000', authorization: `Bearer ${token}` },
      })
    expect((await send('POST', `/steps/${step.stepId}/credential`)).statusCode).toBe(200)
    expect((await send('POST', '/credentials')).statusCode).toBe(200)
    expect((await send('POST', `/steps/${step.stepId}/credential/report`)).statusCode).toBe(200)
    expect((await send('GET', '')).statusCode).toBe(403)
    expect((await send('POST', '/run-tokens')).statusCode).toBe(403)
  })
})
