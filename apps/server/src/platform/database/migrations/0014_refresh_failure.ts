import { type Kysely, sql } from 'kysely'

/** Adds why and since when the refreshes of a token fail. */
export const refreshFailure = {
  async up(db: Kysely<unknown>) {
    await sql`alter table credential_token add column refresh_failure text`.execute(db)
  },
}
