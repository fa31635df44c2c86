import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/**
 * Adds events about revocations that were given up. Their credential may be deleted, so they belong to the revocation.
 * SQLite can't change a check constraint, so the table is copied.
 */
export const revocationNotice = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    for (const statement of [
      sql`create table notice_event_copy (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        credential_id text references credential (id) on delete cascade,
        revocation_id text references revocation (id) on delete cascade,
        target text not null,
        kind text not null check (kind in ('failing', 'recovered', 'frozen', 'expiring', 'not_revoked')),
        expires_at text,
        created_at text not null,
        is_told integer not null,
        is_digested integer not null,
        check ((kind = 'not_revoked') = (revocation_id is not null)),
        check ((credential_id is null) = (revocation_id is not null))
      ) ${strict}`,
      sql`insert into notice_event_copy
        (id, workspace_id, credential_id, target, kind, expires_at, created_at, is_told, is_digested)
        select id, workspace_id, credential_id, target, kind, expires_at, created_at, is_told, is_digested
        from notice_event`,
      sql`drop table notice_event`,
      sql`alter table notice_event_copy rename to notice_event`,
      sql`create index notice_event_untold on notice_event (workspace_id, target, id) where is_told = 0`,
      sql`create index notice_event_undigested on notice_event (workspace_id, id) where is_digested = 0`,
      sql`create index notice_event_credential on notice_event (credential_id, id)`,
      sql`create index notice_event_revocation on notice_event (revocation_id) where revocation_id is not null`,
      sql`create index notice_event_age on notice_event (created_at)`,
    ])
      await statement.execute(db)
  },
})
