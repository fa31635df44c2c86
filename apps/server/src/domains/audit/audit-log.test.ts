import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { planOf } from '../../../testing/query-plan.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { countEntriesSince, findEntryPage } from './store.ts'

it('counts entries of one action with an index, without a scan', async () => {
  const of = { action: 'invitation.created', since: new Date().toISOString(), detail: 'email' }
  expect(await planOf((trx) => countEntriesSince(trx, 'w', of))).toMatch(
    /SEARCH audit USING INDEX audit_action/,
  )
})

it('finds entries by their object, actor, flow or action, and refusals, without sorting the log', async () => {
  const page = { before: undefined, limit: 51 }
  const plan = (filter: Parameters<typeof findEntryPage>[2]) =>
    planOf((db) => findEntryPage(db, 'w', filter, page))
  expect(await plan({ subjectId: 's' })).toMatch(/SEARCH a USING INDEX audit_subject/)
  expect(await plan({ actorId: 'p' })).toMatch(/SEARCH a USING INDEX audit_actor/)
  expect(await plan({ outcome: 'refused' })).toMatch(/SEARCH a USING INDEX audit_refused/)
  expect(await plan({ actions: ['flow.saved', 'flow.deleted'] })).toMatch(
    /SEARCH a USING .*INDEX audit_action/,
  )
  const words = [{ text: 'crm', actorIds: ['p'] }]
  const found = await plan({ search: { words, subjectIds: ['s'], actorIds: ['p'], isLimited: false } })
  for (const index of ['audit_subject', 'audit_actor', 'audit_flow'])
    expect(found).toMatch(new RegExp(`SEARCH a USING (COVERING )?INDEX ${index} `))
  for (const each of [
    await plan({ subjectId: 's' }),
    await plan({ actorId: 'p', actions: ['flow.saved', 'flow.deleted'] }),
    await plan({ outcome: 'refused' }),
  ])
    expect(each).not.toMatch(/SCAN a\b|TEMP B-TREE/)
})

