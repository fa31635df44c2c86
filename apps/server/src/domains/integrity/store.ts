import type { AuditAction } from '@stepkey/shared/audit'
import { sql } from 'kysely'
import { type Db, engineOf } from '../../platform/database/database.ts'
import type { Tables } from '../../platform/database/tables.ts'

/** Rows per query. A row can be as large as a request body, so a page needs at most about 50 MiB. */
const PAGE = 50

/** The columns of each table that the database has. An older schema has fewer. */
export type Schema = ReadonlyMap<string, ReadonlySet<string>>

/** Returns the tables of a database with their columns, including those of the migrations. */
export async function readSchema(db: Db): Promise<Schema> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  return new Map(tables.map(({ name, columns }) => [name, new Set(columns.map((column) => column.name))]))
}

/** Reads columns of all rows of a table in the order of a unique column, one page at a time. */
export async function* readAllRows<T extends keyof Tables>(
  db: Db,
  table: T,
  key: string & keyof Tables[T],
  columns: readonly string[],
): AsyncGenerator<Tables[T]> {
  for (let last: unknown; ; ) {
    const where = last === undefined ? sql`` : sql`where ${sql.ref(key)} > ${last}`
    const { rows } = await sql<Tables[T]>`
      select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(table)} ${where}
      order by ${sql.ref(key)} limit ${PAGE}`.execute(db)
    yield* rows
    if (rows.length < PAGE) return
    last = rows.at(-1)?.[key]
  }
}

