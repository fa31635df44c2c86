import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

describe.each(engines)('changed values of credentials on %s', (engine) => {
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

  it('verifies an update with the stored secret again, because it may be accepted or rejected by now', async () => {
    const created = await alice.credentials.create(fakeApiCredential(base))
    assertSaved(created)
    const { id: credentialId } = created.credential
    api.status = 401
    await alice.credentials.verify({ credentialId })
    api.status = undefined
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
})
