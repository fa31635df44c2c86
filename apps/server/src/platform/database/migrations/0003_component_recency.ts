import { type Kysely, sql } from 'kysely'

/** Adds the time of the last change of a component's credentials, so that lists can show used components first. */
export const componentRecency = {
  async up(db: Kysely<unknown>) {
    await sql`alter table credential_count add column last_changed_at text`.execute(db)
    await sql`update credential_count set last_changed_at = (
      select max(updated_at) from credential as c
      where c.workspace_id = credential_count.workspace_id and c.component_id = credential_count.component_id
    )`.execute(db)
  },
}