/** Whether a table has a row with this value in a unique column. */
export async function hasRow<T extends keyof Tables>(
  db: Db,
  table: T,
  key: string & keyof Tables[T],
  value: unknown,
): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table(table)} where ${sql.ref(key)} = ${value}`.execute(db)
  return rows.length > 0
}

/** Returns what the values of a credential are bound to. */
export async function findIdentity(db: Db, credentialId: string) {
  return await db
    .selectFrom('credential')
    .select(['workspace_id as workspaceId', 'component_id as componentId', 'method_id as methodId'])
    .where('id', '=', credentialId)
    .executeTakeFirst()
}

/** Reads the different values of a column, one page at a time. Null is left out. */
export async function* readDistinctValues(
  db: Db,
  table: string,
  column: string,
): AsyncGenerator<{ value: unknown; count: number }> {
  const at = sql.ref(column)
  for (let last: unknown; ; ) {
    const { rows } = await sql<{ value: unknown; count: number }>`
      select ${at} as value, count(*) as count from ${sql.table(table)}
      where ${last === undefined ? sql`${at} is not null` : sql`${at} > ${last}`}
      group by ${at} order by ${at} limit ${PAGE}`.execute(db)
    yield* rows
    if (rows.length < PAGE) return
    last = rows.at(-1)?.value
  }
}

/** Returns the number of rows of a table. */
export async function countRows(db: Db, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(db)
  return rows[0]?.count ?? 0
}

/** A stored number of credentials that is not the real one. */
export interface WrongCount {
  workspaceId: string
  componentId: string
  stored: { total: number; failing: number }
  present: { total: number; failing: number }
}

/** Returns at most `limit` components whose stored number of credentials is wrong. */
export async function findWrongCredentialCounts(db: Db, limit: number): Promise<WrongCount[]> {
  const { rows } = await sql<
    Record<'total' | 'failing' | 'present' | 'present_failing', number> & {
      workspace_id: string
      component_id: string
    }
  >`
    select workspace_id, component_id, sum(total) as total, sum(failing) as failing,
      sum(present) as present, sum(present_failing) as present_failing
    from (
      select workspace_id, component_id, total, failing, 0 as present, 0 as present_failing
      from credential_count
      union all
      select workspace_id, component_id, 0, 0, 1, case when status = 'failing' then 1 else 0 end
      from credential
    ) as counted
    group by workspace_id, component_id
    having sum(total) <> sum(present) or sum(failing) <> sum(present_failing)
    order by workspace_id, component_id limit ${limit}`.execute(db)
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    componentId: row.component_id,
    stored: { total: Number(row.total), failing: Number(row.failing) },
    present: { total: Number(row.present), failing: Number(row.present_failing) },
  }))
}

/**
 * Returns at most `limit` ids of flow steps whose use is wrong: a step of an active flow is used with exactly its
 * credential, and a step of an inactive flow is not used.
 */
export async function findWrongUses(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from flow_step as s
    join flow as f on f.id = s.flow_id
    left join credential_use as u on u.step_id = s.id
    where case when f.status = 'active' and s.credential_id is not null
      then u.step_id is null or u.credential_id <> s.credential_id or u.component_id <> s.component_id
        or u.flow_id <> s.flow_id or u.workspace_id <> f.workspace_id
      else u.step_id is not null end
    order by s.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** The tables whose sealed values only users change, with the audited actions that write one (`sealVersion`). */
const SEALING_ACTIONS = {
  credential: [
    'credential.created',
    'credential.updated',
    'credential.promoted',
    'credential.restored',
    'credential.undeleted',
  ],
  oauth_app: ['oauth_app.created', 'oauth_app.updated'],
  webhook: ['webhook.created', 'webhook.secret_rotated'],
} as const satisfies Partial<Record<keyof Tables, readonly AuditAction[]>>

/**
 * Returns at most `limit` rows whose sealed value is older than the last one that the audit log has, as `table id`. An
 * old value opens if it is put back together with its version.
 */
export async function findRolledBackValues(db: Db, schema: Schema, limit: number): Promise<string[]> {
  const detail = engineOf(db) === 'sqlite' ? sql`a.detail` : sql`a.detail::json`
  const found: string[] = []
  for (const [table, actions] of Object.entries(SEALING_ACTIONS)) {
    if (!schema.has(table)) continue
    const { rows } = await sql<{ id: string }>`
      select r.id from ${sql.table(table)} as r
      join audit as a on a.workspace_id = r.workspace_id and a.subject_id = r.id
      where a.action in (${sql.join(actions)}) and a.outcome = 'done'
      group by r.id, r.seal_version
      having max(cast(${detail} ->> 'sealVersion' as integer)) > r.seal_version
      order by r.id limit ${limit}`.execute(db)
    found.push(...rows.map(({ id }) => `${table} ${id}`))
  }
  return found.slice(0, limit)
}

/** Returns at most `limit` rows that refer to a row of another workspace or credential, as `table id`. */
export async function findForeignReferences(db: Db, schema: Schema, limit: number): Promise<string[]> {
  const queries = [
    sql`select 'flow_step ' || s.id as row_name from flow_step as s
      join flow as f on f.id = s.flow_id join credential as c on c.id = s.credential_id
      where c.workspace_id <> f.workspace_id or c.component_id <> s.component_id`,
    sql`select 'credential ' || c.id from credential as c left join receipt as r on r.id = c.receipt_id
      where c.receipt_id is not null and (r.id is null or r.credential_id <> c.id)`,
    ...(['credential_token', 'recheck'] as const)
      .filter((table) => schema.has(table))
      .map(
        (table) => sql`select ${`${table} `} || t.credential_id from ${sql.table(table)} as t
          join credential as c on c.id = t.credential_id where c.workspace_id <> t.workspace_id`,
      ),
    ...(schema.has('webhook_delivery')
      ? [
          sql`select 'webhook_delivery ' || d.id from webhook_delivery as d
            join webhook as w on w.id = d.webhook_id join webhook_event as e on e.id = d.event_id
            where w.workspace_id <> e.workspace_id`,
        ]
      : []),
  ]
  const found: string[] = []
  for (const query of queries) {
    const { rows } = await sql<Record<string, string>>`${query} limit ${limit}`.execute(db)
    found.push(...rows.flatMap((row) => Object.values(row)))
  }
  return found.slice(0, limit)
}
