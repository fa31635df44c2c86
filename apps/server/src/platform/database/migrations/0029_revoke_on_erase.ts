import { type Kysely, sql } from 'kysely'

/** Adds whether the key of a previous value is revoked at its provider when the value is erased. */
export const revokeOnErase = {
  async up(db: Kysely<unknown>) {
    await sql`alter table credential_value add column revoke_on_erase integer not null default 0`.execute(db)
  },
}
