import { type Kysely, sql } from 'kysely'

/** Adds the branding of embeds, and the language of connect sessions and credential requests. */
export const branding = {
  async up(db: Kysely<unknown>) {
    const changes = [
      sql`alter table embed add column branding text`,
      sql`alter table connect_session add column locale text`,
      sql`alter table credential_request add column locale text`,
      sql`alter table credential_request add column embed_id text references embed(id) on delete set null`,
      sql`create index credential_request_embed on credential_request (embed_id)`,
    ]
    for (const change of changes) await change.execute(db)
  },
}
