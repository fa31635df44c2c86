import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertSaved } from '../../../testing/assert-saved.ts'
import { engines } from '../../../testing/databases/databases.ts'
import { createFakeApi, fakeApiCredential } from '../../../testing/fake-api.ts'
import { fillEveryTable } from '../../../testing/fixtures/fill-every-table.ts'
import { type Stepkey, startStepkey } from '../../../testing/stepkey.ts'
import { createWorld, type World } from '../../../testing/world.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import { readKeyFile } from '../../platform/keyring/key-file.ts'
import { createKeyring } from '../../platform/keyring/keyring.ts'
import { countAllRows, findInconsistencies } from './consistency.ts'
import { openAllSealedValues } from './sealed-values.ts'
import { findUnknownValues } from './stored-values.ts'

describe.each(engines)('the integrity of a database on %s', (engine) => {
  let world: World
  let stepkey: Stepkey
  beforeAll(async () => {
    world = await createWorld()
    stepkey = await startStepkey(engine, { outside: world.ports })
    await fillEveryTable(stepkey, world)
  })
  afterAll(async () => {
    await stepkey.stop()
    await world.close()
  })

  /** Runs statements in a transaction, checks the database as it is then, and rolls back. */
  async function after<T>(statements: RawBuilder<unknown>[], check: (trx: Trx) => Promise<T>): Promise<T> {
    let result: { value: T } | undefined
    const done = stepkey.deps.db.transaction().execute(async (trx) => {
      for (const statement of statements) await statement.execute(trx)
      result = { value: await check(trx) }
      throw new Error('roll back')
    })
    await expect(done).rejects.toThrow('roll back')
    return (result as { value: T }).value
  }
  const openAll = (db: Db | Trx) => {
    const { config, clock } = stepkey.deps
    return openAllSealedValues(db as Db, createKeyring(db as Db, readKeyFile(config.keyFile), clock))
  }

  it('has no problems after users filled every table', async () => {
    const { db } = stepkey.deps
    const { opened, broken } = await openAll(db)
    expect(opened).toBeGreaterThan(10)
    expect(broken).toBe(0)
    expect(await findInconsistencies(db)).toEqual([])
    expect(await findUnknownValues(db)).toEqual([])
    const { rows } = await sql<{ credential: number; flow: number }>`
      select (select count(*) from credential) as credential, (select count(*) from flow) as flow`.execute(db)
    const [{ credential, flow } = { credential: 0, flow: 0 }] = rows
    expect(Math.min(credential, flow)).toBeGreaterThan(0)
    expect(await countAllRows(db)).toMatchObject({ credential: Number(credential), flow: Number(flow) })
  })

  it('opens every column with encrypted bytes, except those of audit logs and the canary', async () => {
    const checkedElsewhere = ['audit.mac', 'audit_head.mac', 'deleted_audit.mac', 'keyring.canary']
    const ofDeleted = ['deleted_organization.mac', 'deleted_organization.audit_key']
    const tables = await stepkey.deps.db.introspection.getTables()
    // SQLite keeps the index of the search in tables that only it can change.
    const own = tables.filter(({ name }) => !name.startsWith('credential_search_index'))
    const columns = own.flatMap((table) =>
      table.columns
        .filter(({ dataType }) => /^(?:blob|bytea)$/i.test(dataType))
        .map(({ name }) => ({ table: table.name, name }))
        .filter((column) => ![...checkedElsewhere, ...ofDeleted].includes(`${column.table}.${column.name}`)),
    )
    expect(columns.length).toBeGreaterThan(6)
    for (const { table, name } of columns) {
      const column = sql.ref(name)
      // One byte shorter: the last byte may have any value, so another one in its place could be the same.
      const changed =
        engine === 'sqlite'
          ? sql`substr(${column}, 1, length(${column}) - 1)`
          : sql`substring(${column} for length(${column}) - 1)`
      const { broken, examples } = await after(
        [sql`update ${sql.table(table)} set ${column} = ${changed} where ${column} is not null`],
        openAll,
      )
      expect(broken, `${table}.${name}`).toBeGreaterThan(0)
      // Values of a broken data key don’t open either.
      expect(examples[0], `${table}.${name}`).toMatch(new RegExp(`^${table} `))
    }
  })

  it('names rows whose sealed values were exchanged', async () => {
    const rows = await stepkey.deps.db.selectFrom('credential').select(['id', 'sealed']).execute()
    const { examples, broken } = await after(
      rows.map(({ id }, n) => sql`update credential set sealed = ${rows.at(n - 1)?.sealed} where id = ${id}`),
      openAll,
    )
    expect(rows.length).toBeGreaterThan(1)
    expect(broken).toBe(rows.length)
    expect(examples.sort()).toEqual(rows.map(({ id }) => `credential ${id}`).sort())
  })

  it.each([
    ['a number of credentials is wrong', sql`update credential_count set total = total + 1`, /are recorded/],
    [
      'a number of failing credentials is wrong',
      sql`update credential_count set failing = failing + 1`,
      /1 failing\) are recorded/,
    ],
    [
      'a status was changed without the number',
      sql`update credential set status = 'failing'`,
      /\(1 failing\), but/,
    ],
    ['a number is missing', sql`delete from credential_count`, /but 0 \(0 failing\) are recorded/],
    ['a use is missing', sql`delete from credential_use`, /are recorded wrongly for steps: /],
    [
      'an active flow was made inactive without its uses',
      sql`update flow set status = 'inactive'`,
      /recorded wrongly/,
    ],
    ['a receipt is missing', sql`delete from receipt`, /don’t belong to: credential /],
    [
      'a token is of another workspace',
      sql`update credential_token set workspace_id = 'elsewhere'`,
      /don’t belong to: credential_token /,
    ],
    [
      'a schedule is of another workspace',
      sql`update ${sql.table('recheck')} set workspace_id = 'elsewhere'`,
      /don’t belong to: re\w+ /,
    ],
  ])('is not given if %s', async (_name, change, sentence) => {
    expect((await after([change], findInconsistencies)).join(' ')).toMatch(sentence)
  })

  it.each([
    ['api_key', 'scopes', '["read","everything"]'],
    ['api_key', 'scopes', 'read'],
    ['connect_session', 'actions', '["read"]'],
    ['connect_session', 'actor_kind', 'unknown'],
    ['credential_request', 'actor_kind', ''],
    ['webhook', 'events', '["credential.exploded"]'],
    ['webhook', 'disabled_reason', 'other'],
    ['webhook_event', 'type', 'credential.exploded'],
    ['receipt', 'outcome', 'maybe'],
    ['flow_step', 'scopes', '{"a":1}'],
    ['idempotency_key', 'actor_kind', 'x'],
  ])('is not given if %s.%s is %s', async (table, column, value) => {
    const change = sql`update ${sql.table(table)} set ${sql.ref(column)} = ${value}`
    const found = await after([change], findUnknownValues)
    expect(found).toEqual([{ column: `${table}.${column}`, rows: expect.any(Number) }])
    expect(found[0]?.rows).toBeGreaterThan(0)
  })

  it('names rows whose old sealed value was put back together with its version, and opens', async () => {
    const { db } = stepkey.deps
    const alice = await stepkey.signUp('Alice')
    const base = await world.http(createFakeApi().listener)
    const created = await alice.credentials.create(fakeApiCredential(base))
    assertSaved(created)
    const { id: credentialId } = created.credential
    const app = { componentId: 'slack', name: 'Ours', clientId: 'client', clientSecret: 'old' }
    const { id: oauthAppId } = await alice.oauthApps.create(app)
    const { webhook } = await alice.webhooks.create({ name: 'Alarm', url: 'https://hooks.example/' })
    const ids = { credential: credentialId, oauth_app: oauthAppId, webhook: webhook.id }
    const restore = await Promise.all(
      Object.entries(ids).map(async ([table, id]) => {
        const { rows } = await sql<{ sealed: Buffer; seal_version: number }>`
          select sealed, seal_version from ${sql.table(table)} where id = ${id}`.execute(db)
        const [{ sealed, seal_version } = { sealed: null, seal_version: 0 }] = rows
        return sql`update ${sql.table(table)} set sealed = ${sealed}, seal_version = ${seal_version} where id = ${id}`
      }),
    )
    const values = { token: 'good' }
    assertSaved(await alice.credentials.update({ credentialId, version: 1, values }))
    await alice.credentials.update({ credentialId, version: 2, name: 'Renamed' })
    await alice.oauthApps.update({ oauthAppId, clientSecret: 'new' })
    await alice.webhooks.rotateSecret({ webhookId: webhook.id })

    expect(await findInconsistencies(db)).toEqual([])
    expect((await after(restore, openAll)).broken).toBe(0)
    const rows = Object.entries(ids).map(([table, id]) => `${table} ${id}`)
    expect(await after(restore, findInconsistencies)).toEqual([
      `Sealed values are older than the last ones in the audit log: ${rows.join(', ')}.`,
    ])
  })
})
