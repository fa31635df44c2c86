import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/**
 * Adds steps that are bound to the owner's credential, the times of their issues, sessions that these steps offer, and the
 * limits of API keys.
 */
export const ownerBinding = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    for (const statement of [
      sql`alter table flow_step add column binding text not null default 'credential'`,
      sql`alter table flow_step add column methods text`,
      // To find the credential of an owner at each issue.
      sql`create index credential_of_component on credential (workspace_id, owner, component_id, name_order, id)`,
      sql`create table owner_issue (
        credential_id text not null references credential (id) on delete cascade,
        flow_id text not null references flow (id) on delete cascade,
        last_issued_at text not null,
        primary key (credential_id, flow_id)
      ) ${strict}`,
      sql`create index owner_issue_flow on owner_issue (flow_id)`,
      sql`create index owner_issue_time on owner_issue (last_issued_at)`,
      sql`alter table connect_session add column offer_hash text`,
      sql`create unique index connect_session_offer on connect_session (offer_hash)
        where offer_hash is not null`,
      sql`alter table api_key add column owners text`,
      sql`alter table api_key add column component_ids text`,
    ])
      await statement.execute(db)
  },
})
