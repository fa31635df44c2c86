import { type Kysely, sql } from 'kysely'

/** What a verification learns besides the identity: what the credential may do, and until when. */
export const receiptLearns = {
  async up(db: Kysely<unknown>) {
    // JSON: a list of texts.
    await sql`alter table receipt add column scopes text`.execute(db)
    await sql`alter table receipt add column expires_at text`.execute(db)
  },
}
