import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { planOf } from '../../../testing/query-plan.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import { countEntriesSince } from './store.ts'

it('counts entries of one action with an index, without a scan', async () => {
  const of = { action: 'invitation.created', since: new Date().toISOString(), detail: 'email' }
  expect(await planOf((trx) => countEntriesSince(trx, 'w', of))).toMatch(
    /SEARCH audit USING INDEX audit_action/,
  )
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
