import { type Kysely, sql } from 'kysely'

/** Adds the indexes by which the credentials are found that need attention, also among many others. */
export const credentialStatus = {
  async up(db: Kysely<unknown>) {
    for (const statement of [
      sql`create index credential_status on credential (workspace_id, status, name_order, id)`,
      sql`create index credential_frozen on credential (workspace_id, name_order, id)
        where frozen_at is not null`,
    ])
      await statement.execute(db)
  },
}
