import { type Kysely, sql } from 'kysely'

/** Adds who is responsible for each API key. Of older keys the audit log knows the creator. */
export const apiKeyCreator = {
  async up(db: Kysely<unknown>) {
    await sql`alter table api_key add column created_by text`.execute(db)
    await sql`
      update api_key set created_by = (
        select max(a.actor_id) from audit as a
        where a.workspace_id = api_key.workspace_id and a.subject_id = api_key.id
          and a.action = 'api_key.created' and a.outcome = 'done' and a.actor_kind = 'person'
      )`.execute(db)
  },
}
