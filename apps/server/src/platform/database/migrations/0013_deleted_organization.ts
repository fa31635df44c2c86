import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds the audit logs of deleted organizations. They have no foreign keys, because their workspaces are gone. */
export const deletedOrganization = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    const bytes = sql.raw(engine === 'sqlite' ? 'blob' : 'bytea')
    for (const statement of [
      sql`create table deleted_organization (
        workspace_id text primary key,
        name text not null,
        deleted_at text not null,
        deleted_by text not null,
        deleted_by_name text not null,
        deleted_by_email text not null,
        seq integer not null,
        mac ${bytes} not null,
        audit_key ${bytes} not null,
        is_expired integer not null default 0
      ) ${strict}`,
      sql`create index deleted_organization_age on deleted_organization (deleted_at)`,
      sql`create table deleted_audit (
        workspace_id text not null,
        seq integer not null,
        at text not null,
        actor_kind text not null,
        actor_id text not null,
        action text not null,
        outcome text not null,
        subject_id text not null,
        detail text not null,
        address text,
        mac ${bytes} not null,
        primary key (workspace_id, seq)
      ) ${strict}`,
    ]) {
      await statement.execute(db)
    }
  },
})