describe.each(engines)('the audit log on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person
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
  let people = 0
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
    api.status = undefined
  })

  const actions = async (person = alice) =>
    (await person.audit.list({ limit: 200 })).items.map(({ action, outcome }) =>
      outcome === 'done' ? action : `${action} refused`,
    )

  async function createActivity() {
    const created = await alice.credentials.create(fakeApiCredential(base))
    assertSaved(created)
    const credentialId = created.credential.id
    const flow = await alice.flows.save({
      name: 'Sync',
      steps: [{ name: 'One', componentId: 'http', credentialId }],
    })
    assertSaved(flow)
    await alice.flows.activate({ flowId: flow.id })
    await alice.credentials.verify({ credentialId })
    await alice.credentials.update({ credentialId, version: 1, name: 'Renamed' })
    return { credentialId, flowId: flow.id }
  }

  it('requires a session or an API key with the scope `audit`, and contains no entries of other workspaces', async () => {
    await createActivity()
    await expect(stepkey.visitor().audit.list()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    const withScope = async (scope: 'read' | 'audit') =>
      stepkey.visitor({ apiKey: (await alice.apiKeys.create({ name: scope, scopes: [scope] })).key })
    await expect((await withScope('read')).audit.list()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(JSON.stringify(await (await withScope('audit')).audit.list())).toContain('Renamed')
    const bob = await stepkey.signUp(`Bob${people}`)
    expect(JSON.stringify(await bob.audit.list())).not.toContain('Renamed')
  })

  it('lists actor, action and subject of each entry, the newest first', async () => {
    const { credentialId, flowId } = await createActivity()
    const { items } = await alice.audit.list({ limit: 200 })
    expect(items.slice(0, 5).map(({ action, subjectId }) => [action, subjectId])).toEqual([
      ['credential.updated', credentialId],
      ['credential.verified', credentialId],
      ['flow.activated', flowId],
      ['flow.created', flowId],
      ['credential.created', credentialId],
    ])
    expect(items[0]).toMatchObject({
      actor: { kind: 'person', name: `Alice${people}` },
      outcome: 'done',
      detail: { name: 'Renamed', values: false },
    })
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_, n) => items.length - n))
  })

  it('records refused changes with their outcome', async () => {
    const { credentialId } = await createActivity()
    await alice.credentials.remove({ credentialId })
    await alice.credentials.create(fakeApiCredential(base, 'Typo', 'wrong'))
    const refused = await alice.audit.list({ outcome: 'refused' })
    expect(refused.items).toMatchObject([
      { action: 'credential.created', detail: { outcome: 'rejected', componentId: 'http' } },
      {
        action: 'credential.deleted',
        subjectId: credentialId,
        detail: { name: 'Renamed', outcome: 'in_use' },
      },
    ])
    expect((await alice.credentials.list()).items).toMatchObject([{ id: credentialId, name: 'Renamed' }])
  })

  it('can be filtered by action and subject, with pagination', async () => {
    const { credentialId } = await createActivity()
    expect((await alice.audit.list({ action: 'flow.created' })).items).toHaveLength(1)
    const first = await alice.audit.list({ subjectId: credentialId, limit: 2 })
    const second = await alice.audit.list({
      subjectId: credentialId,
      limit: 2,
      cursor: first.nextCursor ?? '',
    })
    expect([...first.items, ...second.items].map(({ action }) => action)).toEqual([
      'credential.updated',
      'credential.verified',
      'credential.created',
    ])
    expect(second.nextCursor).toBeNull()
    await expect(alice.audit.list({ cursor: 'guess' })).rejects.toMatchObject({
      cause: { code: 'invalid_input' },
    })
  })

  it('can be filtered by several actions, the newest first, with pagination', async () => {
    await createActivity()
    const actions = ['flow.created', 'flow.activated', 'credential.created'] as const
    const first = await alice.audit.list({ actions: [...actions, 'flow.created'], limit: 2 })
    const second = await alice.audit.list({ actions: [...actions], limit: 2, cursor: first.nextCursor ?? '' })
    expect([...first.items, ...second.items].map(({ action }) => action)).toEqual([
      'flow.activated',
      'flow.created',
      'credential.created',
    ])
    expect(second.nextCursor).toBeNull()
    const both = await alice.audit.list({ action: 'flow.created', actions: ['flow.deleted'] })
    expect(both.items).toEqual([])
    const ofActor = await alice.audit.list({
      actions: [...actions],
      actorId: alice.accountId,
      outcome: 'done',
    })
    expect(ofActor.items).toHaveLength(3)
    expect((await alice.audit.list({ actions: [...actions], outcome: 'refused' })).items).toEqual([])
    await expect(alice.audit.list({ actions: [] })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  describe('search', () => {
    const found = async (search: string, filter: Parameters<typeof alice.audit.list>[0] = {}) =>
      (await alice.audit.list({ search, ...filter })).items.map(({ action, subjectName }) =>
        [action, subjectName].filter(Boolean).join(' '),
      )

    it('finds words anywhere in the name of the object, without case and accents, also in names that it had', async () => {
      const created = await alice.credentials.create(fakeApiCredential(base, 'Café Lieferung 100%'))
      assertSaved(created)
      const credentialId = created.credential.id
      await alice.credentials.update({ credentialId, version: 1, name: 'Deliveries' })
      await alice.flows.save({ name: 'Café', steps: [] })
      expect(await found('IEFER cafe')).toEqual([
        'credential.updated Deliveries',
        'credential.created Café Lieferung 100%',
      ])
      expect(await found('0%')).toHaveLength(2)
      expect(await found('deliv')).toEqual(await found('lieferung'))
      expect(await found('cafe')).toEqual(['flow.created Café', ...(await found('lieferung'))])
      expect(await found('cafe nothing')).toEqual([])
      expect(await found('_')).toEqual([])
      expect(await found(' ')).toHaveLength((await actions()).length)
    })

    it('finds deleted objects, and tells their names', async () => {
      const created = await alice.credentials.create(fakeApiCredential(base, 'Short-lived'))
      assertSaved(created)
      await alice.credentials.remove({ credentialId: created.credential.id })
      expect(await found('short-lived')).toEqual([
        'credential.deleted Short-lived',
        'credential.created Short-lived',
      ])
    })

    it('finds only the refused creations of that name', async () => {
      await alice.credentials.create(fakeApiCredential(base, 'Typo one', 'wrong'))
      await alice.credentials.create(fakeApiCredential(base, 'Typo two', 'wrong'))
      expect(await found('typo two')).toEqual(['credential.created Typo two'])
      expect(await found('typo')).toHaveLength(2)
    })

    it('finds the actor, and combines the words of an actor with those of an object', async () => {
      await createActivity()
      const { key } = await alice.apiKeys.create({ name: 'Nightly sync', scopes: ['read', 'write', 'flows'] })
      await stepkey.visitor({ apiKey: key }).flows.save({ name: 'Sync two', steps: [] })
      expect(await found('nightly')).toEqual(['flow.created Sync two', 'api_key.created Nightly sync'])
      expect(await found('nightly two')).toEqual(['flow.created Sync two'])
      expect(await found(`alice${people} renamed`)).toHaveLength(3)
      expect(await found(`alice${people}`)).toHaveLength((await actions()).length - 1)
    })

    it('finds the flow that a credential was issued for, and names flow and credential', async () => {
      const { credentialId, flowId } = await createActivity()
      const { key } = await alice.apiKeys.create({ name: 'Engine', scopes: ['issue'] })
      const { steps } = await alice.flows.get({ flowId })
      const engine = stepkey.visitor({ apiKey: key })
      await engine.credentials.issue({ flowId, stepId: steps[0]?.id ?? '' })
      await alice.flows.deactivate({ flowId })
      await alice.flows.remove({ flowId })
      const { items } = await alice.audit.list({ search: 'sync', action: 'credential.issued' })
      expect(items).toMatchObject([{ subjectId: credentialId, subjectName: 'Renamed', flowName: 'Sync' }])
      expect(await found('engine sync renamed')).toEqual(['credential.issued Renamed'])
    })

    it('respects the other filters, the pages and the workspace', async () => {
      for (const name of ['Sync 1', 'Sync 2', 'Sync 3', 'Other']) await alice.flows.save({ name, steps: [] })
      const first = await alice.audit.list({ search: 'sync', limit: 2 })
      const second = await alice.audit.list({ search: 'sync', limit: 2, cursor: first.nextCursor ?? '' })
      expect([...first.items, ...second.items].map(({ subjectName }) => subjectName)).toEqual([
        'Sync 3',
        'Sync 2',
        'Sync 1',
      ])
      expect(await found('sync', { outcome: 'refused' })).toEqual([])
      expect(await found('sync', { action: 'flow.deleted' })).toEqual([])
      expect(await found('sync', { actions: ['flow.deleted', 'flow.created'] })).toHaveLength(3)
      expect(await found('sync', { from: '2100-01-01T00:00:00Z' })).toEqual([])
      const bob = await stepkey.signUp(`Bob${people}`)
      expect((await bob.audit.list({ search: 'sync' })).items).toEqual([])
    })

    it('tells when more names match than are searched, unless another word is rare', async () => {
      const { db } = stepkey.deps
      await alice.flows.save({ name: 'Newest order', steps: [] })
      const names = Array.from({ length: 100 }, (_, n) => ({
        workspace_id: alice.workspaceId,
        subject_id: `flow-${n}`,
        name: `Order ${n}`,
        search_text: `order ${n}`,
        seq: 0,
      }))
      await db.insertInto('audit_subject_name').values(names).execute()
      expect(await alice.audit.list({ search: 'order' })).toMatchObject({
        items: [{ subjectName: 'Newest order' }],
        isSearchLimited: true,
      })
      expect(await alice.audit.list({ search: 'newest order' })).toEqual({
        items: [expect.objectContaining({ subjectName: 'Newest order' })],
        nextCursor: null,
      })
    })
  })

  it('can be filtered by actor and by time, including `from` and excluding `to`', async () => {
    const at = async (input: { from?: string; to?: string }) =>
      (await alice.audit.list({ ...input, action: 'flow.created' })).items.map(({ detail }) => detail.name)
    const now = () => stepkey.deps.clock().toISOString()
    await alice.flows.save({ name: 'First', steps: [] })
    stepkey.pass(60_000)
    const noon = now()
    await alice.flows.save({ name: 'Second', steps: [] })
    expect(await at({ from: noon })).toEqual(['Second'])
    expect(await at({ to: noon })).toEqual(['First'])
    // The same time without milliseconds: compared as text, it would be later.
    expect(await at({ from: noon.replace('.000', '') })).toEqual(['Second'])
    expect(await at({ to: noon.replace('.000', '') })).toEqual(['First'])
    await expect(at({ from: 'yesterday' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })

    expect((await alice.audit.list({ actorId: alice.accountId })).items).toHaveLength(
      (await actions()).length,
    )
    const { accountId } = await stepkey.signUp(`Bob${people}`)
    expect((await alice.audit.list({ actorId: accountId })).items).toEqual([])
  })

  it('is intact after concurrent writes', async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, n) => alice.flows.save({ name: `Flow ${n}`, steps: [] })),
    )
    const rows = (await actions()).length
    expect(await alice.audit.verify()).toEqual({
      outcome: 'intact',
      rows,
      head: { seq: rows, mac: expect.stringMatching(/^[0-9a-f]{64}$/) },
      storedHead: null,
    })
  })

  describe('detects', () => {
    const workspace = () => alice.workspaceId
    it.each<[string, () => ReturnType<typeof sql>, { reason: string; lastSeq?: unknown }]>([
      [
        'an edited row',
        () => sql`update audit set detail = '{}' where workspace_id = ${workspace()} and seq = 3`,
        { reason: 'changed' },
      ],
      [
        'another actor',
        () => sql`update audit set actor_id = 'x' where workspace_id = ${workspace()} and seq = 3`,
        { reason: 'changed' },
      ],
      [
        'a removed row',
        () => sql`delete from audit where workspace_id = ${workspace()} and seq = 3`,
        { reason: 'missing' },
      ],
      [
        'rows cut off at the end',
        () => sql`delete from audit where workspace_id = ${workspace()} and seq >= 3`,
        { reason: 'cut_off', lastSeq: expect.any(Number) },
      ],
    ])('%s, and where', async (_, tamper, found) => {
      await createActivity()
      await tamper().execute(stepkey.deps.db)
      expect(await alice.audit.verify()).toEqual({ outcome: 'broken', seq: 3, ...found })
    })

    it('reordered rows', async () => {
      await createActivity()
      const { db } = stepkey.deps
      for (const [from, to] of [
        [3, 1000],
        [4, 3],
        [1000, 4],
      ] as const) {
        await sql`update audit set seq = ${to} where workspace_id = ${workspace()} and seq = ${from}`.execute(
          db,
        )
      }
      expect(await alice.audit.verify()).toMatchObject({ outcome: 'broken', seq: 3 })
    })

    it('a row copied from another workspace’s audit log', async () => {
      await createActivity()
      const bob = await stepkey.signUp(`Bob${people}`)
      await bob.flows.save({ name: 'Bob’s', steps: [] })
      const { db } = stepkey.deps
      const foreignRow = await db
        .selectFrom('audit')
        .selectAll()
        .where('workspace_id', '=', bob.workspaceId)
        .where('seq', '=', 1)
        .executeTakeFirstOrThrow()
      const { workspace_id: _, ...row } = foreignRow
      await db
        .updateTable('audit')
        .set(row)
        .where('workspace_id', '=', workspace())
        .where('seq', '=', 1)
        .execute()
      expect(await alice.audit.verify()).toMatchObject({ outcome: 'broken', seq: 1, reason: 'changed' })
    })
  })

  it('rolls back a change that can’t be recorded', async () => {
    const own = await startStepkey(engine, { outside: world.ports })
    const carol = await own.signUp('Carol')
    await sql`drop table audit`.execute(own.deps.db)
    await expect(carol.flows.save({ name: 'Unrecorded', steps: [] })).rejects.toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
    })
    expect((await carol.flows.list()).items).toEqual([])
    await own.stop()
  })
})
