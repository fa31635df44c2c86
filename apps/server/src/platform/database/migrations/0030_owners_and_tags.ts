import { type Kysely, sql } from 'kysely'
import type { Engine } from '../database.ts'

/** Adds the owners and the tags of credentials. Existing credentials belong to the workspace, and have no tags. */
export const ownersAndTags = (engine: Engine) => ({
  async up(db: Kysely<unknown>) {
    const strict = sql.raw(engine === 'sqlite' ? 'strict' : '')
    // Owners are compared and sorted by code point on both engines.
    const exact = sql.raw(engine === 'sqlite' ? 'text' : 'text collate "C"')
    for (const statement of [
      sql`alter table credential add column owner ${exact} not null default ''`,
      sql`alter table deleted_credential add column owner ${exact} not null default ''`,
      sql`alter table deleted_credential add column tags text not null default '{}'`,
      // For the lists of an owner, and for references that include the owner.
      sql`create index credential_owner on credential (workspace_id, owner, name_order, id)`,
      sql`create unique index credential_of_owner on credential (workspace_id, owner, id)`,
      sql`create table credential_tag (
        credential_id text not null references credential (id) on delete cascade,
        workspace_id text not null,
        key ${exact} not null,
        value ${exact} not null,
        primary key (credential_id, key)
      ) ${strict}`,
      sql`create index credential_tag_value on credential_tag (workspace_id, key, value, credential_id)`,
    ])
      await statement.execute(db)
  },
})
