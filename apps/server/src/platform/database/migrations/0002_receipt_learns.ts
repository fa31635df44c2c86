import { type Kysely, sql } from 'kysely'

/** Adds the scopes and the expiry of a credential to its receipt. */
export const receiptLearns = {
  async up(db: Kysely<unknown>) {
    // JSON: a list of texts.
    await sql`alter table receipt add column scopes text`.execute(db)
    await sql`alter table receipt add column expires_at text`.execute(db)
  },
}
