import { type Kysely, sql } from 'kysely'

/** Adds since when credentials are frozen. */
export const frozenCredential = {
  async up(db: Kysely<unknown>) {
    await sql`alter table credential add column frozen_at text`.execute(db)
  },
}
