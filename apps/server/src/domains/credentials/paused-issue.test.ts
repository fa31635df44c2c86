import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { parseAllowRule } from '../../platform/egress/address-filter.ts'
import { HOUR, MINUTE, SECOND } from '../../platform/time.ts'

const FLOWS = 10
const STEPS = 20

/** A key that the provider revoked must reach it a few times only, however many steps use it. */
describe.each(engines)('pausing issues on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let key: string
  let baseUrl: string
  /** `requests` is the number of those with the key. */
  const provider = { status: 200, requests: 0 }

  beforeAll(async () => {
    world = await createWorld()
    baseUrl = await world.http((request, response) => {
      // A verification that succeeds also sends requests without the key.
      const hasKey = request.headers['x-key'] === 'right'
      if (hasKey) provider.requests++
      const status = hasKey ? provider.status : 401
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    })
    stepkey = await startStepkey(engine, {
      outside: world.ports,
      config: { egressAllow: [parseAllowRule('127.0.0.1') ?? {}] },
    })
    alice = await stepkey.signUp('Alice')
    key = (await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })).key
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(() => {
    Object.assign(provider, { status: 200, requests: 0 })
  })

  let names = 0
  async function activeSteps(flows: number, stepsPerFlow: number) {
    const saved = await alice.credentials.create({
      componentId: 'http',
      methodId: 'headerKey',
      name: `Key ${++names}`,
      values: { baseUrl, testPath: '/me', headerName: 'x-key', key: 'right' },
    })
    assertSaved(saved)
    const { id: credentialId } = saved.credential
    const steps = []
    for (let index = 0; index < flows; index++) {
      const flow = await alice.flows.save({
        name: `Flow ${++names}`,
        steps: Array.from({ length: stepsPerFlow }, (_, step) => ({
          name: `Step ${step}`,
          componentId: 'http',
          credentialId,
        })),
      })
      assertSaved(flow)
      await alice.flows.activate({ flowId: flow.id })
      steps.push(...flow.steps.map(({ id }) => ({ flowId: flow.id, stepId: id })))
    }
    provider.requests = 0
    return { credentialId, steps }
  }
  const engineOf = () => stepkey.visitor({ apiKey: key })
  type Step = Awaited<ReturnType<typeof activeSteps>>['steps'][number]
  /** Issues all steps at the same time. @returns for each `issued`, or the code of its error */
  const issueAll = (steps: readonly Step[]) =>
    Promise.all(
      steps.map((step) =>
        engineOf()
          .credentials.issue(step)
          .then(
            () => 'issued',
            (error) => error.cause?.code as string,
          ),
      ),
    )
  const reportAll = (steps: readonly Step[]) =>
    Promise.all(steps.map((step) => engineOf().credentials.report(step)))

  it(`sends a revoked key that ${FLOWS * STEPS} steps use to its provider three times, then waits for a repair`, async () => {
    const { credentialId, steps } = await activeSteps(FLOWS, STEPS)
    expect(new Set(await issueAll(steps))).toEqual(new Set(['issued']))
    provider.status = 401
    stepkey.pass(SECOND)
    for (const { outcome } of await reportAll(steps)) expect(outcome).toBe('rejected')
    for (const pause of [5 * MINUTE, HOUR]) {
      const { requests } = provider
      stepkey.pass(pause - SECOND)
      expect(new Set(await issueAll(steps))).toEqual(new Set(['paused']))
      for (const { asked } of await reportAll(steps)) expect(asked).toBe(false)
      expect(provider.requests).toBe(requests)
      stepkey.pass(SECOND)
      expect(new Set(await issueAll(steps))).toEqual(
        new Set([pause === HOUR ? 'credential_failing' : 'paused']),
      )
      expect(provider.requests).toBe(requests + 1)
    }
    stepkey.pass(100 * HOUR)
    expect(new Set(await issueAll(steps))).toEqual(new Set(['credential_failing']))
    for (const { asked } of await reportAll(steps)) expect(asked).toBe(false)
    expect(provider.requests).toBe(3)

    provider.status = 200
    const { version } = await alice.credentials.get({ credentialId })
    const repaired = await alice.credentials.update({ credentialId, version, values: { key: 'right' } })
    expect(repaired).toMatchObject({ outcome: 'saved', credential: { nextAttemptAt: null } })
    expect(new Set(await issueAll(steps))).toEqual(new Set(['issued']))
  })

  it('tells a reporting engine the outcome, reason and advice, and what the target reported only with the scope verify', async () => {
    const { steps } = await activeSteps(1, 1)
    const [step = { flowId: '', stepId: '' }] = steps
    const always = { checkedAt: expect.any(String), durationMs: expect.any(Number), asked: true }
    await alice.accounts.confirmPassword({ password: alice.password })
    const verifier = (await alice.apiKeys.create({ name: 'Verifier', scopes: ['issue', 'verify'] })).key
    const target = new URL(baseUrl).host
    expect(await engineOf().credentials.report(step)).toEqual({
      ...always,
      outcome: 'verified',
      message: expect.not.stringMatching(/127\.0\.0\.1/),
    })
    expect(await stepkey.visitor({ apiKey: verifier }).credentials.report(step)).toMatchObject({
      outcome: 'verified',
      target,
      httpStatus: 200,
    })
    provider.status = 401
    stepkey.pass(MINUTE)
    expect(await engineOf().credentials.report(step)).toEqual({
      ...always,
      outcome: 'rejected',
      reason: 'unauthorized',
      message: expect.not.stringMatching(/127\.0\.0\.1/),
      advice: expect.any(String),
    })
    const again = await stepkey.visitor({ apiKey: verifier }).credentials.report(step)
    expect(again).toMatchObject({ outcome: 'rejected', target, asked: false })
  })

  it('issues again after the pause to all that ask, when the one attempt succeeds', async () => {
    const { credentialId, steps } = await activeSteps(1, 20)
    provider.status = 401
    await reportAll(steps.slice(0, 1))
    const { items } = await alice.credentials.list({ status: 'needs_repair' })
    expect(items.map(({ id }) => id)).toContain(credentialId)
    const { nextAttemptAt } = await alice.credentials.get({ credentialId })
    expect(nextAttemptAt).toBe(new Date(stepkey.deps.clock().getTime() + 5 * MINUTE).toISOString())
    provider.status = 200
    stepkey.pass(5 * MINUTE)
    provider.requests = 0
    expect(new Set(await issueAll(steps))).toEqual(new Set(['issued']))
    expect(provider.requests).toBe(1)
    expect(await alice.credentials.get({ credentialId })).toMatchObject({
      status: 'verified',
      nextAttemptAt: null,
    })
  })

  it('lets another process make no attempt while one is running, and waits after an inconclusive one', async () => {
    const { credentialId, steps } = await activeSteps(1, 1)
    provider.status = 401
    await reportAll(steps)
    stepkey.pass(5 * MINUTE)
    // Another process has made its attempt just now.
    const paused_until = new Date(stepkey.deps.clock().getTime() + 2 * MINUTE).toISOString()
    const change = stepkey.deps.db.updateTable('credential').set({ paused_until })
    await change.where('id', '=', credentialId).execute()
    provider.requests = 0
    expect(await issueAll(steps)).toEqual(['paused'])
    expect(provider.requests).toBe(0)
    provider.status = 503
    stepkey.pass(2 * MINUTE)
    expect(await issueAll(steps)).toEqual(['paused'])
    expect(await issueAll(steps)).toEqual(['paused'])
    expect(provider.requests).toBe(1)
  })

  it('tells the pause over REST in the body and in Retry-After, also for all steps of a flow', async () => {
    const { steps } = await activeSteps(1, 1)
    const [{ flowId, stepId } = { flowId: '', stepId: '' }] = steps
    provider.status = 401
    await reportAll(steps)
    stepkey.pass(MINUTE)
    const post = (url: string) =>
      stepkey.app.inject({
        method: 'POST',
        url,
        headers: { host: 'localhost:4000', authorization: `Bearer ${key}` },
      })
    const alone = await post(`/api/v1/flows/${flowId}/steps/${stepId}/credential`)
    expect(alone.json()).toMatchObject({ status: 409, code: 'paused', retryAfter: 240 })
    expect(alone.headers['retry-after']).toBe('240')
    const all = await post(`/api/v1/flows/${flowId}/credentials`)
    expect(all.json().steps[stepId]).toEqual({
      code: 'paused',
      message: alone.json().detail,
      retryAfter: 240,
    })
  })

  it('does not verify a failing credential at each check of an engine before a run, but for a user', async () => {
    const { steps } = await activeSteps(1, 1)
    const [{ flowId } = { flowId: '' }] = steps
    provider.status = 401
    await reportAll(steps)
    provider.requests = 0
    for (let n = 0; n < 5; n++) {
      const { steps } = await engineOf().flows.preflight({ flowId })
      expect(steps[0]).toMatchObject({ reason: 'failing' })
    }
    expect(provider.requests).toBe(0)
    stepkey.pass(5 * MINUTE)
    provider.status = 200
    expect(await engineOf().flows.preflight({ flowId })).toMatchObject({ outcome: 'ready' })
    provider.status = 401
    await reportAll(steps)
    provider.status = 200
    expect(await alice.flows.preflight({ flowId })).toMatchObject({ outcome: 'ready' })
  })

  it('asks the provider once about a new value that a flow tries, then once about the current one', async () => {
    const { credentialId, steps } = await activeSteps(1, 3)
    const { version } = await alice.credentials.get({ credentialId })
    const values = { key: 'right' }
    await alice.credentials.addValue({ credentialId, version, values })
    const flowIds = [steps[0]?.flowId ?? '']
    await alice.credentials.promote({ credentialId, generation: 2, flowIds })
    provider.status = 401
    const [first = steps[0] as Step, ...others] = steps
    expect((await reportAll([first]))[0]).toMatchObject({ outcome: 'rejected', asked: true })
    provider.requests = 0
    // By now the flow gets the current value, which is refused, too.
    for (const report of await reportAll(others)) expect(report).toMatchObject({ outcome: 'rejected' })
    expect(provider.requests).toBe(1)
    for (const report of await reportAll(others))
      expect(report).toMatchObject({ outcome: 'rejected', asked: false })
    expect(provider.requests).toBe(1)
  })
})
