import { type Kysely, sql } from 'kysely'

/** Adds the address that an invitation was created for, which tells invitations apart. */
export const invitationEmail = {
  async up(db: Kysely<unknown>) {
    await sql`alter table invitation add column email text`.execute(db)
  },
}
