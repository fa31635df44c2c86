import { type Kysely, sql } from 'kysely'
import { foldAccents, searchText } from '../../search-text.ts'
import type { Engine } from '../database.ts'

/** Credentials that are indexed at a time. */
const BATCH = 1000

interface Named {
  id: string
  name: string
  identity: string | null
}

/**
 * Adds the search texts of flows and of credentials, with an index of all substrings of the latter, and who created and who last used each
 * credential. Of older credentials the audit log knows that.
 */
export const searchAndUse = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    for (const statement of engine === 'sqlite' ? sqliteSearch : await postgresSearch(db))
      await statement.execute(db)
    for (let last = ''; ; ) {
      const { rows } = await sql<Named>`
        select id, name, identity from credential where id > ${last} order by id limit ${BATCH}`.execute(db)
      if (rows.length === 0) break
      const texts = rows.map((row) => sql`(${row.id}, ${searchText(row)})`)
      await sql`insert into credential_search (credential_id, text) values ${sql.join(texts)}`.execute(db)
      last = rows.at(-1)?.id ?? ''
    }

    const folded = sql.raw(engine === 'sqlite' ? 'text' : 'text collate "C"')
    await sql`alter table flow add column search_text ${folded} not null default ''`.execute(db)
    for (let last = ''; ; ) {
      const { rows } = await sql<Named>`
        select id, name from flow where id > ${last} order by id limit ${BATCH}`.execute(db)
      if (rows.length === 0) break
      const texts = rows.map(({ id, name }) => sql`(${id}, ${foldAccents(name)})`)
      await sql`update flow set search_text = v.column2 from (values ${sql.join(texts)}) as v
        where flow.id = v.column1`.execute(db)
      last = rows.at(-1)?.id ?? ''
    }

    for (const column of [
      sql`created_by text`,
      sql`last_used_at text not null default ''`,
      sql`last_used_flow_id text`,
      sql`last_used_step_id text`,
    ])
      await sql`alter table credential add column ${column}`.execute(db)
    // An aggregate with a single max also returns the other columns of its row only in SQLite, so the entry is looked up.
    const lastEntry = (action: string, pick: 'min' | 'max') => sql`
      select ${sql.raw(pick)}(a.seq) as seq, a.workspace_id, a.subject_id from audit as a
      where a.action = ${sql.lit(action)} and a.outcome = 'done' group by a.workspace_id, a.subject_id`
    await sql`
      update credential set created_by = a.actor_id
      from audit as a, (${lastEntry('credential.created', 'min')}) as e
      where a.workspace_id = e.workspace_id and a.seq = e.seq
        and credential.id = e.subject_id and credential.workspace_id = e.workspace_id`.execute(db)
    const detail = (name: string) =>
      engine === 'sqlite' ? sql`a.detail ->> ${sql.lit(name)}` : sql`a.detail::json ->> ${sql.lit(name)}`
    await sql`
      update credential
      set last_used_at = a.at, last_used_flow_id = ${detail('flowId')}, last_used_step_id = ${detail('stepId')}
      from audit as a, (${lastEntry('credential.issued', 'max')}) as e
      where a.workspace_id = e.workspace_id and a.seq = e.seq
        and credential.id = e.subject_id and credential.workspace_id = e.workspace_id`.execute(db)
    await sql`create index credential_changed on credential (workspace_id, updated_at, id)`.execute(db)
    await sql`create index credential_last_used on credential (workspace_id, last_used_at, id)`.execute(db)
  },
})

/** The index is outside the table, so triggers keep it: https://www.sqlite.org/fts5.html#external_content_tables */
const sqliteSearch = [
  sql`create table credential_search (
    seq integer primary key,
    credential_id text not null unique references credential (id) on delete cascade,
    text text not null
  ) strict`,
  sql`create virtual table credential_search_index using fts5(
    text, content='credential_search', content_rowid='seq', tokenize='trigram case_sensitive 1', detail=none
  )`,
  sql`create trigger credential_search_inserted after insert on credential_search begin
    insert into credential_search_index (rowid, text) values (new.seq, new.text);
  end`,
  sql`create trigger credential_search_deleted after delete on credential_search begin
    insert into credential_search_index (credential_search_index, rowid, text) values ('delete', old.seq, old.text);
  end`,
  sql`create trigger credential_search_updated after update on credential_search begin
    insert into credential_search_index (credential_search_index, rowid, text) values ('delete', old.seq, old.text);
    insert into credential_search_index (rowid, text) values (new.seq, new.text);
  end`,
]

/**
 * The index needs the extension pg_trgm, which is part of PostgreSQL but may not be installed, or not be permitted.
 * Without it, searching a workspace of thousands of credentials takes longer.
 */
async function postgresSearch(db: Kysely<unknown>) {
  const { rows } = await sql<{ schema: string | null }>`
    select n.nspname as schema from pg_available_extensions as a
    left join pg_extension as e on e.extname = a.name
    left join pg_namespace as n on n.oid = e.extnamespace
    where a.name = 'pg_trgm'
      and (e.oid is not null or has_database_privilege(current_database(), 'create'))`.execute(db)
  const table = sql`create table credential_search (
    credential_id text primary key references credential (id) on delete cascade,
    text text collate "C" not null
  )`
  const [found] = rows
  if (!found) return [table]
  return [
    table,
    sql`create extension if not exists pg_trgm`,
    sql`create index credential_search_index on credential_search
      using gin (text ${found.schema === null ? sql.raw('gin_trgm_ops') : sql.id(found.schema, 'gin_trgm_ops')})`,
  ]
}
