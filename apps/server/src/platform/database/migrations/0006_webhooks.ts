import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds webhooks, events and deliveries. */
export const webhooks = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    const bytes = sql.raw(engine === 'sqlite' ? 'blob' : 'bytea')
    for (const statement of [
      sql`create table webhook (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        name text not null,
        url text not null,
        events text,
        sealed ${bytes} not null,
        seal_version integer not null,
        old_secret_until text,
        is_enabled integer not null,
        disabled_reason text,
        failing_since text,
        last_delivered_at text,
        created_at text not null,
        updated_at text not null
      ) ${strict}`,
      sql`create index webhook_workspace on webhook (workspace_id, id)`,
      sql`create table webhook_event (
        id text primary key,
        workspace_id text not null references workspace (id) on delete cascade,
        type text not null,
        payload text not null,
        created_at text not null
      ) ${strict}`,
      sql`create index webhook_event_workspace on webhook_event (workspace_id)`,
      sql`create index webhook_event_age on webhook_event (created_at)`,
      sql`create table webhook_delivery (
        id text primary key,
        webhook_id text not null references webhook (id) on delete cascade,
        event_id text not null references webhook_event (id) on delete cascade,
        is_again integer not null,
        status text not null check (status in ('pending', 'delivered', 'failed')),
        attempts integer not null,
        next_attempt_at text,
        lease_id text,
        leased_until text,
        last_problem text,
        last_status integer,
        last_duration_ms integer,
        created_at text not null,
        delivered_at text
      ) ${strict}`,
      sql`create index webhook_delivery_event on webhook_delivery (event_id)`,
      // For the deliveries of one webhook, all or by status.
      sql`create index webhook_delivery_log on webhook_delivery (webhook_id, id)`,
      sql`create index webhook_delivery_status on webhook_delivery (webhook_id, status, id)`,
      // For due deliveries, and for the first one of each webhook.
      sql`create index webhook_delivery_due on webhook_delivery (next_attempt_at, id) where status = 'pending'`,
      sql`create index webhook_delivery_first on webhook_delivery (webhook_id, next_attempt_at, id)
        where status = 'pending'`,
      sql`create index webhook_delivery_leased on webhook_delivery (webhook_id) where lease_id is not null`,
      sql`alter table credential add column expiry_told text`,
      sql`create index receipt_expiry on receipt (expires_at) where expires_at is not null`,
    ]) {
      await statement.execute(db)
    }
  },
})
