import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds scheduled verifications, and pauses of rate-limited hosts. */
export const recheck = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    for (const statement of [
      sql`alter table workspace add column recheck text not null default 'off'
        check (recheck in ('off', 'daily', 'weekly'))`,
      sql`create table recheck (
        credential_id text primary key references credential (id) on delete cascade,
        workspace_id text not null,
        target text,
        due_at text not null,
        misses integer not null,
        lease_id text,
        leased_until text
      ) ${strict}`,
      sql`create index recheck_due on recheck (due_at, credential_id)`,
      sql`create index recheck_target on recheck (target, due_at, credential_id)`,
      sql`create index recheck_workspace on recheck (workspace_id)`,
      sql`create table recheck_pause (
        target text primary key,
        paused_until text not null,
        times integer not null
      ) ${strict}`,
    ]) {
      await statement.execute(db)
    }
  },
})
