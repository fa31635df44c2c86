import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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
  const shop = createFakeApi()
  const other = createFakeApi()

  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(shop.listener)
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
    shop.status = undefined
    shop.asked.length = 0
    other.asked.length = 0
  })

  async function saved(person: Person, name?: string) {
    const result = await person.credentials.create(fakeApiCredential(base, name))
    if (result.outcome !== 'saved') throw new Error(`not saved: ${result.verification.message}`)
    return result.credential
  }

  it('are out of reach without a session and for another account', async () => {
    const { id } = await saved(alice)
    await expect(stepkey.visitor().credentials.get({ credentialId: id })).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    })
    await expect(bob.credentials.get({ credentialId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await bob.credentials.list()).items).toEqual([])
  })

  describe('create', () => {
    it('asks the real API first and stores what it accepted, without handing the secret out again', async () => {
      const credential = await saved(alice)
      expect(shop.asked).toEqual(['/me'])
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

    it('stores nothing that the API refused, even when asked to save without verifying', async () => {
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

    it('stores an inconclusive one only when the person says so, and marks it', async () => {
      shop.status = 500
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

    it('finds a taken name before it asks the API, whatever the letter case', async () => {
      await saved(alice, 'CRM prod')
      shop.asked.length = 0
      await expect(alice.credentials.create(fakeApiCredential(base, 'crm PROD'))).rejects.toMatchObject({
        cause: { code: 'invalid_input', fields: [{ path: 'name' }] },
      })
      expect(shop.asked).toEqual([])
      await saved(bob, 'CRM prod')
    })

    it('lets one of two win who take the same name at the same moment', async () => {
      const results = await Promise.allSettled([saved(alice, 'Twin'), saved(alice, 'Twin')])
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect((await alice.components.list()).find(({ id }) => id === 'http')?.credentialCount).toBe(1)
    })

    it('names every wrong field without repeating what was typed', async () => {
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

    it('does not store what was cancelled while the API was thinking', async () => {
      let open = () => {}
      shop.gate = new Promise((resolve) => {
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
      shop.gate = undefined
      expect((await alice.credentials.list()).items).toEqual([])
    })
  })

  describe('verify', () => {
    it('tries values without storing anything', async () => {
      const { componentId, methodId, values } = fakeApiCredential(base)
      expect(await alice.credentials.verify({ componentId, methodId, values })).toMatchObject({
        outcome: 'verified',
      })
      expect((await alice.credentials.list()).items).toEqual([])
    })

    it('marks a stored one as failing once the API refuses it, and as verified when it is let in again', async () => {
      const { id } = await saved(alice)
      shop.status = 401
      await alice.credentials.verify({ credentialId: id })
      expect(await alice.credentials.get({ credentialId: id })).toMatchObject({
        status: 'failing',
        receipt: { outcome: 'rejected' },
      })
      expect((await alice.components.list()).find((c) => c.id === 'http')).toMatchObject({
        credentialCount: 1,
        failingCount: 1,
      })

      shop.status = undefined
      await alice.credentials.verify({ credentialId: id })
      expect(await alice.credentials.get({ credentialId: id })).toMatchObject({ status: 'verified' })
      expect((await alice.components.list()).find((c) => c.id === 'http')).toMatchObject({ failingCount: 0 })
    })

    it('leaves the status alone when nothing was learnt, but keeps the receipt', async () => {
      const { id } = await saved(alice)
      shop.status = 503
      await alice.credentials.verify({ credentialId: id })
      expect(await alice.credentials.get({ credentialId: id })).toMatchObject({
        status: 'verified',
        receipt: { outcome: 'unexpected' },
      })
    })

    it('tries new values over stored ones without touching what is stored', async () => {
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
    it('needs no dry request for a name', async () => {
      const { id } = await saved(alice)
      shop.asked.length = 0
      const result = await alice.credentials.update({ credentialId: id, version: 1, name: 'Renamed' })
      expect(result).toMatchObject({ outcome: 'saved', credential: { name: 'Renamed', version: 2 } })
      expect(shop.asked).toEqual([])
    })

    it('keeps the secret unless it is typed again', async () => {
      const { id } = await saved(alice)
      const result = await alice.credentials.update({
        credentialId: id,
        version: 1,
        values: { testPath: '/whoami' },
      })
      expect(result).toMatchObject({
        outcome: 'saved',
        credential: { values: { testPath: '/whoami' }, stored: ['token'] },
      })
      expect(shop.asked).toEqual(['/me', '/whoami'])
    })

    it('verifies other values before they replace the old ones', async () => {
      const { id } = await saved(alice)
      const update = { credentialId: id, version: 1, values: { token: 'wrong' } }
      expect(await alice.credentials.update(update)).toMatchObject({
        outcome: 'not_saved',
        verification: { outcome: 'rejected' },
      })
      expect(await alice.credentials.verify({ credentialId: id })).toMatchObject({ outcome: 'verified' })
    })

    it('asks for the secret again when it would be sent somewhere else, in verify too', async () => {
      const { id } = await saved(alice)
      other.tokens.set('good', 'mallory')
      const values = { baseUrl: elsewhere }
      const wanted = { cause: { code: 'invalid_input', fields: [{ path: 'values.token' }] } }
      await expect(alice.credentials.update({ credentialId: id, version: 1, values })).rejects.toMatchObject(
        wanted,
      )
      await expect(alice.credentials.verify({ credentialId: id, values })).rejects.toMatchObject(wanted)
      expect(other.asked).toEqual([])
      const moved = await alice.credentials.update({
        credentialId: id,
        version: 1,
        values: { ...values, token: 'good' },
      })
      expect(moved).toMatchObject({ outcome: 'saved', credential: { values: { baseUrl: elsewhere } } })
    })

    it('tells when somebody else was faster, with what is stored now', async () => {
      const { id } = await saved(alice)
      await alice.credentials.update({ credentialId: id, version: 1, name: 'First' })
      expect(await alice.credentials.update({ credentialId: id, version: 1, name: 'Second' })).toMatchObject({
        outcome: 'stale',
        credential: { name: 'First', version: 2 },
      })
    })

    it('lets one of two win who change the same version at the same moment', async () => {
      const { id } = await saved(alice)
      const results = await Promise.all(
        ['One', 'Two', 'Three'].map((name) =>
          alice.credentials.update({ credentialId: id, version: 1, name }),
        ),
      )
      expect(results.map(({ outcome }) => outcome).sort()).toEqual(['saved', 'stale', 'stale'])
    })

    it('does not store anything unverified while an active flow uses it', async () => {
      const { id } = await saved(alice)
      await activeFlowWith(alice, id)
      shop.status = 500
      const update = { credentialId: id, version: 1, values: { testPath: '/other' }, allowUnverified: true }
      expect(await alice.credentials.update(update)).toMatchObject({ outcome: 'not_saved' })
      expect(await alice.credentials.get({ credentialId: id })).toMatchObject({
        status: 'verified',
        values: { testPath: '/me' },
      })
    })

    it('clears an optional value with null and refuses to clear a required one', async () => {
      const { id } = await saved(alice)
      await expect(
        alice.credentials.update({ credentialId: id, version: 1, values: { token: null } }),
      ).rejects.toMatchObject({
        cause: { fields: [{ path: 'values.token', message: 'Fill in this field.' }] },
      })
    })
  })

  describe('bindTo', () => {
    it('links the new credential to the step in the same transaction and gives the flow with its new version', async () => {
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

    it('refuses a step of another component or of somebody else before asking the API', async () => {
      const flow = await draft(alice, ['github'])
      const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
      await expect(alice.credentials.create({ ...fakeApiCredential(base), bindTo })).rejects.toMatchObject({
        cause: { code: 'invalid_input', fields: [{ path: 'bindTo.stepId' }] },
      })
      await expect(bob.credentials.create({ ...fakeApiCredential(base), bindTo })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
      expect(shop.asked).toEqual([])
    })

    it('holds it when the flow is active, and refuses an unverified one there', async () => {
      const { id } = await saved(alice)
      const flow = await activeFlowWith(alice, id)
      const bindTo = { flowId: flow.id, stepId: flow.steps[0]?.id ?? '' }
      shop.status = 500
      const unproven = { ...fakeApiCredential(base, 'Unproven'), allowUnverified: true, bindTo }
      expect(await alice.credentials.create(unproven)).toMatchObject({ outcome: 'not_saved' })
      shop.status = undefined
      const second = await alice.credentials.create({ ...fakeApiCredential(base, 'Second'), bindTo })
      if (second.outcome !== 'saved') throw new Error('not saved')
      expect(await alice.credentials.remove({ credentialId: second.credential.id })).toMatchObject({
        outcome: 'in_use',
      })
      expect(await alice.credentials.remove({ credentialId: id })).toEqual({ outcome: 'deleted' })
    })
  })

  describe('remove', () => {
    it('refuses to delete a credential that an active flow uses, and names flows and steps', async () => {
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

    it('leaves the steps of drafts empty', async () => {
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

    it('names at most 50 flows and counts the others', async () => {
      const { id } = await saved(alice)
      for (let n = 0; n < 52; n++) await activeFlowWith(alice, id, `Flow ${n}`)
      const result = await alice.credentials.remove({ credentialId: id })
      if (result.outcome !== 'in_use') throw new Error('deleted')
      expect(result.flows).toHaveLength(50)
      expect(result.hidden).toBe(2)
    })
  })

  describe('list', () => {
    it('pages by name and searches by prefix', async () => {
      for (const name of ['beta', 'Alpha', 'gamma', 'Alps']) await saved(alice, name)
      const first = await alice.credentials.list({ limit: 3 })
      expect(first.items.map(({ name }) => name)).toEqual(['Alpha', 'Alps', 'beta'])
      const second = await alice.credentials.list({ limit: 3, cursor: first.nextCursor ?? undefined })
      expect(second).toMatchObject({ items: [{ name: 'gamma' }], nextCursor: null })
      expect((await alice.credentials.list({ search: 'AL' })).items).toHaveLength(2)
      expect((await alice.credentials.list({ componentId: 'github' })).items).toEqual([])
      expect((await alice.credentials.list({ status: 'failing' })).items).toEqual([])
    })

    it('finds the ones that are named, however many there are, and nobody else’s', async () => {
      const [first, , last] = [
        await saved(alice, 'Alpha'),
        await saved(alice, 'Beta'),
        await saved(alice, 'Gamma'),
      ]
      const foreign = await saved(bob)
      const named = async (input: { ids: string[]; componentId?: string; limit?: number }) =>
        (await alice.credentials.list(input)).items.map(({ id }) => id)

      expect(await named({ ids: [last.id, first.id, foreign.id, 'gone'] })).toEqual([first.id, last.id])
      expect(await named({ ids: [foreign.id] })).toEqual([])
      expect(await named({ ids: [last.id], componentId: 'http', limit: 1 })).toEqual([last.id])
      expect(await named({ ids: [last.id], componentId: 'github' })).toEqual([])
      const most = Array.from({ length: 199 }, (_, n) => `absent-${n}`)
      expect(await named({ ids: [...most, last.id] })).toEqual([last.id])
      for (const ids of [[], [...most, 'one', 'two'], ['no id!']]) {
        await expect(alice.credentials.list({ ids })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      }
    })
  })

  async function draft(person: Person, componentIds: string[], credentialId?: string, name = 'Flow') {
    const steps = componentIds.map((componentId, n) => ({ name: `Step ${n + 1}`, componentId, credentialId }))
    const result = await person.flows.save({ name, steps })
    if (result.outcome !== 'saved') throw new Error(`flow not saved: ${result.outcome}`)
    return result
  }

  async function activeFlowWith(person: Person, credentialId: string, name?: string) {
    const flow = await draft(person, ['http'], credentialId, name)
    expect(await person.flows.activate({ flowId: flow.id })).toEqual({ outcome: 'active' })
    return flow
  }
})
