import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import type { RaceCall } from '../../../testing/races/racer.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

const PROCESSES = 5

/**
 * Five processes with one database get calls of flow engines about a key that its provider has just revoked. The provider
 * answers slowly, so that all of them know of no refusal when they begin. It must get the key once, not once per process.
 */
describe.each(engines)('five processes that learn of a revoked key at the same time on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let base: string
  const processes: ChildProcess[] = []
  /** `requests` is the number of those with the key. */
  const provider = { isRevoked: false, requests: 0 }

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(async (request, response) => {
      const { url, headers } = request
      const hasKey =
        url === '/api/session'
          ? (await text(request)).includes('"right"')
          : url === '/token'
            ? headers.authorization === `Basic ${btoa('client:right')}`
            : headers['x-key'] === 'right' ||
              headers.authorization === 'Bearer access' ||
              headers['x-metabase-session'] === 'session'
      if (hasKey) provider.requests++
      if (provider.isRevoked) await setTimeout(300)
      const isAccepted = hasKey && !provider.isRevoked
      response.writeHead(isAccepted ? 200 : 401, { 'content-type': 'application/json' })
      const token = { access_token: 'access', token_type: 'bearer', expires_in: 3600, id: 'session' }
      response.end(JSON.stringify(isAccepted ? token : { error: 'invalid_client' }))
    })
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
    const { apiKey } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    const setup = { config: stepkey.deps.config, workspaceId: alice.workspaceId, apiKeyId: apiKey.id }
    const racer = join(import.meta.dirname, '../../../testing/races/racer.ts')
    for (let n = 0; n < PROCESSES; n++) processes.push(fork(racer, [JSON.stringify(setup)]))
    await Promise.all(processes.map((process) => once(process, 'message')))
  })
  afterAll(async () => {
    for (const process of processes) process.kill()
    await stepkey.stop()
    await world.close()
  })

  let names = 0
  async function activeStep(methodId: string, values: Record<string, unknown>, componentId = 'http') {
    Object.assign(provider, { isRevoked: false })
    const saved = await alice.credentials.create({ componentId, methodId, name: `Key ${++names}`, values })
    assertSaved(saved)
    const { id: credentialId } = saved.credential
    const steps = [{ name: 'Step', componentId, credentialId }]
    const flow = await alice.flows.save({ name: `Flow ${names}`, steps })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    return { credentialId, flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
  }
  const key = { headerName: 'x-key', key: 'right' }
  const keyStep = () => activeStep('headerKey', { baseUrl: base, testPath: '/me', ...key })
  const clientStep = () =>
    activeStep('clientCredentials', {
      baseUrl: base,
      testPath: '/me',
      tokenUrl: `${base}/token`,
      clientId: 'client',
      clientSecret: 'right',
    })
  const loginStep = () =>
    activeStep('password', { url: base, email: 'ada@example.com', password: 'right' }, 'metabase')
  const revoke = () => Object.assign(provider, { isRevoked: true, requests: 0 })

  let calls = 0
  /** Sends a call to all processes, twice each. @returns the outcomes, without repetitions, in order */
  async function inAll(call: Extract<RaceCall, { do: 'issue' | 'report' | 'preflight' }>) {
    const answers = [...processes, ...processes].map(async (process) => {
      const id = ++calls
      const { promise, resolve } = Promise.withResolvers<string>()
      const listen = (answer: { id: number; outcome: string }) => {
        if (answer.id === id) resolve(answer.outcome)
      }
      process.on('message', listen)
      process.send({ ...call, id })
      return await promise.finally(() => process.off('message', listen))
    })
    return [...new Set(await Promise.all(answers))].sort()
  }

  it.each(['report', 'preflight'] as const)('send it once for the first %s', async (call) => {
    const { credentialId, flowId, stepId } = await keyStep()
    revoke()
    expect(await inAll({ do: call, flowId, stepId })).toEqual(['rejected'])
    expect(provider.requests).toBe(1)
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ status: 'failing' })
    expect(await inAll({ do: call, flowId, stepId })).toEqual(['rejected'])
    expect(await inAll({ do: 'issue', flowId, stepId })).toEqual(['paused'])
    expect(provider.requests).toBe(1)
  })

  it('send a new key once that a flow tries, for the first report', async () => {
    const { credentialId, flowId, stepId } = await keyStep()
    const { version } = await alice.credentials.get({ credentialId })
    await alice.credentials.addValue({ credentialId, version, values: { key: 'right' } })
    await alice.credentials.promote({ credentialId, generation: 2, flowIds: [flowId] })
    revoke()
    expect(await inAll({ do: 'report', flowId, stepId })).toEqual(['rejected'])
    expect(provider.requests).toBe(1)
    // From now on the flow gets the current key, which is asked about once, too.
    expect(await inAll({ do: 'preflight', flowId, stepId })).toEqual(['rejected'])
    expect(provider.requests).toBe(2)
  })

  it('send a client secret once for the first issue that needs a token', async () => {
    const { flowId, stepId } = await clientStep()
    revoke()
    expect(await inAll({ do: 'issue', flowId, stepId })).toEqual(['paused'])
    expect(provider.requests).toBe(1)
  })

  it('send a password once for the first issue, if its method signs in for each', async () => {
    const { credentialId, flowId, stepId } = await loginStep()
    revoke()
    expect(await inAll({ do: 'issue', flowId, stepId })).toEqual(['paused'])
    expect(provider.requests).toBe(1)
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ status: 'failing' })
  })

  it('send a password once if an issue and a report of it begin at the same time', async () => {
    const { flowId, stepId } = await loginStep()
    revoke()
    const outcomes = await Promise.all([
      inAll({ do: 'issue', flowId, stepId }),
      inAll({ do: 'report', flowId, stepId }),
    ])
    expect(outcomes).toEqual([['paused'], ['rejected']])
    expect(provider.requests).toBe(1)
  })

  it('send a new client secret once that a flow tries, for the first issue that needs a token', async () => {
    const { credentialId, flowId, stepId } = await clientStep()
    const { version } = await alice.credentials.get({ credentialId })
    await alice.credentials.addValue({ credentialId, version, values: { clientSecret: 'right' } })
    await alice.credentials.promote({ credentialId, generation: 2, flowIds: [flowId] })
    revoke()
    expect(await inAll({ do: 'issue', flowId, stepId })).toEqual(['paused'])
    // Once as the new secret, and once as the current one, which the flow gets from now on.
    expect(provider.requests).toBe(2)
  })

  it('all get a session of a method that signs in for each issue, while its password is accepted', async () => {
    const { flowId, stepId } = await loginStep()
    expect(await inAll({ do: 'issue', flowId, stepId })).toEqual(['issued'])
  })

  it('all get the result of one verification that succeeds', async () => {
    const { flowId, stepId } = await keyStep()
    const rival = await keyStep()
    provider.requests = 0
    expect(await inAll({ do: 'report', flowId, stepId })).toEqual(['verified'])
    // A crashed process has left its lease, which then expired.
    const { db } = stepkey.deps
    const lease = { lease_id: 'crashed', leased_until: '2020-01-01T00:00:00.000Z' }
    await db
      .insertInto('engine_verification')
      .values({ credential_id: rival.credentialId, generation: 1, ...lease })
      .execute()
    revoke()
    expect(await inAll({ do: 'report', flowId: rival.flowId, stepId: rival.stepId })).toEqual(['rejected'])
    expect(provider.requests).toBe(1)
    expect(await db.selectFrom('engine_verification').selectAll().execute()).toEqual([])
  })
})
