import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** The first schema. `tables.ts` describes the tables and columns. */
export const first = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    const bytes = sql.raw(engine === 'sqlite' ? 'blob' : 'bytea')
    // Both engines compare byte by byte, so that prefix search and paging order are the same.
    const folded = sql.raw(engine === 'sqlite' ? 'text' : 'text collate "C"')

    for (const statement of [
      sql`create table account (
        id text primary key,
        name text not null,
        email text not null unique,
        password_hash text not null,
        created_at text not null
      ) ${strict}`,
      sql`create table account_identity (
        issuer text not null,
        subject text not null,
        account_id text not null references account (id) on delete cascade,
        created_at text not null,
        primary key (issuer, subject)
      ) ${strict}`,
      sql`create table session (
        token_hash text primary key,
        id text not null unique,
        account_id text not null references account (id) on delete cascade,
        user_agent text,
        address text not null,
        created_at text not null,
        expires_at text not null,
        last_used_at text not null,
        confirmed_at text not null
      ) ${strict}`,
      sql`create index session_account on session (account_id)`,
      sql`create table sign_in_failure (
        key_hash text primary key,
        failures integer not null,
        last_at text not null
      ) ${strict}`,
      sql`create table workspace (
        id text primary key,
        name text not null,
        kind text not null check (kind in ('personal', 'organization')),
        created_at text not null
      ) ${strict}`,
      sql`create table membership (
        workspace_id text not null references workspace (id) on delete cascade,
        account_id text not null references account (id) on delete cascade,
        role text not null check (role in ('owner', 'admin', 'editor', 'builder', 'viewer')),
        joined_at text not null,
        primary key (workspace_id, account_id)
      ) ${strict}`,
      sql`create index membership_account on membership (account_id)`,
      sql`create unique index membership_owner on membership (workspace_id) where role = 'owner'`,
      sql`create table invitation (
        id text primary key,
        token_hash text not null unique,
        workspace_id text references workspace (id) on delete cascade,
        role text check (role in ('admin', 'editor', 'builder', 'viewer')),
        invited_by text references account (id) on delete cascade,
        created_at text not null,
        expires_at text not null,
        check ((workspace_id is null) = (role is null))
      ) ${strict}`,
      sql`create index invitation_workspace on invitation (workspace_id, id)`,
      sql`create table api_key (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        name text not null,
        prefix text not null,
        key_hash text not null unique,
        scopes text not null,
        created_at text not null,
        expires_at text,
        last_used_at text,
        revoked_at text
      ) ${strict}`,
      sql`create index api_key_workspace on api_key (workspace_id, id)`,
      sql`create table keyring (
        id integer primary key check (id = 1),
        canary ${bytes} not null
      ) ${strict}`,
      sql`create table workspace_key (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        term integer not null,
        wrapped ${bytes} not null,
        created_at text not null,
        unique (workspace_id, term)
      ) ${strict}`,
      sql`create table credential (
        id text primary key,
        workspace_id text not null references workspace (id),
        component_id text not null,
        method_id text not null,
        name text not null,
        name_folded ${folded} not null,
        sealed ${bytes} not null,
        seal_version integer not null,
        version integer not null,
        status text not null check (status in ('verified', 'limited', 'untestable', 'unverified', 'failing')),
        identity text,
        receipt_id text,
        created_at text not null,
        updated_at text not null,
        unique (workspace_id, component_id, name_folded),
        unique (workspace_id, component_id, id)
      ) ${strict}`,
      sql`create index credential_name on credential (workspace_id, name_folded, id)`,
      sql`create table credential_count (
        workspace_id text not null references workspace (id) on delete cascade,
        component_id text not null,
        total integer not null check (total >= 0),
        failing integer not null check (failing >= 0),
        primary key (workspace_id, component_id)
      ) ${strict}`,
      sql`create table receipt (
        id text primary key,
        credential_id text not null references credential (id) on delete cascade,
        outcome text not null,
        reason text,
        target text,
        status_class integer,
        identity text,
        duration_ms integer not null,
        checked_at text not null
      ) ${strict}`,
      sql`create index receipt_credential on receipt (credential_id, checked_at)`,
      sql`create table flow (
        id text primary key,
        workspace_id text not null references workspace (id),
        name text not null,
        name_folded ${folded} not null,
        status text not null check (status in ('active', 'inactive')),
        version integer not null,
        created_at text not null,
        updated_at text not null
      ) ${strict}`,
      sql`create index flow_name on flow (workspace_id, name_folded, id)`,
      // The steps of inactive flows lose a deleted credential.
      sql`create table flow_step (
        id text primary key,
        flow_id text not null references flow (id) on delete cascade,
        position integer not null,
        name text not null,
        component_id text not null,
        credential_id text references credential (id) on delete set null
      ) ${strict}`,
      sql`create index flow_step_flow on flow_step (flow_id, position)`,
      sql`create index flow_step_credential on flow_step (credential_id)`,
      // The deletion guard: the database refuses to delete a credential with a row in this table. The foreign key also
      // excludes credentials of other workspaces and components. NO ACTION, because RESTRICT has other error codes.
      sql`create table credential_use (
        step_id text primary key references flow_step (id) on delete cascade,
        flow_id text not null references flow (id) on delete cascade,
        workspace_id text not null,
        component_id text not null,
        credential_id text not null,
        foreign key (workspace_id, component_id, credential_id)
          references credential (workspace_id, component_id, id) on delete no action
      ) ${strict}`,
      sql`create index credential_use_credential on credential_use (workspace_id, component_id, credential_id)`,
      sql`create index credential_use_flow on credential_use (flow_id)`,
      sql`create table audit (
        workspace_id text not null references workspace (id) on delete cascade,
        seq integer not null,
        at text not null,
        actor_kind text not null check (actor_kind in ('person', 'api_key', 'operator')),
        actor_id text not null,
        action text not null,
        outcome text not null check (outcome in ('done', 'refused')),
        subject_id text not null,
        detail text not null,
        address text,
        mac ${bytes} not null,
        primary key (workspace_id, seq)
      ) ${strict}`,
      sql`create table audit_head (
        workspace_id text primary key references workspace (id) on delete cascade,
        seq integer not null,
        mac ${bytes} not null
      ) ${strict}`,
    ]) {
      await statement.execute(db)
    }
  },
})
