import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { SECOND } from '../../platform/time.ts'

/**
 * A provider rejects a key, and is repaired while its answer is on the way: an allow list is corrected, or an account is
 * enabled again. The rejection arrived after the result of a newer verification, and blocked all flows for minutes.
 */
describe.each(engines)('a rejection that arrives after a newer result on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let alice: Person
  let base: string
  const provider = { accepts: true, holdsNext: false, release() {} }
  let held = Promise.withResolvers<void>()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(async (request, response) => {
      const { authorization, 'x-metabase-session': session } = request.headers
      const isLogin = request.url === '/api/session'
      const body = (await request.toArray()).join('')
      const isRight =
        authorization === 'Bearer right' || session === 'right' || (isLogin && body.includes('right'))
      const status = isRight && provider.accepts ? 200 : 401
      if (provider.holdsNext) {
        provider.holdsNext = false
        await new Promise<void>((resolve) => {
          provider.release = resolve
          held.resolve()
        })
      }
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(status === 200 ? { id: 'right', email: 'ada@example.com' } : {}))
    })
    stepkey = await startStepkey(engine, { outside: world.ports })
    alice = await stepkey.signUp('Alice')
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  let names = 0
  async function activeStep(componentId: string, methodId: string, values: Record<string, unknown>) {
    provider.accepts = true
    const name = `Credential ${++names}`
    const created = await alice.credentials.create({ componentId, methodId, name, values })
    assertSaved(created)
    const { id: credentialId } = created.credential
    const steps = [{ name: 'Read', componentId, credentialId }]
    const flow = await alice.flows.save({ name: `Flow of ${name}`, steps })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    const { key } = await alice.apiKeys.create({ name: `Engine of ${name}`, scopes: ['issue'] })
    const step = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
    return { credentialId, step, engine: stepkey.visitor({ apiKey: key }) }
  }
  const bearerStep = () => activeStep('http', 'bearer', { baseUrl: base, testPath: '/me', token: 'right' })

  /** Holds the rejection of the first request of `call` until `meanwhile` is done. */
  async function rejectLate(call: () => Promise<unknown>, meanwhile: () => Promise<unknown>) {
    held = Promise.withResolvers()
    Object.assign(provider, { accepts: false, holdsNext: true })
    const late = call().catch((error: unknown) => error)
    await held.promise
    stepkey.pass(SECOND)
    await meanwhile()
    provider.release()
    await late
  }

  it('of a report leaves the newer result', async () => {
    const { credentialId, step, engine } = await bearerStep()
    stepkey.pass(60 * SECOND)
    await rejectLate(
      () => engine.credentials.report(step),
      async () => {
        provider.accepts = true
        expect(await alice.credentials.verify({ credentialId })).toMatchObject({ outcome: 'verified' })
      },
    )
    expect(await alice.credentials.get({ credentialId })).toMatchObject({
      status: 'verified',
      receipt: { outcome: 'verified' },
    })
    await expect(engine.credentials.issue(step)).resolves.toBeDefined()
    const { items } = await alice.audit.list({ limit: 5 })
    expect(items.filter(({ action }) => action === 'credential.verified')).toMatchObject([
      { detail: { outcome: 'rejected' } },
      { detail: { outcome: 'verified' } },
    ])
  })

  it('of a verification that began later counts, although it was not the first to be stored', async () => {
    const { credentialId } = await bearerStep()
    held = Promise.withResolvers()
    provider.holdsNext = true
    const early = alice.credentials.verify({ credentialId })
    await held.promise
    stepkey.pass(SECOND)
    provider.accepts = false
    expect(await alice.credentials.verify({ credentialId })).toMatchObject({ outcome: 'rejected' })
    provider.release()
    expect(await early).toMatchObject({ outcome: 'verified' })
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ status: 'failing' })
  })

  it('of a sign-in for a token that is not stored leaves the newer result', async () => {
    const login = { url: base, email: 'ada@example.com', password: 'right' }
    const { credentialId, step, engine } = await activeStep('metabase', 'password', login)
    await rejectLate(
      () => engine.credentials.issue(step),
      async () => {
        provider.accepts = true
        expect(await alice.credentials.verify({ credentialId })).toMatchObject({ outcome: 'verified' })
      },
    )
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ status: 'verified' })
  })
})
