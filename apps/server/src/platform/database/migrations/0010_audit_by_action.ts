import { type Kysely, sql } from 'kysely'

/** What was done of one kind is found among whatever else was: there is a row for every issue. */
export const auditByAction = {
  async up(db: Kysely<unknown>) {
    await sql`create index audit_action on audit (workspace_id, action, seq)`.execute(db)
  },
}
