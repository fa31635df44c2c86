import { type Kysely, sql } from 'kysely'

/** Adds the redirect URI of an OAuth app on the customer's domain. */
export const redirectUri = {
  async up(db: Kysely<unknown>) {
    await sql`alter table oauth_app add column redirect_uri text`.execute(db)
  },
}
