import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/**
 * Splits connect tokens into sessions, which can have a link and several tokens, and their tokens. Adds the owner and the
 * tags of requested credentials.
 */
export const connectSession = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    const exact = sql.raw(engine === 'sqlite' ? 'text' : 'text collate "C"')
    const [list, end] = engine === 'sqlite' ? ['json_array(', ')'] : ['json_build_array(', ')::text']
    for (const statement of [
      // A session ends with its workspace, embed, flow, step, request or credential.
      sql`create table connect_session (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        embed_id text references embed (id) on delete cascade,
        owner ${exact},
        component_ids text not null,
        method_ids text,
        actions text not null,
        credential_id text,
        tags text,
        flow_id text references flow (id) on delete cascade,
        step_id text references flow_step (id) on delete cascade,
        request_id text references credential_request (id) on delete cascade,
        actor_kind text not null,
        actor_id text not null,
        link_hash text unique,
        link_expires_at text,
        expires_at text not null,
        foreign key (workspace_id, owner, credential_id) references credential (workspace_id, owner, id)
          on delete cascade
      ) ${strict}`,
      sql`insert into connect_session
        (id, workspace_id, embed_id, owner, component_ids, actions, flow_id, step_id, request_id, actor_kind,
          actor_id, expires_at)
        select id, workspace_id, embed_id, '', ${sql.raw(list)}component_id${sql.raw(end)}, actions, flow_id, step_id,
          request_id, actor_kind, actor_id, expires_at
        from connect_token`,
      sql`alter table connect_token rename to old_connect_token`,
      sql`create table connect_token (
        token_hash text primary key,
        session_id text not null references connect_session (id) on delete cascade,
        expires_at text not null
      ) ${strict}`,
      sql`insert into connect_token (token_hash, session_id, expires_at)
        select token_hash, id, expires_at from old_connect_token`,
      sql`drop table old_connect_token`,
      sql`create index connect_token_session on connect_token (session_id, expires_at)`,
      sql`create index connect_token_expiry on connect_token (expires_at)`,
      sql`create index connect_session_expiry on connect_session (expires_at)`,
      sql`alter table credential_request add column owner ${exact} not null default ''`,
      sql`alter table credential_request add column tags text`,
      sql`create index credential_request_owner on credential_request (workspace_id, owner)
        where owner <> '' and state = 'open'`,
      // For the cascading deletions.
      sql`create index connect_session_workspace on connect_session (workspace_id, owner)`,
      sql`create index connect_session_embed on connect_session (embed_id) where embed_id is not null`,
      sql`create index connect_session_flow on connect_session (flow_id) where flow_id is not null`,
      sql`create index connect_session_step on connect_session (step_id) where step_id is not null`,
      sql`create index connect_session_request on connect_session (request_id) where request_id is not null`,
      sql`create index connect_session_credential on connect_session (credential_id)
        where credential_id is not null`,
    ])
      await statement.execute(db)
  },
})
