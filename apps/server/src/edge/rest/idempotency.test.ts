import { hash } from 'node:crypto'
import type { Scope } from '@stepkey/shared/access'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { forgetExpiredKeys } from '../../domains/idempotency/idempotency-key.ts'

describe.each(engines)('Idempotency-Key on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person
  let bob: Person
  let program: string
  let people = 0
  const api = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
    bob = await stepkey.signUp(`Bob${people}`)
    program = await keyFor(alice)
    api.status = undefined
    api.gate = undefined
    api.requestedPaths.length = 0
  })

  const keyFor = async (person: Person, scopes: Scope[] = ['read', 'write', 'flows']) =>
    (await person.apiKeys.create({ name: 'Engine', scopes })).key
  async function post(path: string, payload: object, key?: string, authorization = program) {
    const answer = await stepkey.app.inject({
      method: 'POST',
      url: `/api/v1${path}`,
      headers: {
        host: 'localhost:4000',
        authorization: `Bearer ${authorization}`,
        'content-type': 'application/json',
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      payload,
    })
    return { status: answer.statusCode, body: answer.json(), headers: answer.headers }
  }
  const flow = (name = 'Sync') => ({ name, steps: [] })
  const rows = () => stepkey.deps.db.selectFrom('idempotency_key').selectAll().execute()

  it('does not change the 401 or 403 for callers without the permission, even if it is invalid', async () => {
    expect(await post('/flows', flow(), 'k', 'stepkey_guess')).toMatchObject({ status: 401 })
    const reader = await keyFor(alice, ['read'])
    expect(await post('/flows', flow(), 'k', reader)).toMatchObject({ status: 403 })
    expect(await post('/flows', flow(), 'a b', reader)).toMatchObject({ status: 403 })
    const denied = await alice.audit.list({ outcome: 'refused' })
    expect(denied.items).toHaveLength(2)
  })

  it('is refused on routes that would ignore it', async () => {
    expect(await post('/credential-requests', { componentId: 'http', name: 'X' }, 'k')).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'Idempotency-Key', message: expect.stringContaining('does not accept') }] },
    })
  })

  it('refuses deeply nested input', async () => {
    const deep = JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`)
    expect(await post('/flows', { ...flow(), steps: deep }, 'k')).toMatchObject({
      status: 400,
      body: { detail: 'The input is nested more than 64 levels deep.' },
    })
    expect(await rows()).toHaveLength(0)
  })

  it('creates a credential once, with one verification', async () => {
    const body = fakeApiCredential(base)
    const first = await post('/credentials', body, 'k')
    const requests = api.requestedPaths.length
    expect(first).toMatchObject({ status: 201 })
    expect(first.headers['idempotency-replayed']).toBeUndefined()
    const again = await post('/credentials', body, 'k')
    expect(again).toMatchObject({
      status: 201,
      body: first.body,
      headers: { 'idempotency-replayed': 'true' },
    })
    expect(again.headers.etag).toBe(first.headers.etag)
    expect(api.requestedPaths).toHaveLength(requests)
    expect((await alice.credentials.list()).items).toHaveLength(1)
  })

  it('creates a flow once, and another one with another key or without a key', async () => {
    const first = await post('/flows', flow(), 'k')
    expect(await post('/flows', flow(), 'k')).toMatchObject({ status: 201, body: first.body })
    const { name, steps } = flow()
    expect(await post('/flows', { steps, name }, 'k')).toMatchObject({ status: 201, body: first.body })
    await post('/flows', flow(), 'l')
    await post('/flows', flow())
    expect((await alice.flows.list()).items).toHaveLength(3)
  })

  it('answers with the Location of the created object, the first time and again', async () => {
    for (const time of ['first', 'again']) {
      const { body: saved, headers: ofCredential } = await post('/credentials', fakeApiCredential(base), 'k')
      expect(ofCredential.location, time).toBe(`/api/v1/credentials/${saved.credential.id}`)
      const { body: made, headers: ofFlow } = await post('/flows', flow(), 'l')
      expect(ofFlow.location, time).toBe(`/api/v1/flows/${made.id}`)
    }
  })

  it('returns the flow that a credential was bound to, also to an API key without the scope read', async () => {
    const writer = await keyFor(alice, ['write', 'flows'])
    const steps = [{ name: 'One', componentId: 'http' }]
    const made = await alice.flows.save({ name: 'Sync', steps })
    assertSaved(made)
    const bindTo = { flowId: made.id, stepId: made.steps[0]?.id }
    const body = { ...fakeApiCredential(base), bindTo }
    const first = await post('/credentials', body, 'k', writer)
    expect(first.body.flow).toMatchObject({ id: made.id, version: 2 })
    expect((await post('/credentials', body, 'k', writer)).body).toEqual(first.body)
  })

  it('returns the current state of the created object, and 409 after its deletion', async () => {
    const { body } = await post('/flows', flow(), 'k')
    await alice.flows.save({ flowId: body.id, version: 1, name: 'Renamed', steps: [] })
    expect((await post('/flows', flow(), 'k')).body).toMatchObject({ id: body.id, name: 'Renamed' })
    await alice.flows.remove({ flowId: body.id })
    expect((await post('/flows', flow(), 'k')).body).toMatchObject({
      status: 409,
      code: 'created_object_deleted',
    })
    expect((await alice.flows.list()).items).toHaveLength(0)
  })

  it('returns no changes of others to an API key without the scope read', async () => {
    const writer = await keyFor(alice, ['write', 'flows'])
    const { body } = await post('/flows', flow(), 'k', writer)
    expect((await post('/flows', flow(), 'k', writer)).body).toEqual(body)
    const steps = [{ name: 'Secret step', componentId: 'http' }]
    await alice.flows.save({ flowId: body.id, version: 1, name: 'Secret plan', steps })
    expect((await post('/flows', flow(), 'k', writer)).body).toMatchObject({
      version: 2,
      name: '',
      steps: [],
    })
    const { credential } = (await post('/credentials', fakeApiCredential(base), 'l', writer)).body
    await alice.credentials.update({ credentialId: credential.id, version: 1, values: { testPath: '/me' } })
    expect((await post('/credentials', fakeApiCredential(base), 'l', writer)).body).toMatchObject({
      credential: { id: credential.id, values: {}, identity: null, receipt: null },
    })
  })

  it('returns 422 for another request with the same key', async () => {
    await post('/flows', flow(), 'k')
    for (const [path, body] of [
      ['/flows', flow('Other')],
      ['/credentials', fakeApiCredential(base)],
    ] as const) {
      expect(await post(path, body, 'k')).toMatchObject({
        status: 422,
        body: { code: 'idempotency_key_reused', requestId: expect.any(String) },
      })
    }
    expect((await alice.flows.list()).items).toHaveLength(1)
  })

  it('is independent for each API key and each workspace', async () => {
    const made = [
      await post('/flows', flow(), 'k'),
      await post('/flows', flow('Mine'), 'k', await keyFor(alice)),
      await post('/flows', flow('Bob’s'), 'k', await keyFor(bob)),
    ]
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201])
    expect((await bob.flows.list()).items).toMatchObject([{ name: 'Bob’s' }])
  })

  it('returns 409 with Retry-After while the first request runs, and creates one object for concurrent requests', async () => {
    let open = () => {}
    api.gate = new Promise((resolve) => {
      open = resolve
    })
    const body = fakeApiCredential(base)
    const first = post('/credentials', body, 'k')
    await expect.poll(() => api.requestedPaths.length).toBeGreaterThan(0)
    const second = await post('/credentials', body, 'k')
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'in_progress' },
      headers: { 'retry-after': '2' },
    })
    open()
    expect((await first).status).toBe(201)
    expect((await post('/credentials', body, 'k')).body).toEqual((await first).body)

    const many = await Promise.all(Array.from({ length: 8 }, () => post('/flows', flow(), 'many')))
    expect(many.map(({ status }) => status).every((status) => status === 201 || status === 409)).toBe(true)
    expect((await alice.flows.list()).items).toHaveLength(1)
  })

  it('runs a refused request again, also with another body', async () => {
    api.status = 401
    expect((await post('/credentials', fakeApiCredential(base), 'k')).status).toBe(422)
    api.status = undefined
    expect((await post('/credentials', { name: 'x' }, 'k')).status).toBe(400)
    expect((await post('/credentials', fakeApiCredential(base), 'k')).status).toBe(201)
  })

  it('expires after 24 hours, and is deleted then', async () => {
    await post('/flows', flow(), 'k')
    stepkey.pass(24 * 60 * 60_000 - 1)
    expect((await post('/flows', flow(), 'k')).headers['idempotency-replayed']).toBe('true')
    stepkey.pass(1)
    expect((await post('/flows', flow('Other'), 'k')).status).toBe(201)
    stepkey.pass(24 * 60 * 60_000)
    await forgetExpiredKeys(stepkey.deps.db, stepkey.deps.clock())
    expect(await rows()).toEqual([])
  })

  it('keeps the lease of a request that takes longer, and releases it in the end', async () => {
    let open = () => {}
    api.gate = new Promise((resolve) => {
      open = resolve
    })
    const long = post('/credentials', fakeApiCredential(base), 'k')
    await expect.poll(() => api.requestedPaths.length).toBeGreaterThan(0)
    const leasedUntil = async () => (await rows())[0]?.leased_until ?? ''
    const first = await leasedUntil()
    await expect.poll(leasedUntil).not.toBe(first)
    expect((await leasedUntil()) > first).toBe(true)
    open()
    expect((await long).status).toBe(201)
    expect(await leasedUntil()).toBe('')
  })

  it('lets another request run when the lease has expired; the first one then creates nothing', async () => {
    let open = () => {}
    api.gate = new Promise((resolve) => {
      open = resolve
    })
    const late = post('/credentials', fakeApiCredential(base), 'k')
    await expect.poll(() => api.requestedPaths.length).toBeGreaterThan(0)
    const past = '2026-01-01T00:00:00.000Z'
    await stepkey.deps.db.updateTable('idempotency_key').set({ leased_until: past }).execute()
    const gate = api.gate
    api.gate = undefined
    const second = await post('/credentials', fakeApiCredential(base), 'k')
    expect(second.status).toBe(201)
    const { id } = second.body.credential
    // Renamed, because otherwise the first request would already fail on the taken name.
    await alice.credentials.update({ credentialId: id, version: 1, name: 'Renamed' })
    api.gate = gate
    open()
    expect((await late).body).toMatchObject({ status: 409, code: 'conflict' })
    expect((await post('/credentials', fakeApiCredential(base), 'k')).body.credential.id).toBe(id)
    expect((await alice.credentials.list()).items).toHaveLength(1)
  })

  it('must be 1 to 255 printable ASCII characters without spaces', async () => {
    for (const invalid of ['', 'a b', 'x'.repeat(256)]) {
      expect((await post('/flows', flow(), invalid)).body).toMatchObject({
        status: 400,
        code: 'invalid_input',
        fields: [{ path: 'Idempotency-Key' }],
      })
    }
  })

  it('is stored with the request only as an HMAC', async () => {
    await post('/credentials', fakeApiCredential(base), 'my-own-key-0815')
    const { rows: stored } = await sql<Record<string, string>>`select * from idempotency_key`.execute(
      stepkey.deps.db,
    )
    const hashed = [
      hash('sha256', 'my-own-key-0815'),
      hash('sha256', JSON.stringify(fakeApiCredential(base))),
    ]
    for (const secret of ['good', 'my-own-key-0815', base, ...hashed])
      expect(JSON.stringify(stored)).not.toContain(secret)
    const columns = [
      'actor_id',
      'actor_kind',
      'claim_id',
      'expires_at',
      'key_hash',
      'lease_id',
      'leased_until',
      'request_hash',
    ]
    expect(Object.keys(stored[0] ?? {}).sort()).toEqual([...columns, 'subject_id', 'workspace_id'])
  })
})
