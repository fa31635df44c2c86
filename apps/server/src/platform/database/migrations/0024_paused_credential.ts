import { type Kysely, sql } from 'kysely'

/** Adds how many times in a row a failing credential was refused, and when it is tried again. */
export const pausedCredential = {
  async up(db: Kysely<unknown>) {
    await sql`alter table credential add column refusals integer not null default 0`.execute(db)
    await sql`alter table credential add column paused_until text`.execute(db)
  },
}
