import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds revocations at providers that are not confirmed yet, so that they are tried again. */
export const revocation = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    const bytes = sql.raw(engine === 'sqlite' ? 'blob' : 'bytea')
    for (const statement of [
      sql`create table revocation (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        credential_id text not null,
        component_id text not null,
        method_id text not null,
        name text not null,
        identity text,
        generation integer not null,
        is_grant integer not null,
        sealed ${bytes},
        token_sealed ${bytes},
        token_version integer,
        oauth_app_id text references oauth_app (id) on delete set null,
        status text not null check (status in ('pending', 'failed')),
        attempts integer not null,
        next_attempt_at text,
        lease_id text,
        leased_until text,
        created_at text not null,
        last_attempt_at text,
        check ((status = 'pending') = (sealed is not null)),
        check ((status = 'pending') = (next_attempt_at is not null)),
        check ((token_sealed is null) = (token_version is null))
      ) ${strict}`,
      sql`create index revocation_list on revocation (workspace_id, created_at, id)`,
      sql`create index revocation_due on revocation (next_attempt_at) where status = 'pending'`,
      sql`create index revocation_app on revocation (oauth_app_id) where oauth_app_id is not null`,
    ])
      await statement.execute(db)
  },
})
