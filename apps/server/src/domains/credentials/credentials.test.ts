import type { Scope } from '@stepkey/shared/access'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'

describe.each(engines)('credentials on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let alice: Person
  let bob: Person
  let base: string
  let elsewhere: string
  const api = createFakeApi()
  const other = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(api.listener)
    elsewhere = await world.http(other.listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  let people = 0
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
    bob = await stepkey.signUp(`Bob${people}`)
    api.status = undefined
    api.requestedPaths.length = 0
    other.requestedPaths.length = 0
  })

  async function saved(person: Person, name?: string) {
    const result = await person.credentials.create(fakeApiCredential(base, name))
    assertSaved(result)
    return result.credential
  }

  it('can’t be read without a session or by another account', async () => {
    const { id } = await saved(alice)
    await expect(stepkey.visitor().credentials.get({ credentialId: id })).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    })
    await expect(bob.credentials.get({ credentialId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await bob.credentials.list()).items).toEqual([])
  })

  describe('create', () => {
    it('verifies the values with the API, stores them, and never returns the secret', async () => {
      const credential = await saved(alice)
      expect(api.requestedPaths).toEqual(['/me'])
      expect(credential).toMatchObject({
        name: 'Shop',
        status: 'verified',
        version: 1,
        useCount: 0,
        values: { baseUrl: base, testPath: '/me' },
        stored: ['token'],
        receipt: { outcome: 'verified' },
      })
      expect(JSON.stringify(await alice.credentials.get({ credentialId: credential.id }))).not.toContain(
        'good',
      )
    })

    it('stores nothing when the API rejects the values, even with allowUnverified', async () => {
      const result = await alice.credentials.create({
        ...fakeApiCredential(base, 'Typo', 'wrong'),
        allowUnverified: true,
      })
      expect(result).toMatchObject({
        outcome: 'not_saved',
        verification: { outcome: 'rejected', httpStatus: 401 },
      })
      expect((await alice.credentials.list()).items).toEqual([])
    })

    it('stores values with an inconclusive outcome only with allowUnverified, as unverified', async () => {
      api.status = 500
      expect(await alice.credentials.create(fakeApiCredential(base))).toMatchObject({
        outcome: 'not_saved',
        verification: { outcome: 'unexpected', reason: 'server_error' },
      })
      expect(
        await alice.credentials.create({ ...fakeApiCredential(base), allowUnverified: true }),
      ).toMatchObject({
        outcome: 'saved',
        credential: { status: 'unverified' },
      })
    })

    it('refuses a taken name, ignoring case, before it calls the API', async () => {
      await saved(alice, 'CRM prod')
      api.requestedPaths.length = 0
      await expect(alice.credentials.create(fakeApiCredential(base, 'crm PROD'))).rejects.toMatchObject({
        cause: { code: 'invalid_input', fields: [{ path: 'name' }] },
      })
      expect(api.requestedPaths).toEqual([])
      await saved(bob, 'CRM prod')
    })

    it('lets only one of two concurrent callers take the same name', async () => {
      const results = await Promise.allSettled([saved(alice, 'Twin'), saved(alice, 'Twin')])
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect((await alice.components.list()).find(({ id }) => id === 'http')?.credentialCount).toBe(1)
    })

    it('names every invalid field without repeating the input', async () => {
      const values = { baseUrl: 'ftp://hidden-value', testPath: 'no-slash-value', token: 42 }
      const attempt = alice.credentials.create({ ...fakeApiCredential(base), values })
      await expect(attempt).rejects.toSatisfy((error: { cause: { fields: { path: string }[] } }) => {
        expect(error.cause.fields.map(({ path }) => path)).toEqual([
          'values.baseUrl',
          'values.testPath',
          'values.token',
        ])
        return !JSON.stringify(error.cause).includes('-value')
      })
    })

    it('returns not_saved with reason cancelled, and stores nothing, when the caller aborts the verification', async () => {
      let open = () => {}
      api.gate = new Promise((resolve) => {
        open = resolve
      })
      const { createCredential } = await import('./create-credential.ts')
      const cancel = new AbortController()
      const actor = { kind: 'person', id: (await alice.accounts.me()).account.id } as const
      const ctx = { ...stepkey.deps, workspaceId: alice.workspaceId, actor }
      const pending = createCredential(
        ctx,
        { ...fakeApiCredential(base), allowUnverified: true },
        { signal: cancel.signal },
      )
      setTimeout(() => cancel.abort(), 20)
      expect(await pending).toMatchObject({ outcome: 'not_saved', verification: { reason: 'cancelled' } })
      open()
      api.gate = undefined
      expect((await alice.credentials.list()).items).toEqual([])
    })
  })

  describe('verify', () => {
    it('verifies values without storing anything', async () => {
      const { componentId, methodId, values } = fakeApiCredential(base)
      expect(await alice.credentials.verify({ componentId, methodId, values })).toMatchObject({
        outcome: 'verified',
      })
      expect((await alice.credentials.list()).items).toEqual([])
    })

    it('refuses a component or method beside a stored credential', async () => {
      const { id } = await saved(alice)
      for (const extra of [{ componentId: 'slack' }, { methodId: 'bearer' }])
        await expect(alice.credentials.verify({ credentialId: id, ...extra })).rejects.toMatchObject({
          cause: { fields: [{ path: Object.keys(extra)[0] }] },
        })
    })

    it('sets a stored credential to failing when the API rejects it, and to verified when the API accepts it', async () => {
      const { id } = await saved(alice)
      api.status = 401
      await alice.credentials.verify({ credentialId: id })
      expect(await alice.credentials.get({ credentialId: id })).toMatchObject({
        status: 'failing',
        receipt: { outcome: 'rejected' },
      })
      expect((await alice.components.list()).find((c) => c.id === 'http')).toMatchObject({
        credentialCount: 1,
        failingCount: 1,
      })

      api.status = undefined
      await alice.credentials.verify({ credentialId: id })
      expect(await alice.credentials.get({ credentialId: id })).toMatchObject({ status: 'verified' })
      expect((await alice.components.list()).find((c) => c.id === 'http')).toMatchObject({ failingCount: 0 })
    })

    it('keeps the status after an inconclusive outcome, but stores the receipt', async () => {
      const { id } = await saved(alice)
      api.status = 503
      await alice.credentials.verify({ credentialId: id })
      expect(await alice.credentials.get({ credentialId: id })).toMatchObject({
        status: 'verified',
        receipt: { outcome: 'unexpected' },
      })
    })

    it('verifies new values merged into the stored ones without storing anything', async () => {
      const { id } = await saved(alice)
      const outcome = await alice.credentials.verify({ credentialId: id, values: { token: 'wrong' } })
      expect(outcome).toMatchObject({ outcome: 'rejected' })
      expect(await alice.credentials.get({ credentialId: id })).toMatchObject({
        status: 'verified',
        version: 1,
      })
    })
  })

  describe('update', () => {
    it('renames without a verification request', async () => {
      const { id } = await saved(alice)
      api.requestedPaths.length = 0
      const result = await alice.credentials.update({ credentialId: id, version: 1, name: 'Renamed' })
      expect(result).toMatchObject({ outcome: 'saved', credential: { name: 'Renamed', version: 2 } })
      expect(api.requestedPaths).toEqual([])
    })

    it('keeps the stored secret when the input has none', async () => {
      const { id } = await saved(alice)
      const result = await alice.credentials.update({
        credentialId: id,
        version: 1,
        name: 'Renamed',
        values: { testPath: '/me' },
      })
      expect(result).toMatchObject({ outcome: 'saved', credential: { name: 'Renamed', stored: ['token'] } })
      expect(await alice.credentials.verify({ credentialId: id })).toMatchObject({ outcome: 'verified' })
    })

    it('keeps the stored values when the API rejects the new ones', async () => {
      const { id } = await saved(alice)
      const update = { credentialId: id, version: 1, values: { token: 'wrong' } }
      expect(await alice.credentials.update(update)).toMatchObject({
        outcome: 'not_saved',
        verification: { outcome: 'rejected' },
      })
      expect(await alice.credentials.verify({ credentialId: id })).toMatchObject({ outcome: 'verified' })
    })

    it('requires the secret again when its destination changes, in update and in verify', async () => {
      const { id } = await saved(alice)
      other.tokens.set('good', 'mallory')
      const values = { baseUrl: elsewhere }
      const error = { cause: { code: 'invalid_input', fields: [{ path: 'values.token' }] } }
      await expect(alice.credentials.update({ credentialId: id, version: 1, values })).rejects.toMatchObject(
        error,
      )
      await expect(alice.credentials.verify({ credentialId: id, values })).rejects.toMatchObject(error)
      expect(other.requestedPaths).toEqual([])
      const path = { credentialId: id, values: { testPath: '/items/7/delete?confirm=1' } }
      await expect(alice.credentials.verify(path)).rejects.toMatchObject(error)
      await expect(alice.credentials.update({ ...path, version: 1 })).rejects.toMatchObject(error)
      expect(api.requestedPaths).toEqual(['/me'])
      const moved = await alice.credentials.update({
        credentialId: id,
        version: 1,
        values: { ...values, token: 'good' },
      })
      expect(moved).toMatchObject({ outcome: 'saved', credential: { values: { baseUrl: elsewhere } } })
    })

    it('verifies stored secrets with other values only for callers who may change them, and records it', async () => {
      const { id } = await saved(alice)
      const input = { credentialId: id, values: { token: 'wrong' } }
      const keyWith = async (scopes: Scope[]) =>
        stepkey.visitor({ apiKey: (await alice.apiKeys.create({ name: scopes.join(), scopes })).key })
      await expect((await keyWith(['verify'])).credentials.verify(input)).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
      const writer = await keyWith(['verify', 'write'])
      expect(await writer.credentials.verify(input)).toMatchObject({ outcome: 'rejected' })
      const { items } = await alice.audit.list({ subjectId: id, action: 'credential.verified' })
      expect(items).toMatchObject([{ detail: { outcome: 'rejected', values: true } }])
    })

    it('returns no stored values to callers who may not read them', async () => {
      const { id } = await saved(alice)
      const { key } = await alice.apiKeys.create({ name: 'Writer', scopes: ['write'] })
      const { credentials } = stepkey.visitor({ apiKey: key })
      const update = { credentialId: id, version: 1, values: { token: 'good' } }
      expect(await credentials.update(update)).toMatchObject({
        outcome: 'saved',
        credential: { version: 2, values: {}, stored: [], identity: null, receipt: null },
      })
      await expect(credentials.update(update)).rejects.toMatchObject({ cause: { code: 'version_outdated' } })
    })

    it('returns a created credential without values, receipt and the rest of its flow to callers who may not read them', async () => {
      const { id: credentialId } = await saved(alice)
      const steps = ['One', 'Two'].map((name) => ({ name, componentId: 'http', credentialId }))
      const flow = await alice.flows.save({ name: 'Secret plan', steps })
      assertSaved(flow)
      const [, step] = flow.steps
      const bindTo = { flowId: flow.id, stepId: String(step?.id) }
      const { key } = await alice.apiKeys.create({ name: 'Writer', scopes: ['write', 'flows'] })
      const { credentials, flows } = stepkey.visitor({ apiKey: key })
      const created = await credentials.create({ ...fakeApiCredential(base, 'Second'), bindTo })
      expect(created).toMatchObject({
        outcome: 'saved',
        credential: { name: 'Second', values: {}, stored: [], identity: null, receipt: null },
        flow: { id: flow.id, name: '', version: 2, steps: [{ id: step?.id }] },
      })
      const bound = await flows.bindStep({ ...bindTo, credentialId })
      expect(bound).toMatchObject({ outcome: 'saved', name: '', version: 3, steps: [{ id: step?.id }] })
      for (const result of [created, bound]) expect(JSON.stringify(result)).not.toContain(flow.steps[0]?.id)
    })

    it('only counts the flows of a credential for callers who may not read them', async () => {
      const { id: credentialId } = await saved(alice)
      const steps = [{ name: 'One', componentId: 'http', credentialId }]
      const flow = await alice.flows.save({ name: 'Secret plan', steps })
      assertSaved(flow)
      await alice.flows.activate({ flowId: flow.id })
      const { key } = await alice.apiKeys.create({ name: 'Writer', scopes: ['write'] })
      const { credentials } = stepkey.visitor({ apiKey: key })
      expect(await credentials.remove({ credentialId })).toEqual({ outcome: 'in_use', flows: [], hidden: 1 })
    })

    it('tells callers who may not verify only outcome, reason, texts and time of a verification', async () => {
      const { id } = await saved(alice)
      const { key } = await alice.apiKeys.create({ name: 'Writer', scopes: ['read', 'write'] })
      const { credentials } = stepkey.visitor({ apiKey: key })
      const results = [
        await credentials.create(fakeApiCredential(base, 'Typo', 'wrong')),
        await credentials.update({ credentialId: id, version: 1, values: { token: 'wrong' } }),
      ]
      for (const result of results) {
        if (result.outcome !== 'not_saved') throw new Error(result.outcome)
        expect(result.verification).toEqual({
          outcome: 'rejected',
          reason: 'unauthorized',
          message: expect.any(String),
          advice: expect.any(String),
          checkedAt: expect.any(String),
          durationMs: expect.any(Number),
        })
      }
    })

    it('returns stale with the stored credential when the version is not current', async () => {
      const { id } = await saved(alice)
      await alice.credentials.update({ credentialId: id, version: 1, name: 'First' })
      expect(await alice.credentials.update({ credentialId: id, version: 1, name: 'Second' })).toMatchObject({
        outcome: 'stale',
        credential: { name: 'First', version: 2 },
      })
    })

    it('saves only one of three concurrent updates of the same version', async () => {
      const { id } = await saved(alice)
      const results = await Promise.all(
        ['One', 'Two', 'Three'].map((name) =>
          alice.credentials.update({ credentialId: id, version: 1, name }),
        ),
      )
      expect(results.map(({ outcome }) => outcome).sort()).toEqual(['saved', 'stale', 'stale'])
    })

    it.each([
      ['the API is unavailable', 500],
      ['the API rejects the values', 401],
    ])('stores nothing while an active flow uses the credential and %s', async (_, status) => {
      const { id } = await saved(alice)
      await activeFlowWith(alice, id)
      api.status = status
      const update = {
        credentialId: id,
        version: 1,
        values: { testPath: '/other', token: 'good' },
        allowUnverified: true,
      }
      expect(await alice.credentials.update(update)).toMatchObject({ outcome: 'not_saved' })
      expect(await alice.credentials.get({ credentialId: id })).toMatchObject({
        status: 'verified',
        values: { testPath: '/me' },
      })
    })

    it('refuses to clear a required value with null', async () => {
      const { id } = await saved(alice)
      await expect(
        alice.credentials.update({ credentialId: id, version: 1, values: { token: null } }),
      ).rejects.toMatchObject({
        cause: { fields: [{ path: 'values.token', message: 'Fill in this field.' }] },
      })
    })
  })

  describe('bindTo', () => {
    it('needs the permission to change flows, and is recorded as a change of the flow', async () => {
      const flow = await alice.flows.save({ name: 'Sync', steps: [{ name: 'One', componentId: 'http' }] })
      assertSaved(flow)
      const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
      const keyWith = async (scopes: Scope[]) =>
        stepkey.visitor({ apiKey: (await alice.apiKeys.create({ name: scopes.join(), scopes })).key })
      const input = { ...fakeApiCredential(base, 'Bound'), bindTo }
      await expect((await keyWith(['write'])).credentials.create(input)).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
      const created = await (await keyWith(['write', 'flows'])).credentials.create(input)
      assertSaved(created)
      const { items } = await alice.audit.list({ subjectId: flow.id, action: 'flow.saved' })
      expect(items[0]).toMatchObject({
        detail: { stepId: bindTo.stepId, credentialId: created.credential.id },
      })
    })

    it('binds the new credential to the step and returns the flow with its new version', async () => {
      const flow = await draft(alice, ['http', 'http'])
      const stepId = flow.steps[1]?.id ?? ''
      const result = await alice.credentials.create({
        ...fakeApiCredential(base),
        bindTo: { flowId: flow.id, stepId },
      })
      expect(result).toMatchObject({
        outcome: 'saved',
        flow: {
          id: flow.id,
          version: 2,
          steps: [{ credentialId: null }, { credentialId: expect.any(String) }],
        },
      })
    })

    it('refuses a step of another component or another workspace without calling the API', async () => {
      const flow = await draft(alice, ['github'])
      const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
      await expect(alice.credentials.create({ ...fakeApiCredential(base), bindTo })).rejects.toMatchObject({
        cause: { code: 'invalid_input', fields: [{ path: 'bindTo.stepId' }] },
      })
      await expect(bob.credentials.create({ ...fakeApiCredential(base), bindTo })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
      expect(api.requestedPaths).toEqual([])
    })

    it('with an active flow: refuses an unverified credential, and replaces the one that the flow uses', async () => {
      const { id } = await saved(alice)
      const flow = await activeFlowWith(alice, id)
      const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
      api.status = 500
      const unverified = { ...fakeApiCredential(base, 'Unverified'), allowUnverified: true, bindTo }
      expect(await alice.credentials.create(unverified)).toMatchObject({ outcome: 'not_saved' })
      api.status = undefined
      const second = await alice.credentials.create({ ...fakeApiCredential(base, 'Second'), bindTo })
      assertSaved(second)
      expect(await alice.credentials.remove({ credentialId: second.credential.id })).toMatchObject({
        outcome: 'in_use',
      })
      expect(await alice.credentials.remove({ credentialId: id })).toEqual({ outcome: 'deleted' })
    })
  })

  describe('remove', () => {
    it('returns in_use with the flows and steps when an active flow uses the credential', async () => {
      const { id } = await saved(alice)
      const flow = await activeFlowWith(alice, id)
      expect(await alice.credentials.remove({ credentialId: id })).toEqual({
        outcome: 'in_use',
        hidden: 0,
        flows: [
          { id: flow.id, name: 'Flow', status: 'active', steps: [{ id: flow.steps[0]?.id, name: 'Step 1' }] },
        ],
      })
      expect(await alice.credentials.get({ credentialId: id })).toMatchObject({
        useCount: 1,
        activeFlowCount: 1,
      })
    })

    it('deletes a credential that only inactive flows use; their steps lose it', async () => {
      const { id } = await saved(alice)
      const flow = await activeFlowWith(alice, id)
      await alice.flows.deactivate({ flowId: flow.id })
      expect((await alice.credentials.usage({ credentialId: id })).flows).toMatchObject([
        { id: flow.id, status: 'inactive' },
      ])
      expect(await alice.credentials.remove({ credentialId: id })).toEqual({ outcome: 'deleted' })
      expect((await alice.flows.get({ flowId: flow.id })).steps[0]?.credentialId).toBeNull()
      expect((await alice.components.list()).find((c) => c.id === 'http')?.credentialCount).toBe(0)
      await expect(alice.credentials.remove({ credentialId: id })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
    })

    it('returns at most 50 flows and counts the others', async () => {
      const { id } = await saved(alice)
      for (let n = 0; n < 52; n++) await activeFlowWith(alice, id, `Flow ${n}`)
      const result = await alice.credentials.remove({ credentialId: id })
      if (result.outcome !== 'in_use') throw new Error('deleted')
      expect(result.flows).toHaveLength(50)
      expect(result.hidden).toBe(2)
    })
  })

  describe('list', () => {
    it('pages by name', async () => {
      for (const name of ['beta', 'Alpha', 'gamma', 'Alps']) await saved(alice, name)
      const first = await alice.credentials.list({ limit: 3 })
      expect(first.items.map(({ name }) => name)).toEqual(['Alpha', 'Alps', 'beta'])
      const second = await alice.credentials.list({ limit: 3, cursor: first.nextCursor ?? undefined })
      expect(second).toMatchObject({ items: [{ name: 'gamma' }], nextCursor: null })
      expect((await alice.credentials.list({ componentId: 'github' })).items).toEqual([])
      expect((await alice.credentials.list({ status: 'failing' })).items).toEqual([])
    })

    it('pages over credentials with the same name in several components without skipping one', async () => {
      const github = { componentId: 'github', methodId: 'token', values: { token: 'x' } }
      assertSaved(await alice.credentials.create({ ...github, name: 'Twin', allowUnverified: true }))
      await saved(alice, 'Twin')
      const first = await alice.credentials.list({ limit: 1 })
      const second = await alice.credentials.list({ limit: 1, cursor: first.nextCursor ?? '' })
      expect([...first.items, ...second.items].map(({ componentId }) => componentId).sort()).toEqual([
        'github',
        'http',
      ])
      expect(second.nextCursor).toBeNull()
    })

    it('returns the credentials with the given ids, up to 200 ids, and none of other workspaces', async () => {
      const [first, , last] = [
        await saved(alice, 'Alpha'),
        await saved(alice, 'Beta'),
        await saved(alice, 'Gamma'),
      ]
      const foreign = await saved(bob)
      const idsOf = async (input: { ids: string[]; componentId?: string; limit?: number }) =>
        (await alice.credentials.list(input)).items.map(({ id }) => id)

      expect(await idsOf({ ids: [last.id, first.id, foreign.id, 'gone'] })).toEqual([first.id, last.id])
      expect(await idsOf({ ids: [foreign.id] })).toEqual([])
      expect(await idsOf({ ids: [last.id], componentId: 'http', limit: 1 })).toEqual([last.id])
      expect(await idsOf({ ids: [last.id], componentId: 'github' })).toEqual([])
      const absent = Array.from({ length: 199 }, (_, n) => `absent-${n}`)
      expect(await idsOf({ ids: [...absent, last.id] })).toEqual([last.id])
      for (const ids of [[], [...absent, 'one', 'two'], ['no id!']]) {
        await expect(alice.credentials.list({ ids })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      }
    })
  })

  async function draft(person: Person, componentIds: string[], credentialId?: string, name = 'Flow') {
    const steps = componentIds.map((componentId, n) => ({ name: `Step ${n + 1}`, componentId, credentialId }))
    const result = await person.flows.save({ name, steps })
    assertSaved(result)
    return result
  }

  async function activeFlowWith(person: Person, credentialId: string, name?: string) {
    const flow = await draft(person, ['http'], credentialId, name)
    expect(await person.flows.activate({ flowId: flow.id })).toEqual({ outcome: 'active' })
    return flow
  }
})
