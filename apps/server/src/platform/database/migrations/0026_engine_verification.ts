import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds the leases of verifications that flow engines cause. */
export const engineVerification = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    await sql`create table engine_verification (
      credential_id text not null references credential (id) on delete cascade,
      generation integer not null,
      lease_id text,
      leased_until text,
      primary key (credential_id, generation)
    ) ${strict}`.execute(db)
  },
})
