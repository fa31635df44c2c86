import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds credential requests. */
export const credentialRequest = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    for (const statement of [
      sql`create table credential_request (
        id text primary key,
        token_hash text not null unique,
        workspace_id text not null references workspace (id) on delete cascade,
        component_id text not null,
        name text not null,
        note text not null,
        actor_kind text not null,
        actor_id text not null,
        state text not null check (state in ('open', 'fulfilled', 'revoked')),
        checks integer not null,
        credential_id text references credential (id) on delete set null,
        created_at text not null,
        expires_at text not null
      ) ${strict}`,
      sql`create index credential_request_component on credential_request (workspace_id, component_id, id)`,
      sql`create index credential_request_expiry on credential_request (expires_at) where state <> 'fulfilled'`,
      sql`create index credential_request_credential on credential_request (credential_id)
        where credential_id is not null`,
      sql`alter table connect_token add column request_id text references credential_request (id) on delete cascade`,
      sql`create index connect_token_request on connect_token (request_id) where request_id is not null`,
    ]) {
      await statement.execute(db)
    }
  },
})
