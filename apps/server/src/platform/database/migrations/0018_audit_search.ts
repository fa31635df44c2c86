import { type Kysely, sql } from 'kysely'
import { foldAccents } from '../../search-text.ts'
import type { Engine } from '../database.ts'

/** Entries that are read at a time. */
const BATCH = 1000

interface Named {
  workspace_id: string
  seq: number
  action: string
  subject_id: string
  detail: string
}

/**
 * Adds the names that the audit logs recorded, in which they are searched, and indexes for the entries of an object, an
 * actor and a flow, and for refusals.
 */
export const auditSearch = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict, without rowid' : '')
    const folded = sql.raw(engine === 'sqlite' ? 'text' : 'text collate "C"')
    // The same expression as in the queries of `audit/store.ts`, which could not use the index otherwise.
    const flowId = sql.raw(engine === 'sqlite' ? "(detail ->> 'flowId')" : "((detail::json) ->> 'flowId')")
    for (const statement of [
      sql`create table audit_subject_name (
        workspace_id text not null references workspace (id) on delete cascade,
        subject_id text not null,
        name text not null,
        search_text ${folded} not null,
        seq integer not null,
        primary key (workspace_id, subject_id, name)
      ) ${strict}`,
      sql`create index audit_subject_name_age on audit_subject_name (workspace_id, seq)`,
      sql`create index audit_subject on audit (workspace_id, subject_id, seq)`,
      sql`create index audit_actor on audit (workspace_id, actor_id, seq)`,
      sql`create index audit_flow on audit (workspace_id, ${flowId}, seq) where ${flowId} is not null`,
      sql`create index audit_refused on audit (workspace_id, seq) where outcome = 'refused'`,
    ]) {
      await statement.execute(db)
    }
    for (let last = { workspace_id: '', seq: 0 }; ; ) {
      const { rows } = await sql<Named>`
        select workspace_id, seq, action, subject_id, detail from audit
        where (workspace_id, seq) > (${last.workspace_id}, ${last.seq})
          and (action <> 'credential.issued' and detail like '%"name":"%' or action = 'invitation.created')
        order by workspace_id, seq limit ${BATCH}`.execute(db)
      const names = rows.flatMap((row) => {
        const { workspace_id, subject_id, seq, action } = row
        const { name, email } = JSON.parse(row.detail)
        const recorded = action === 'invitation.created' ? email : name
        if (typeof recorded !== 'string' || recorded === '') return []
        return [sql`(${workspace_id}, ${subject_id}, ${recorded}, ${foldAccents(recorded)}, ${seq})`]
      })
      if (names.length > 0)
        await sql`
          insert into audit_subject_name (workspace_id, subject_id, name, search_text, seq)
          values ${sql.join(names)} on conflict do nothing`.execute(db)
      const end = rows.at(-1)
      if (!end || rows.length < BATCH) break
      last = end
    }
  },
})
