import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { completeConsent, connected } from '../../../testing/connected-credential.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { createFakeGitLab } from '../../../testing/fake-gitlab.ts'
import {
  type AuthorizationServer,
  createAuthorizationServer,
} from '../../../testing/servers/authorization-server.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { DAY, HOUR, MINUTE } from '../../platform/time.ts'
import { eraseOldValues } from './erase-values.ts'
import { retryDueRevocations } from './revoke-access.ts'

describe.each(engines)('revocations on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  let provider: AuthorizationServer
  let base: string
  let httpBase: string
  let alice: Person
  let gitlab = createFakeGitLab()
  let people = 0

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http((request, response) => gitlab.listener(request, response))
    httpBase = await world.http(createFakeApi().listener)
    provider = await createAuthorizationServer(world)
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    gitlab = createFakeGitLab('key-1', 'key-2')
    provider.refusesRevocation = false
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  async function create(token = 'key-1', name = 'Flows') {
    const server = { kind: 'selfManaged', url: base }
    const of = { componentId: 'gitlab', methodId: 'token', name }
    const created = await alice.credentials.create({ ...of, values: { server, token } })
    assertSaved(created)
    return created.credential.id
  }
  async function activeStep(credentialId: string) {
    const flow = await alice.flows.save({
      name: 'Issues',
      steps: [{ name: 'Read', componentId: 'gitlab', credentialId }],
    })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    return { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
  }
  const open = async () => (await alice.revocations.list()).items
  const actions = async (subjectId: string) =>
    (await alice.audit.list({ subjectId })).items.map(({ action, actor }) => [action, actor.kind])
  const retry = () => retryDueRevocations(stepkey.deps)
  const sealedCount = async () => {
    const rows = await stepkey.deps.db.selectFrom('revocation').select(['sealed', 'token_sealed']).execute()
    return rows.filter(({ sealed, token_sealed }) => sealed ?? token_sealed).length
  }

  it('end a key at its provider when its previous value is erased with `revoke`', async () => {
    const credentialId = await create()
    const added = await alice.credentials.addValue({ credentialId, version: 1, values: { token: 'key-2' } })
    if (added.outcome !== 'pending') throw new Error(added.outcome)
    await alice.credentials.promote({ credentialId, generation: added.generation })
    const discarded = await alice.credentials.discardValue({ credentialId, generation: 1, revoke: true })
    expect(discarded).toEqual({ outcome: 'discarded', revocation: 'revoked' })
    expect([...gitlab.tokens]).toEqual(['key-2'])
    expect(await open()).toEqual([])
    expect((await actions(credentialId)).slice(0, 2)).toEqual([
      ['credential.revoked', 'person'],
      ['credential.value_discarded', 'person'],
    ])
    expect(await alice.credentials.verify({ credentialId })).toMatchObject({ outcome: 'verified' })
    const { items } = await alice.credentials.values({ credentialId })
    expect(items.map(({ generation, state, status }) => [generation, state, status])).toEqual([
      [2, 'current', 'verified'],
      [1, 'retired', 'failing'],
    ])
  })

  /** Rotates a credential to a new key. */
  async function rotate(credentialId: string, token: string, revoke?: boolean) {
    gitlab.tokens.add(token)
    const { version } = await alice.credentials.get({ credentialId })
    const added = await alice.credentials.addValue({ credentialId, version, values: { token } })
    if (added.outcome !== 'pending') throw new Error(added.outcome)
    return await alice.credentials.promote({ credentialId, generation: added.generation, revoke })
  }
  const valueStates = async (credentialId: string) => {
    const { items } = await alice.credentials.values({ credentialId })
    return items.map(({ generation, state, revokeOnErase }) => [generation, state, revokeOnErase])
  }

  it('of a promotion wait until the previous value is erased by retention', async () => {
    const credentialId = await create()
    await rotate(credentialId, 'key-2', true)
    expect(await valueStates(credentialId)).toEqual([
      [2, 'current', false],
      [1, 'previous', true],
    ])
    expect(await open()).toEqual([])
    stepkey.pass(8 * DAY)
    await eraseOldValues(stepkey.deps)
    expect(await open()).toMatchObject([{ generation: 1, attempts: 0, lastAttemptAt: null }])
    stepkey.pass(6 * MINUTE)
    await retry()
    expect([...gitlab.tokens]).toEqual(['key-2'])
    expect(await open()).toEqual([])
  })

  it('of a promotion begin when the next rotation replaces the previous value', async () => {
    const credentialId = await create()
    await rotate(credentialId, 'key-2', true)
    await rotate(credentialId, 'key-3')
    expect(await open()).toMatchObject([{ generation: 1, attempts: 0 }])
    expect(await valueStates(credentialId)).toEqual([
      [3, 'current', false],
      [2, 'previous', false],
      [1, 'retired', false],
    ])
    stepkey.pass(6 * MINUTE)
    await retry()
    expect([...gitlab.tokens]).toEqual(['key-2', 'key-3'])
  })

  it('of a promotion begin five minutes later if no previous value is kept', async () => {
    const { previousValueDays } = stepkey.deps.config
    stepkey.deps.config.previousValueDays = 0
    try {
      const credentialId = await create()
      await rotate(credentialId, 'key-2', true)
      expect(await open()).toMatchObject([{ generation: 1, attempts: 0 }])
      stepkey.pass(4 * MINUTE)
      expect(await retry()).toBe(0)
      stepkey.pass(2 * MINUTE)
      await retry()
      expect([...gitlab.tokens]).toEqual(['key-2'])
    } finally {
      stepkey.deps.config.previousValueDays = previousValueDays
    }
  })

  it('of a promotion begin when the credential is deleted', async () => {
    const credentialId = await create()
    await rotate(credentialId, 'key-2', true)
    await alice.credentials.remove({ credentialId })
    stepkey.pass(6 * MINUTE)
    await retry()
    expect([...gitlab.tokens]).toEqual(['key-2'])
  })

  it('of a promotion do not apply to a value that is restored', async () => {
    const credentialId = await create()
    await rotate(credentialId, 'key-2', true)
    await alice.credentials.restore({ credentialId })
    expect(await open()).toEqual([])
    stepkey.pass(8 * DAY)
    await eraseOldValues(stepkey.deps)
    stepkey.pass(6 * MINUTE)
    await retry()
    expect(gitlab.revocations).toEqual([])
  })

  it.each([
    ['as the promotion asked', undefined, ['key-2']],
    ['not with `revoke: false`', false, ['key-1', 'key-2']],
  ])('of a promotion happen when its previous value is erased by a user: %s', async (_, revoke, left) => {
    const credentialId = await create()
    await rotate(credentialId, 'key-2', true)
    await alice.credentials.discardValue({ credentialId, generation: 1, revoke })
    expect([...gitlab.tokens]).toEqual(left)
  })

  it('of a promotion are refused while flows only try the value', async () => {
    const credentialId = await create()
    await alice.credentials.addValue({ credentialId, version: 1, values: { token: 'key-2' } })
    await expect(
      alice.credentials.promote({ credentialId, generation: 2, flowIds: [], revoke: true }),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('of keys whose previous values expire are not asked for otherwise', async () => {
    const credentialId = await create()
    await rotate(credentialId, 'key-2')
    stepkey.pass(8 * DAY)
    await eraseOldValues(stepkey.deps)
    stepkey.pass(6 * MINUTE)
    expect(await retry()).toBe(0)
    expect([...gitlab.tokens]).toEqual(['key-1', 'key-2'])
  })

  it('are asked for explicitly: without `revoke` the key stays valid', async () => {
    await alice.credentials.remove({ credentialId: await create() })
    expect(gitlab.revocations).toEqual([])
    expect(gitlab.tokens.has('key-1')).toBe(true)
  })

  it('of a deleted credential are confirmed at once, and it can’t be restored', async () => {
    const credentialId = await create()
    expect(await alice.credentials.remove({ credentialId, revoke: true })).toEqual({
      outcome: 'deleted',
      revocation: 'revoked',
    })
    expect(gitlab.tokens.has('key-1')).toBe(false)
    expect((await alice.deletedCredentials.list()).items).toEqual([])
  })

  it('of a credential in Recently deleted are confirmed when it is erased', async () => {
    const credentialId = await create()
    await alice.credentials.remove({ credentialId })
    expect(await alice.deletedCredentials.erase({ credentialId, revoke: true })).toEqual({
      outcome: 'erased',
      revocation: 'revoked',
    })
    expect(gitlab.tokens.has('key-1')).toBe(false)
  })

  it('are refused for methods that offer none, and nothing is deleted', async () => {
    const created = await alice.credentials.create(fakeApiCredential(httpBase))
    assertSaved(created)
    const { id: credentialId } = created.credential
    const refusal = { cause: { code: 'invalid_input', fields: [{ path: 'revoke', code: 'not_revocable' }] } }
    await expect(alice.credentials.remove({ credentialId, revoke: true })).rejects.toMatchObject(refusal)
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ name: created.credential.name })
    await alice.credentials.remove({ credentialId })
    await expect(alice.deletedCredentials.erase({ credentialId, revoke: true })).rejects.toMatchObject(
      refusal,
    )
    expect((await alice.deletedCredentials.list()).items).toHaveLength(1)
  })

  it('of a key that the provider no longer accepts are done', async () => {
    const credentialId = await create()
    gitlab.tokens.delete('key-1')
    expect(await alice.credentials.remove({ credentialId, revoke: true })).toMatchObject({
      revocation: 'revoked',
    })
  })

  it('that fail stay visible, without the key, and are tried again until the provider confirms them', async () => {
    gitlab.refusal = 503
    const credentialId = await create()
    expect(await alice.credentials.remove({ credentialId, revoke: true })).toEqual({
      outcome: 'deleted',
      revocation: 'failed',
    })
    const [revocation] = await open()
    expect(revocation).toMatchObject({
      credentialId,
      componentId: 'gitlab',
      name: 'Flows',
      identity: 'Flows',
      kind: 'key',
      status: 'pending',
      attempts: 1,
    })
    expect(JSON.stringify(revocation)).not.toContain('key-1')
    expect(await retry()).toBe(0)
    stepkey.pass(MINUTE)
    expect(await retry()).toBe(1)
    expect(await open()).toMatchObject([{ attempts: 2 }])
    delete gitlab.refusal
    stepkey.pass(HOUR)
    await retry()
    expect(await open()).toEqual([])
    expect(gitlab.revocations).toEqual(['key-1', 'key-1', 'key-1'])
    expect(gitlab.tokens.has('key-1')).toBe(false)
    expect(await sealedCount()).toBe(0)
    expect((await actions(credentialId))[0]).toEqual(['credential.revoked', 'operator'])
  })

  it('are given up after 5 days: the key is erased, and a user has to revoke it', async () => {
    gitlab.refusal = 500
    const credentialId = await create()
    await alice.credentials.remove({ credentialId, revoke: true })
    const start = stepkey.deps.clock().getTime()
    let last = start
    for (let hours = 0; hours < 24 * 7; hours++) {
      stepkey.pass(HOUR)
      if ((await retry()) > 0) last = stepkey.deps.clock().getTime()
    }
    expect((last - start) / DAY).toBeGreaterThan(3.9)
    expect((last - start) / DAY).toBeLessThan(5.1)
    const [revocation] = await open()
    expect(revocation).toMatchObject({ status: 'failed', kind: 'key', nextAttemptAt: null })
    expect(await sealedCount()).toBe(0)
    expect((await actions(credentialId))[0]).toEqual(['credential.not_revoked', 'operator'])
    const revocationId = revocation?.id ?? ''
    await expect(alice.revocations.retry({ revocationId })).rejects.toMatchObject({
      cause: { code: 'conflict' },
    })
    expect(await alice.revocations.dismiss({ revocationId })).toEqual({ outcome: 'dismissed' })
    expect(await open()).toEqual([])
    expect((await actions(credentialId))[0]).toEqual(['credential.revocation_dismissed', 'person'])
  })

  it('are tried again on request, and not twice at the same time', async () => {
    gitlab.refusal = 500
    await alice.credentials.remove({ credentialId: await create(), revoke: true })
    const revocationId = (await open())[0]?.id ?? ''
    expect(await alice.revocations.retry({ revocationId })).toEqual({ revocation: 'failed' })
    delete gitlab.refusal
    let release = () => {}
    gitlab.hold = new Promise((resolve) => {
      release = resolve
    })
    stepkey.pass(HOUR)
    const calls = [
      retry(),
      retry(),
      alice.revocations.retry({ revocationId }).catch(({ cause }) => cause.code),
    ]
    await expect.poll(() => gitlab.revocations.length, { timeout: 10_000 }).toBe(3)
    release()
    await Promise.all(calls)
    expect(gitlab.revocations).toHaveLength(3)
    expect(await open()).toEqual([])
    await expect(alice.revocations.retry({ revocationId })).rejects.toMatchObject({
      cause: { code: 'not_found' },
    })
  })

  it('that are dismissed during an attempt are not recorded as done', async () => {
    let release = () => {}
    gitlab.hold = new Promise((resolve) => {
      release = resolve
    })
    const credentialId = await create()
    const removal = alice.credentials.remove({ credentialId, revoke: true })
    await expect.poll(() => gitlab.revocations.length, { timeout: 10_000 }).toBe(1)
    const revocationId = (await open())[0]?.id ?? ''
    await alice.revocations.dismiss({ revocationId })
    release()
    await removal
    expect((await actions(credentialId))[0]).toEqual(['credential.revocation_dismissed', 'person'])
  })

  it('survive the end of the process right after the deletion', async () => {
    gitlab.refusal = 503
    const credentialId = await create()
    await alice.credentials.remove({ credentialId, revoke: true })
    // What a process leaves that was killed during its first attempt: a lease, which expires.
    const begun = { attempts: 1, next_attempt_at: stepkey.deps.clock().toISOString() }
    const lease = { lease_id: 'killed', leased_until: new Date(Date.now() + MINUTE).toISOString() }
    const rows = stepkey.deps.db.updateTable('revocation').where('credential_id', '=', credentialId)
    await rows.set({ ...begun, ...lease }).execute()
    delete gitlab.refusal
    expect(await retry()).toBe(0)
    await rows.set({ leased_until: new Date(Date.now() - MINUTE).toISOString() }).execute()
    expect(await retry()).toBe(1)
    expect(gitlab.tokens.has('key-1')).toBe(false)
  })

  it('of another workspace are neither listed nor found', async () => {
    gitlab.refusal = 503
    await alice.credentials.remove({ credentialId: await create(), revoke: true })
    const revocationId = (await open())[0]?.id ?? ''
    const bob = await stepkey.signUp(`Bob${people}`)
    expect(await bob.revocations.list()).toEqual({ items: [] })
    for (const call of [bob.revocations.retry, bob.revocations.dismiss]) {
      await expect(call({ revocationId })).rejects.toMatchObject({ cause: { code: 'not_found' } })
    }
    expect(await open()).toHaveLength(1)
  })

  it('of a leaked key are part of the incident, also while flows use it', async () => {
    const credentialId = await create()
    await activeStep(credentialId)
    const since = stepkey.deps.clock().toISOString()
    const { report } = await alice.credentials.reportIncident({ credentialId, since })
    expect(report.revocation).toBe('revoked')
    expect(gitlab.tokens.has('key-1')).toBe(false)
    expect(await alice.credentials.get({ credentialId })).toMatchObject({ status: 'frozen' })
  })

  it('of all leaked values are part of the incident, and none of them can be restored', async () => {
    const credentialId = await create()
    const { flowId, stepId } = await activeStep(credentialId)
    const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
    await stepkey.visitor({ apiKey: key }).credentials.issue({ flowId, stepId })
    const since = new Date(stepkey.deps.clock().getTime() - HOUR).toISOString()
    await alice.credentials.addValue({ credentialId, version: 1, values: { token: 'key-2' } })
    await alice.credentials.promote({ credentialId, generation: 2 })
    const { report } = await alice.credentials.reportIncident({ credentialId, since })
    expect(report).toMatchObject({ revocation: 'revoked', issues: [{ generation: 1 }] })
    expect([...gitlab.tokens]).toEqual([])
    const { items } = await alice.credentials.values({ credentialId })
    expect(items.map(({ state }) => state)).toEqual(['current', 'retired'])
  })

  it('of a leak leave previous values alone that were not issued since then', async () => {
    const credentialId = await create()
    await alice.credentials.addValue({ credentialId, version: 1, values: { token: 'key-2' } })
    await alice.credentials.promote({ credentialId, generation: 2 })
    await alice.credentials.reportIncident({ credentialId, since: stepkey.deps.clock().toISOString() })
    expect([...gitlab.tokens]).toEqual(['key-1'])
    const { items } = await alice.credentials.values({ credentialId })
    expect(items.map(({ state }) => state)).toEqual(['current', 'previous'])
  })

  const KEY_IN_USE = { cause: { code: 'invalid_input', fields: [{ path: 'revoke', code: 'key_in_use' }] } }

  it('are refused while another credential has the same key, and nothing is erased', async () => {
    const [first, second] = [await create(), await create('key-1', 'Other')]
    await expect(alice.credentials.remove({ credentialId: first, revoke: true })).rejects.toMatchObject(
      KEY_IN_USE,
    )
    await alice.credentials.remove({ credentialId: first })
    await expect(alice.deletedCredentials.erase({ credentialId: first, revoke: true })).rejects.toMatchObject(
      KEY_IN_USE,
    )
    expect((await alice.deletedCredentials.list()).items).toHaveLength(1)
    await alice.credentials.remove({ credentialId: second })
    expect(await alice.deletedCredentials.erase({ credentialId: first, revoke: true })).toMatchObject({
      revocation: 'revoked',
    })
  })

  it('are refused while the current or a new value is the same key', async () => {
    const credentialId = await create()
    await alice.credentials.addValue({ credentialId, version: 1, values: { token: 'key-1' } })
    const discard = (generation: number) =>
      alice.credentials.discardValue({ credentialId, generation, revoke: true })
    await expect(discard(2)).rejects.toMatchObject(KEY_IN_USE)
    await alice.credentials.promote({ credentialId, generation: 2 })
    await expect(discard(1)).rejects.toMatchObject(KEY_IN_USE)
    expect(gitlab.revocations).toEqual([])
    const { items } = await alice.credentials.values({ credentialId })
    expect(items.map(({ state }) => state)).toEqual(['current', 'previous'])
  })

  it('that wait end without an attempt when the key is entered again', async () => {
    gitlab.tokens.add('key-3')
    gitlab.refusal = 503
    const before = await create('key-3')
    await alice.credentials.remove({ credentialId: before, revoke: true })
    await create('key-3')
    delete gitlab.refusal
    stepkey.pass(HOUR)
    await retry()
    expect(gitlab.revocations.filter((token) => token === 'key-3')).toHaveLength(1)
    expect(gitlab.tokens.has('key-3')).toBe(true)
    expect(await open()).toEqual([])
    expect((await actions(before))[0]).toEqual(['credential.not_revoked', 'operator'])
  })

  it('of an incident that was a false alarm end when the credential is unfrozen', async () => {
    gitlab.tokens.add('key-4')
    gitlab.refusal = 503
    const credentialId = await create('key-4')
    await activeStep(credentialId)
    const since = stepkey.deps.clock().toISOString()
    for (let times = 0; times < 2; times++) await alice.credentials.reportIncident({ credentialId, since })
    expect(await open()).toHaveLength(1)
    expect(await alice.credentials.unfreeze({ credentialId })).toMatchObject({ outcome: 'active' })
    const sent = gitlab.revocations.filter((token) => token === 'key-4')
    expect(sent).toHaveLength(2)
    delete gitlab.refusal
    stepkey.pass(HOUR)
    await retry()
    expect(gitlab.revocations.filter((token) => token === 'key-4')).toEqual(sent)
    expect(await open()).toEqual([])
    expect(await alice.credentials.verify({ credentialId })).toMatchObject({ outcome: 'verified' })
  })

  it.each([
    ['a 401 of something in front of it', 401, 'text/html', '<html><title>Sign in</title></html>'],
    ['another page', 200, 'text/html', '<!doctype html><title>Maintenance</title>'],
    ['another 2xx than documented', 200, 'application/json', '{"error":"insufficient_scope"}'],
  ])('are not confirmed by %s', async (_, status, type, body) => {
    const credentialId = await create()
    gitlab.instead = { status, type, body }
    expect(await alice.credentials.remove({ credentialId, revoke: true })).toMatchObject({
      revocation: 'failed',
    })
    expect(await open()).toHaveLength(1)
  })

  it('are tried again in time, however often a user tries in between', async () => {
    gitlab.refusal = 503
    await alice.credentials.remove({ credentialId: await create(), revoke: true })
    const revocationId = (await open())[0]?.id ?? ''
    for (let times = 0; times < 8; times++) await alice.revocations.retry({ revocationId })
    const next = new Date((await open())[0]?.nextAttemptAt ?? '').getTime()
    expect(next - stepkey.deps.clock().getTime()).toBeLessThan(MINUTE)
  })

  it('of granted access are tried again after its credential was deleted', async () => {
    const { id: credentialId } = await connected(alice, provider)
    const isActive = async (token: string) => {
      const url = new URL(`${provider.url}/me`)
      const request = { method: 'GET', url, headers: { authorization: `Bearer ${token}` }, body: undefined }
      const { status } = await stepkey.deps.egress.fetch(request, AbortSignal.timeout(10_000))
      return status === 200
    }
    const token = provider.made.at(-1) ?? ''
    expect(await isActive(token)).toBe(true)
    provider.refusesRevocation = true
    expect(await alice.credentials.remove({ credentialId })).toMatchObject({ revocation: 'failed' })
    expect(await open()).toMatchObject([{ kind: 'access', status: 'pending', credentialId }])
    expect(await isActive(token)).toBe(true)
    provider.refusesRevocation = false
    stepkey.pass(MINUTE)
    await retry()
    expect(await open()).toEqual([])
    expect(await isActive(token)).toBe(false)
  })

  it('of earlier access leave access alone that was granted since then', async () => {
    const { id: credentialId } = await connected(alice, provider)
    provider.refusesRevocation = true
    expect(await alice.credentials.disconnect({ credentialId })).toMatchObject({ revocation: 'failed' })
    const { version } = await alice.credentials.get({ credentialId })
    const { consentId, parameters, path } = await completeConsent(alice, provider, { credentialId })
    await alice.consents.finish({ consentId, parameters, path })
    assertSaved(await alice.credentials.update({ credentialId, version, consentId }))
    provider.refusesRevocation = false
    stepkey.pass(MINUTE)
    await retry()
    expect(await open()).toEqual([])
    expect(await alice.credentials.verify({ credentialId })).toMatchObject({ outcome: 'verified' })
  })
})
