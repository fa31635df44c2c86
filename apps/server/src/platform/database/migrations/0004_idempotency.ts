import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds idempotency keys. */
export const idempotency = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    await sql`create table idempotency_key (
      workspace_id text not null references workspace (id) on delete cascade,
      actor_kind text not null,
      actor_id text not null,
      key_hash text not null,
      request_hash text not null,
      claim_id text not null unique,
      subject_id text,
      expires_at text not null,
      primary key (workspace_id, actor_kind, actor_id, key_hash)
    ) ${strict}`.execute(db)
  },
})
