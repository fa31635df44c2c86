import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds embeds and connect tokens. */
export const connect = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    for (const statement of [
      sql`create table embed (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        name text not null,
        origin text not null,
        created_at text not null
      ) ${strict}`,
      sql`create index embed_workspace on embed (workspace_id)`,
      sql`create index embed_origin on embed (origin)`,
      // A token is deleted with its workspace, embed, flow or step.
      sql`create table connect_token (
        token_hash text primary key,
        id text not null unique,
        workspace_id text not null references workspace (id) on delete cascade,
        embed_id text references embed (id) on delete cascade,
        component_id text not null,
        flow_id text references flow (id) on delete cascade,
        step_id text references flow_step (id) on delete cascade,
        actions text not null,
        actor_kind text not null,
        actor_id text not null,
        expires_at text not null
      ) ${strict}`,
      sql`create index connect_token_expiry on connect_token (expires_at)`,
      // For these cascading deletions.
      sql`create index connect_token_workspace on connect_token (workspace_id)`,
      sql`create index connect_token_embed on connect_token (embed_id) where embed_id is not null`,
      sql`create index connect_token_flow on connect_token (flow_id) where flow_id is not null`,
      sql`create index connect_token_step on connect_token (step_id) where step_id is not null`,
    ]) {
      await statement.execute(db)
    }
  },
})
