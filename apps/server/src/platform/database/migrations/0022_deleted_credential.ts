import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds deleted credentials, which can be restored until they are erased. */
export const deletedCredential = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    const bytes = sql.raw(engine === 'sqlite' ? 'blob' : 'bytea')
    for (const statement of [
      sql`create table deleted_credential (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        component_id text not null,
        method_id text not null,
        name text not null,
        search_text text not null,
        sealed ${bytes} not null,
        seal_version integer not null,
        generation integer not null,
        version integer not null,
        identity text,
        created_by text,
        created_at text not null,
        value_created_by text,
        value_created_at text,
        last_used_at text not null,
        last_used_flow_id text,
        last_used_step_id text,
        frozen_at text,
        deleted_by text not null,
        deleted_at text not null,
        erase_at text not null
      ) ${strict}`,
      sql`create index deleted_credential_list on deleted_credential (workspace_id, deleted_at, id)`,
      sql`create index deleted_credential_erase on deleted_credential (erase_at)`,
    ])
      await statement.execute(db)
  },
})
