import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { planOf } from '../../../testing/query-plan.ts'
import { type Person, type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Caller } from '../../edge/rpc/caller.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DAY } from '../../platform/time.ts'
import { listAuditEntries } from './audit-log.ts'
import { deleteExpiredEntries, expireDeletedOrganizations, moveEntries } from './deleted-log-table.ts'
import { deleteExpiredLogs, listDeletedOrganizations, verifyDeletedLog } from './deleted-organizations.ts'
import { storeAuditHeads } from './store-heads.ts'
import { readStoredHeads } from './stored-head.ts'

it('finds old logs of deleted organizations with an index', async () => {
  expect(await planOf((trx) => expireDeletedOrganizations(trx, new Date().toISOString()))).toContain(
    'USING INDEX deleted_organization_age',
  )
})

describe.each(engines)('the audit log of a deleted organization on %s', (engine) => {
  let stepkey: Stepkey
  let world: World
  let base: string
  let alice: Person
  let people = 0
  beforeAll(async () => {
    world = await createWorld()
    base = await world.http(createFakeApi().listener)
    stepkey = await startStepkey(engine, { outside: world.ports })
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })
  beforeEach(async () => {
    alice = await stepkey.signUp(`Alice${++people}`)
  })

  /** Creates an organization with a credential and some entries. */
  async function createOrganization(name = 'Acme'): Promise<{ id: string; rpc: Caller }> {
    const { id } = await alice.organizations.create({ name })
    const rpc = alice.in(id)
    assertSaved(await rpc.credentials.create(fakeApiCredential(base, 'Shop')))
    for (let n = 0; n < 3; n++) await rpc.flows.save({ name: `Flow ${n}`, steps: [] })
    return { id, rpc }
  }
  async function deleteOrganization({ id, rpc }: { id: string; rpc: Caller }): Promise<string> {
    expect(await rpc.organizations.remove({ typedName: 'Acme' })).toEqual({ outcome: 'deleted' })
    return id
  }
  const entriesOf = async (workspaceId: string) =>
    (await listAuditEntries({ ...stepkey.deps, workspaceId }, {}, 'deleted_audit')).items
  const count = async (table: 'deleted_audit' | 'deleted_organization', id: string) =>
    (await stepkey.deps.db.selectFrom(table).select('workspace_id').where('workspace_id', '=', id).execute())
      .length

  it('is kept with its deletion as the last entry, and with the owner and the time', async () => {
    const acme = await createOrganization()
    const before = (await acme.rpc.audit.list()).items
    const id = await deleteOrganization(acme)
    const [last, ...others] = await entriesOf(id)
    expect(last).toMatchObject({
      seq: before.length + 1,
      action: 'organization.deleted',
      actor: { id: alice.accountId },
      detail: { name: 'Acme', credentials: 1, flows: 3 },
    })
    expect(others).toEqual(before)
    const { accountId, email } = alice
    expect(await listDeletedOrganizations(stepkey.deps.db, id)).toEqual([
      {
        workspaceId: id,
        name: 'Acme',
        deletedAt: stepkey.deps.clock().toISOString(),
        deletedBy: { id: accountId, name: `Alice${people}`, email },
        entries: before.length + 1,
      },
    ])
    expect(await verifyDeletedLog(stepkey.deps, id)).toMatchObject({
      outcome: 'intact',
      rows: before.length + 1,
      storedHead: null,
    })
  })

  it('is kept without the data keys, the sealed values and the searched names of the organization', async () => {
    const id = await deleteOrganization(await createOrganization())
    const { db } = stepkey.deps
    for (const table of [
      'workspace_key',
      'credential',
      'audit',
      'audit_head',
      'audit_subject_name',
    ] as const) {
      expect(await db.selectFrom(table).selectAll().where('workspace_id', '=', id).execute(), table).toEqual(
        [],
      )
    }
  })

  it('is moved in batches if it is long', async () => {
    const { id, rpc } = await createOrganization()
    const { db } = stepkey.deps
    const entries = (await rpc.audit.list()).items.length
    await transact(db, (trx) => moveEntries(trx, id, entries, 2))
    expect(await entriesOf(id)).toHaveLength(entries)
    expect((await rpc.audit.list()).items).toEqual([])
  })

  it('can’t be read by the former owner', async () => {
    const acme = await createOrganization()
    await deleteOrganization(acme)
    await expect(acme.rpc.audit.list()).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it.each<[string, (id: string) => ReturnType<typeof sql>, object]>([
    [
      'a changed entry',
      (id) => sql`update deleted_audit set detail = '{}' where workspace_id = ${id} and seq = 3`,
      { seq: 3, reason: 'changed' },
    ],
    [
      'a removed entry',
      (id) => sql`delete from deleted_audit where workspace_id = ${id} and seq = 3`,
      { seq: 3, reason: 'missing' },
    ],
    [
      'a key of another organization',
      (id) => sql`update deleted_organization set audit_key =
        (select audit_key from deleted_organization where workspace_id <> ${id} limit 1)
        where workspace_id = ${id}`,
      { seq: 1, reason: 'changed' },
    ],
  ])('shows %s', async (_, tamper, found) => {
    await deleteOrganization(await createOrganization())
    const id = await deleteOrganization(await createOrganization())
    await tamper(id).execute(stepkey.deps.db)
    expect(await verifyDeletedLog(stepkey.deps, id)).toEqual({ outcome: 'broken', ...found })
  })

  it('shows that its end was removed, by its stored head', async () => {
    const acme = await createOrganization()
    await storeAuditHeads(stepkey.deps)
    const id = await deleteOrganization(acme)
    await storeAuditHeads(stepkey.deps)
    const verify = async () => {
      const stored = await readStoredHeads(stepkey.deps.config.auditHeadsFile, id)
      return await verifyDeletedLog(stepkey.deps, id, stored?.get(id))
    }
    const [last] = await entriesOf(id)
    expect(await verify()).toMatchObject({ outcome: 'intact', storedHead: { seq: last?.seq } })
    const { db } = stepkey.deps
    await sql`delete from deleted_audit where workspace_id = ${id} and seq > 2`.execute(db)
    await sql`update deleted_organization set seq = 2, mac =
      (select mac from deleted_audit where workspace_id = ${id} and seq = 2) where workspace_id = ${id}`.execute(
      db,
    )
    expect(await verify()).toEqual({ outcome: 'broken', seq: 3, reason: 'cut_off', lastSeq: last?.seq })
    expect(stepkey.logged.filter((line) => line.includes('audit_log_cut'))).toEqual([])
    await storeAuditHeads(stepkey.deps)
    expect(stepkey.logged.filter((line) => line.includes('audit_log_cut'))).toHaveLength(1)
  })

  it('is deleted after AUDIT_RETENTION_DAYS, and never with 0', async () => {
    const old = await deleteOrganization(await createOrganization())
    stepkey.pass(400 * DAY - 1000)
    await deleteExpiredLogs(stepkey.deps)
    expect(await count('deleted_organization', old)).toBe(1)
    // Sessions have expired.
    alice = await stepkey.signUp(`Later${people}`)
    const young = await deleteOrganization(await createOrganization())
    stepkey.pass(2000)
    await deleteExpiredLogs({ ...stepkey.deps, config: { ...stepkey.deps.config, auditRetentionDays: 0 } })
    expect(await count('deleted_organization', old)).toBe(1)
    await deleteExpiredLogs(stepkey.deps)
    for (const table of ['deleted_organization', 'deleted_audit'] as const) {
      expect(await count(table, old), table).toBe(0)
      expect(await count(table, young), table).toBeGreaterThan(0)
    }
  })

  it('is deleted in steps, is not listed meanwhile, and its deletion continues after an interruption', async () => {
    const id = await deleteOrganization(await createOrganization())
    const { db } = stepkey.deps
    await sql`update deleted_organization set is_expired = 1 where workspace_id = ${id}`.execute(db)
    const entries = await count('deleted_audit', id)
    expect(await deleteExpiredEntries(db, id, 2)).toBe(false)
    expect(await count('deleted_audit', id)).toBe(entries - 2)
    expect(await listDeletedOrganizations(db, id)).toEqual([])
    await deleteExpiredLogs(stepkey.deps, () => true)
    expect(await count('deleted_audit', id)).toBe(entries - 2)
    await deleteExpiredLogs(stepkey.deps)
    expect(await count('deleted_audit', id)).toBe(0)
    expect(await count('deleted_organization', id)).toBe(0)
  })
})
