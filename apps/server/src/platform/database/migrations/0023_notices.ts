import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds notices: who is told what, chat channels, the events to tell, and the messages with their recipients. */
export const notices = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    const bytes = sql.raw(engine === 'sqlite' ? 'blob' : 'bytea')
    for (const statement of [
      sql`create table notice_setting (
        workspace_id text not null,
        account_id text not null,
        delivery text not null check (delivery in ('off', 'at_once', 'daily')),
        kinds text not null,
        since text not null,
        primary key (workspace_id, account_id),
        foreign key (workspace_id, account_id) references membership (workspace_id, account_id) on delete cascade
      ) ${strict}`,
      sql`create table chat_channel (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        name text not null,
        format text not null check (format in ('slack', 'teams', 'mattermost')),
        host text not null,
        sealed ${bytes} not null,
        seal_version integer not null,
        delivery text not null check (delivery in ('at_once', 'daily')),
        kinds text not null,
        since text not null,
        is_enabled integer not null,
        disabled_reason text,
        failing_since text,
        last_sent_at text,
        created_at text not null,
        updated_at text not null
      ) ${strict}`,
      sql`create index chat_channel_workspace on chat_channel (workspace_id, id)`,
      sql`create table notice_event (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        credential_id text not null references credential (id) on delete cascade,
        target text not null,
        kind text not null check (kind in ('failing', 'recovered', 'frozen', 'expiring')),
        expires_at text,
        created_at text not null,
        is_told integer not null,
        is_digested integer not null
      ) ${strict}`,
      sql`create index notice_event_untold on notice_event (workspace_id, target, id) where is_told = 0`,
      sql`create index notice_event_undigested on notice_event (workspace_id, id) where is_digested = 0`,
      sql`create index notice_event_credential on notice_event (credential_id, id)`,
      sql`create index notice_event_age on notice_event (created_at)`,
      sql`create table notice_group (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        target text not null,
        pending_since text,
        last_message_at text,
        lease_id text,
        leased_until text,
        unique (workspace_id, target)
      ) ${strict}`,
      sql`create index notice_group_pending on notice_group (pending_since, id) where pending_since is not null`,
      sql`create table notice_message (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        account_id text,
        channel_id text references chat_channel (id) on delete cascade,
        content text not null,
        status text not null check (status in ('pending', 'sent', 'failed')),
        attempts integer not null,
        next_attempt_at text,
        lease_id text,
        leased_until text,
        last_problem text,
        created_at text not null,
        sent_at text,
        foreign key (workspace_id, account_id) references membership (workspace_id, account_id) on delete cascade,
        check ((account_id is null) <> (channel_id is null))
      ) ${strict}`,
      sql`create index notice_message_due on notice_message (next_attempt_at, id) where status = 'pending'`,
      sql`create index notice_message_first on notice_message (channel_id, next_attempt_at, id)
        where status = 'pending'`,
      sql`create index notice_message_leased on notice_message (channel_id) where lease_id is not null`,
      sql`create index notice_message_member on notice_message (workspace_id, account_id)`,
      sql`create index notice_message_age on notice_message (created_at)`,
    ]) {
      await statement.execute(db)
    }
  },
})
