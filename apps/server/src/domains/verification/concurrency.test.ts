import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

describe('concurrent verifications', () => {
  let world: World
  let stepkey: Stepkey
  let base: string
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    stepkey = await startStepkey('sqlite', { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  /** Delays all responses of the target until the returned function is called. */
  function closeGate() {
    const { promise, resolve } = Promise.withResolvers<void>()
    api.gate = promise
    return () => {
      api.gate = undefined
      resolve()
    }
  }
  const verify = (person: Person) => {
    const { componentId, methodId, values } = fakeApiCredential(base)
    return person.credentials.verify({ componentId, methodId, values })
  }
  const startVerifications = (count: number, person: Person) =>
    Array.from({ length: count }, () => verify(person))

  it('run sixteen at a time per workspace, until all are done', async () => {
    const [alice, bob] = [await stepkey.signUp('Alice'), await stepkey.signUp('Bob')]
    const open = closeGate()
    const waiting = startVerifications(50, alice)
    await expect.poll(() => world.openConnections()).toBe(16)
    const others = startVerifications(3, bob)
    await expect.poll(() => world.openConnections()).toBe(19)
    open()
    for (const { outcome } of await Promise.all([...waiting, ...others])) expect(outcome).toBe('verified')
  })

  it('don’t delay the rest of the API', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, (_, n) => stepkey.signUp(`Person${n}`)))
    const open = closeGate()
    const waiting = people.flatMap((person) => startVerifications(10, person))
    await expect.poll(() => world.openConnections(), { timeout: 5000 }).toBe(200)
    // These calls complete although the target has answered no verification yet.
    const times: number[] = []
    for (const person of [...people, ...people, ...people]) {
      const started = performance.now()
      await person.credentials.list()
      await person.components.list()
      times.push(performance.now() - started)
    }
    open()
    for (const { outcome } of await Promise.all(waiting)) expect(outcome).toBe('verified')
    if (process.env.STEPKEY_LONG === '1') {
      const figures = { verifications: waiting.length, median: times.toSorted((a, b) => a - b)[30] }
      process.stdout.write(`${JSON.stringify({ ...figures, slowest: Math.max(...times) })}\n`)
    }
  })

  it('close their connection when the caller disconnects', async () => {
    const alice = await stepkey.signUp('Carol')
    const cookie = await sessionOf(alice)
    const open = closeGate()
    const address = await stepkey.app.listen({ port: 0, host: '127.0.0.1' })
    const { componentId, methodId, values } = fakeApiCredential(base)
    const headers = { 'content-type': 'application/json', cookie }
    const caller = request(`${address}/trpc/credentials.verify`, { method: 'POST', headers })
    caller.on('error', () => {})
    caller.end(JSON.stringify({ componentId, methodId, values }))
    await expect.poll(() => world.openConnections()).toBe(1)
    caller.destroy()
    await expect.poll(() => world.openConnections()).toBe(0)
    open()
  })

  it.each(engines)('of many callers that disconnect leave no error on %s', async (engine) => {
    const other = await startStepkey(engine, { outside: world.ports })
    const dave = await other.signUp('Dave')
    const { key } = await dave.apiKeys.create({ name: 'Program', scopes: ['write'] })
    const address = await other.app.listen({ port: 0, host: '127.0.0.1' })
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
    const open = closeGate()
    const callers = Array.from({ length: 40 }, (_, n) => {
      const caller = request(`${address}/api/v1/credentials`, { method: 'POST', headers })
      caller.on('error', () => {})
      caller.end(JSON.stringify(fakeApiCredential(base, `Shop ${n}`)))
      return caller
    })
    await expect.poll(() => world.openConnections()).toBe(16)
    for (const caller of callers) caller.destroy()
    await expect.poll(() => world.openConnections()).toBe(0)
    open()
    // Requests that still waited for their turn never began, so they have no entry.
    const refusals = async () => await dave.audit.list({ action: 'credential.created', limit: 100 })
    await expect.poll(async () => (await refusals()).items.length).toBeGreaterThanOrEqual(16)
    // Vitest itself reports unhandled rejections.
    await other.stop()
    const errors = other.logged.filter((line) => JSON.parse(line).level >= 50)
    expect(errors).toEqual([])
  })

  async function sessionOf({ email, password }: Person): Promise<string> {
    const response = await stepkey.app.inject({
      method: 'POST',
      url: '/trpc/accounts.signIn',
      headers: { host: 'localhost:4000', 'content-type': 'application/json' },
      payload: { email, password },
    })
    return String(response.headers['set-cookie']).split(';')[0] ?? ''
  }
})
