import { type Kysely, sql } from 'kysely'

/** Adds an index for the filter by action, because the audit log has an entry for every issue. */
export const auditByAction = {
  async up(db: Kysely<unknown>) {
    await sql`create index audit_action on audit (workspace_id, action, seq)`.execute(db)
  },
}
