import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/**
 * Lets consents belong to a connect session, for people without an account, and binds them to the window in which the
 * provider is asked. Lets connect sessions name the page to return to and the scopes.
 */
export const consentHolder = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    const bytes = sql.raw(engine === 'sqlite' ? 'blob' : 'bytea')
    for (const statement of [
      sql`alter table consent rename to old_consent`,
      // Exactly one of account and connect session holds a consent.
      sql`create table consent (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        account_id text references account (id) on delete cascade,
        connect_session_id text references connect_session (id) on delete cascade,
        holder_hash text not null,
        ticket_hash text unique,
        browser_hash text,
        component_id text not null,
        method_id text not null,
        credential_id text references credential (id) on delete cascade,
        oauth_app_id text references oauth_app (id) on delete cascade,
        sealed ${bytes} not null,
        seal_version integer not null,
        state text not null check (state in ('away', 'granted')),
        expires_at text not null,
        check ((account_id is null) <> (connect_session_id is null))
      ) ${strict}`,
      sql`insert into consent
        (id, workspace_id, account_id, holder_hash, component_id, method_id, credential_id, oauth_app_id, sealed,
          seal_version, state, expires_at)
        select id, workspace_id, account_id, session_hash, component_id, method_id, credential_id, oauth_app_id, sealed,
          seal_version, state, expires_at
        from old_consent`,
      sql`drop table old_consent`,
      sql`alter table connect_session add column return_url text`,
      sql`alter table connect_session add column scopes text`,
      sql`create index consent_expiry on consent (expires_at)`,
      sql`create index consent_connect_session on consent (connect_session_id) where connect_session_id is not null`,
    ])
      await statement.execute(db)
  },
})
