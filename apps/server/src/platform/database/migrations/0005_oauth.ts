import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds OAuth apps, the tokens of credentials, and consents. */
export const oauth = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    const bytes = sql.raw(engine === 'sqlite' ? 'blob' : 'bytea')
    const folded = sql.raw(engine === 'sqlite' ? 'text' : 'text collate "C"')
    for (const statement of [
      sql`create table oauth_app (
        id text primary key,
        workspace_id text references workspace (id),
        component_id text not null,
        name text not null,
        name_folded ${folded} not null,
        client_id text not null,
        sealed ${bytes},
        seal_version integer not null,
        created_at text not null,
        updated_at text not null
      ) ${strict}`,
      sql`create unique index oauth_app_name on oauth_app (component_id, name_folded, coalesce(workspace_id, ''))`,
      // NO ACTION, as in `credential_use`: an OAuth app can't be deleted while a credential depends on it.
      sql`create table credential_token (
        credential_id text primary key references credential (id) on delete cascade,
        workspace_id text not null,
        oauth_app_id text references oauth_app (id) on delete no action,
        is_granted integer not null,
        sealed ${bytes},
        version integer not null,
        scopes text,
        ends_at text,
        renew_at text,
        failures integer not null,
        lost_reason text,
        lease_id text,
        leased_until text,
        updated_at text not null
      ) ${strict}`,
      sql`create index credential_token_app on credential_token (oauth_app_id, credential_id) where oauth_app_id is not null`,
      // A token that can't be refreshed is due at its expiry.
      sql`create index credential_token_due on credential_token (coalesce(renew_at, ends_at))
        where is_granted = 1 and lost_reason is null`,
      sql`create table consent (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        account_id text not null references account (id) on delete cascade,
        session_hash text not null,
        component_id text not null,
        method_id text not null,
        credential_id text references credential (id) on delete cascade,
        oauth_app_id text references oauth_app (id) on delete cascade,
        sealed ${bytes} not null,
        seal_version integer not null,
        state text not null check (state in ('away', 'granted')),
        expires_at text not null
      ) ${strict}`,
      sql`create index consent_expiry on consent (expires_at)`,
      sql`alter table flow_step add column scopes text`,
    ]) {
      await statement.execute(db)
    }
  },
})
