import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds the values of credentials that are not current: new ones on trial, and previous ones that can be restored. */
export const credentialValue = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    const bytes = sql.raw(engine === 'sqlite' ? 'blob' : 'bytea')
    for (const statement of [
      sql`create table credential_value (
        id text primary key,
        credential_id text not null references credential (id) on delete cascade,
        generation integer not null,
        state text not null check (state in ('pending', 'previous', 'retired')),
        sealed ${bytes},
        status text not null check (status in ('verified', 'limited', 'untestable', 'unverified', 'failing')),
        identity text,
        created_by text,
        created_at text,
        erase_at text,
        unique (credential_id, generation),
        check ((state = 'retired') = (sealed is null)),
        check ((state = 'previous') = (erase_at is not null))
      ) ${strict}`,
      // At most one value is on trial, and at most one can be restored.
      sql`create unique index credential_value_kept on credential_value (credential_id, state)
        where state <> 'retired'`,
      sql`create index credential_value_erase on credential_value (erase_at) where erase_at is not null`,
      sql`create table value_trial (
        flow_id text not null references flow (id) on delete cascade,
        value_id text not null references credential_value (id) on delete cascade,
        primary key (flow_id, value_id)
      ) ${strict}`,
      sql`create index value_trial_value on value_trial (value_id)`,
      sql`alter table credential add column value_created_by text`,
      sql`alter table credential add column value_created_at text`,
      sql`update credential set value_created_by = created_by, value_created_at = created_at
        where seal_version = 1`,
    ])
      await statement.execute(db)
  },
})
