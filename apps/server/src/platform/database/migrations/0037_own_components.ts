import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/**
 * Adds the components of workspaces with their versions. Values of credentials refer to the version that they were verified
 * with; the database refuses to delete one that a credential uses.
 */
export const ownComponents = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    for (const statement of [
      sql`create table component (
        workspace_id text not null references workspace (id) on delete cascade,
        id text not null,
        published_version integer,
        archived_at text,
        created_at text not null,
        primary key (workspace_id, id)
      ) ${strict}`,
      sql`create table component_version (
        id text not null primary key,
        workspace_id text not null,
        component_id text not null,
        version integer not null,
        revision integer not null,
        definition text not null,
        trials text not null,
        untested text not null,
        created_by text not null,
        created_at text not null,
        updated_by text not null,
        updated_at text not null,
        published_by text,
        published_at text,
        unique (workspace_id, component_id, version),
        foreign key (workspace_id, component_id) references component (workspace_id, id) on delete cascade
      ) ${strict}`,
      sql`alter table credential add column definition_id text references component_version (id)`,
      sql`create index credential_definition on credential (definition_id) where definition_id is not null`,
      sql`alter table credential_value add column definition_id text references component_version (id)`,
      sql`create index credential_value_definition on credential_value (definition_id)
        where definition_id is not null`,
      // These rows outlive the component.
      sql`alter table deleted_credential add column definition_id text`,
      sql`alter table revocation add column definition_id text`,
    ])
      await statement.execute(db)
  },
})
