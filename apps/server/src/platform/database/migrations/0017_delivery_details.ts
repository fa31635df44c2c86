import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds the time and the response of the last attempt of each delivery, and the objects that each event names. */
export const deliveryDetails = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict, without rowid' : '')
    for (const statement of [
      sql`alter table webhook_delivery add column last_attempt_at text`,
      sql`alter table webhook_delivery add column last_response text`,
      sql`create table webhook_event_object (
        object_id text not null,
        event_id text not null references webhook_event (id) on delete cascade,
        primary key (object_id, event_id)
      ) ${strict}`,
      // For the deletion of an event.
      sql`create index webhook_event_object_event on webhook_event_object (event_id)`,
      // The ids of an event, of its credential, of its blocked flow, and of the flows that it affects.
      sql`insert into webhook_event_object (object_id, event_id) select id, id from webhook_event`,
      ...(engine === 'sqlite' ? idsInSqlite : idsInPostgres),
    ]) {
      await statement.execute(db)
    }
  },
})

const idsInSqlite = [
  ...['credential', 'flow'].map(
    (kind) => sql`
      insert into webhook_event_object (object_id, event_id)
      select json_extract(payload, ${sql.lit(`$.data.${kind}.id`)}), id from webhook_event
      where json_extract(payload, ${sql.lit(`$.data.${kind}.id`)}) is not null`,
  ),
  sql`
    insert or ignore into webhook_event_object (object_id, event_id)
    select json_extract(f.value, '$.id'), e.id
    from webhook_event as e, json_each(e.payload, '$.data.flows') as f`,
]

const idsInPostgres = [
  ...['credential', 'flow'].map(
    (kind) => sql`
      insert into webhook_event_object (object_id, event_id)
      select payload::json -> 'data' -> ${sql.lit(kind)} ->> 'id', id from webhook_event
      where payload::json -> 'data' -> ${sql.lit(kind)} ->> 'id' is not null`,
  ),
  sql`
    insert into webhook_event_object (object_id, event_id)
    select f.value ->> 'id', e.id
    from webhook_event as e, json_array_elements(e.payload::json -> 'data' -> 'flows') as f
    on conflict do nothing`,
]
