import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

describe.each(engines)('counts, identity and changed values of credentials on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let github: { login?: string; status: number }
  let alice: Person
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    await world.https('api.github.com', (_request, response) => {
      response.writeHead(github.status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ login: github.login }))
    })
    await world.https('github.example.com', (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"login":"enterprise-alice"}')
    })
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  let people = 0
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
    github = { login: 'alice', status: 200 }
    api.status = undefined
  })

  const counts = async (componentId = 'http') => {
    const { credentialCount, failingCount } =
      (await alice.components.list()).find(({ id }) => id === componentId) ?? {}
    return { credentialCount, failingCount }
  }
  /** Creates a credential whose last verification was rejected. */
  async function failing(name: string): Promise<string> {
    const result = await alice.credentials.create(fakeApiCredential(base, name))
    assertSaved(result)
    api.status = 401
    await alice.credentials.verify({ credentialId: result.credential.id })
    api.status = undefined
    return result.credential.id
  }

  it('counts only credentials of the workspace', async () => {
    await failing('Mine')
    expect(await counts()).toEqual({ credentialCount: 1, failingCount: 1 })
    alice = await stepkey.signUp(`Other${people}`)
    expect(await counts()).toEqual({ credentialCount: 0, failingCount: 0 })
    expect((await alice.components.get({ componentId: 'http' })).credentialCount).toBe(0)
  })

  it('lowers failingCount when a failing credential is deleted or fixed', async () => {
    const [deleted, fixed] = [await failing('Deleted'), await failing('Fixed')]
    expect(await counts()).toEqual({ credentialCount: 2, failingCount: 2 })
    await alice.credentials.remove({ credentialId: deleted })
    expect(await counts()).toEqual({ credentialCount: 1, failingCount: 1 })
    await alice.credentials.update({
      credentialId: fixed,
      version: 1,
      values: { token: 'good', testPath: '/new' },
    })
    expect(await counts()).toEqual({ credentialCount: 1, failingCount: 0 })
  })

  it('verifies an update with the stored secret again, because it may be accepted or rejected by now', async () => {
    const credentialId = await failing('Same')
    api.requestedPaths.length = 0
    const result = await alice.credentials.update({ credentialId, version: 1, values: { token: 'good' } })
    expect(result).toMatchObject({ outcome: 'saved', credential: { status: 'verified' } })
    expect(api.requestedPaths).toEqual(['/me'])
    api.status = 401
    expect(
      await alice.credentials.update({ credentialId, version: 2, values: { token: 'good' } }),
    ).toMatchObject({ outcome: 'not_saved', verification: { outcome: 'rejected' } })
  })

  it('removes the identity of the previous values when the verification of the new ones returns none', async () => {
    const created = await alice.credentials.create({
      componentId: 'github',
      methodId: 'token',
      name: 'Work',
      values: { token: 'one' },
    })
    assertSaved(created)
    expect(created.credential.identity).toBe('alice')
    const { id: credentialId } = created.credential
    github.status = 403
    const limited = await alice.credentials.update({ credentialId, version: 1, values: { token: 'two' } })
    expect(limited).toMatchObject({ outcome: 'saved', credential: { status: 'limited', identity: null } })
  })

  it('switches between variants of a conditional field, and requires the secret when the destination changes', async () => {
    const created = await alice.credentials.create({
      componentId: 'github',
      methodId: 'token',
      name: 'Work',
      values: { token: 'one' },
    })
    assertSaved(created)
    expect(created.credential.values).toEqual({ server: { kind: 'cloud' } })
    const { id: credentialId } = created.credential
    const server = { kind: 'enterprise', host: 'github.example.com' }
    await expect(
      alice.credentials.update({ credentialId, version: 1, values: { server } }),
    ).rejects.toMatchObject({ cause: { fields: [{ path: 'values.token' }] } })
    const moved = await alice.credentials.update({
      credentialId,
      version: 1,
      values: { server, token: 'two' },
    })
    expect(moved).toMatchObject({
      outcome: 'saved',
      credential: { identity: 'enterprise-alice', values: { server } },
    })
    const back = await alice.credentials.update({
      credentialId,
      version: 2,
      values: { server: { kind: 'cloud' }, token: 'one' },
    })
    expect(back).toMatchObject({ outcome: 'saved', credential: { values: { server: { kind: 'cloud' } } } })
  })

  it('pages over credentials with the same name in several components without skipping one', async () => {
    await alice.credentials.create({
      componentId: 'github',
      methodId: 'token',
      name: 'Twin',
      values: { token: 'x' },
    })
    await alice.credentials.create(fakeApiCredential(base, 'Twin'))
    const first = await alice.credentials.list({ limit: 1 })
    const second = await alice.credentials.list({ limit: 1, cursor: first.nextCursor ?? '' })
    expect(new Set([...first.items, ...second.items].map(({ componentId }) => componentId))).toEqual(
      new Set(['github', 'http']),
    )
  })
})

describe.each(engines)('Petstore component on %s', (engine) => {
  it('uses the sandbox address by default, and requires an address when there is no sandbox', async () => {
    const { createPetstore } = await import('../../sandbox/petstore.ts')
    const world = await createWorld()
    const sandbox = createPetstore()
    const address = await world.http((request, response) => sandbox.emit('request', request, response))
    const petstore = { componentId: 'petstore', methodId: 'apiKey' }

    const withSandbox = await startStepkey(engine, {
      outside: world.ports,
      config: { sandboxPort: Number(new URL(address).port) },
    })
    const alice = await withSandbox.signUp('Alice')
    expect((await alice.components.get({ componentId: 'petstore' })).methods.apiKey).toMatchObject({
      supplied: { baseUrl: address },
      fields: { required: ['apiKey'], properties: { baseUrl: { default: address } } },
    })
    const wrong = await alice.credentials.create({ ...petstore, name: 'Pets', values: { apiKey: 'wrong' } })
    expect(wrong).toMatchObject({ outcome: 'not_saved', verification: { outcome: 'rejected' } })
    const right = await alice.credentials.create({ ...petstore, name: 'Pets', values: { apiKey: 'secret' } })
    expect(right).toMatchObject({
      outcome: 'saved',
      credential: { identity: 'Petstore sandbox', values: {} },
    })
    await withSandbox.stop()

    const without = await startStepkey(engine, { outside: world.ports, config: { sandboxPort: 'off' } })
    const bob = await without.signUp('Bob')
    expect((await bob.components.get({ componentId: 'petstore' })).methods.apiKey).toMatchObject({
      supplied: {},
      fields: { required: ['apiKey', 'baseUrl'] },
    })
    await expect(
      bob.credentials.create({ ...petstore, name: 'Pets', values: { apiKey: 'secret' } }),
    ).rejects.toMatchObject({ cause: { code: 'invalid_input', fields: [{ path: 'values.baseUrl' }] } })
    const own = await bob.credentials.create({
      ...petstore,
      name: 'Pets',
      values: { baseUrl: address, apiKey: 'secret' },
    })
    expect(own).toMatchObject({ outcome: 'saved', credential: { values: { baseUrl: address } } })
    await without.stop()
    await world.close()
  })
})
