import type { Db, Trx } from '../../platform/database/database.ts'
import type { ComponentRow, ComponentVersionRow } from '../../platform/database/tables.ts'

/** Returns the versions that the workspace's components have published last, by component id. */
export async function findPublished(
  db: Db | Trx,
  workspaceId: string,
): Promise<(Pick<ComponentVersionRow, 'id' | 'component_id'> & Pick<ComponentRow, 'archived_at'>)[]> {
  return await published(db, workspaceId)
    .select(['v.id', 'v.component_id', 'c.archived_at'])
    .orderBy('v.component_id')
    .execute()
}

/** Returns the version that a component has published last. */
export async function findPublishedOf(
  db: Db | Trx,
  workspaceId: string,
  componentId: string,
): Promise<(Pick<ComponentVersionRow, 'id'> & Pick<ComponentRow, 'archived_at'>) | undefined> {
  return await published(db, workspaceId)
    .select(['v.id', 'c.archived_at'])
    .where('c.id', '=', componentId)
    .executeTakeFirst()
}

const published = (db: Db | Trx, workspaceId: string) =>
  db
    .selectFrom('component as c')
    .innerJoin('component_version as v', (join) =>
      join
        .onRef('v.workspace_id', '=', 'c.workspace_id')
        .onRef('v.component_id', '=', 'c.id')
        .onRef('v.version', '=', 'c.published_version'),
    )
    .where('c.workspace_id', '=', workspaceId)

/** Returns versions by id. */
export async function findVersions(
  db: Db | Trx,
  workspaceId: string,
  ids: readonly string[],
): Promise<ComponentVersionRow[]> {
  if (ids.length === 0) return []
  return await db
    .selectFrom('component_version')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute()
}

/** Returns the definition of a published version of any workspace. */
export async function findDefinition(db: Db, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('component_version')
    .select('definition')
    .where('id', '=', id)
    .where('published_at', 'is not', null)
    .executeTakeFirst()
  return row?.definition
}

/** Returns the components of a workspace, drafts and archived ones included, by id. */
export async function findComponents(db: Db | Trx, workspaceId: string): Promise<ComponentRow[]> {
  return await db
    .selectFrom('component')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute()
}

export async function findComponent(
  db: Db | Trx,
  workspaceId: string,
  id: string,
): Promise<ComponentRow | undefined> {
  return await db
    .selectFrom('component')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function countComponents(db: Db | Trx, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom('component')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Locks a component, so that no other transaction changes it or its versions. */
export async function lockComponent(
  trx: Trx,
  workspaceId: string,
  id: string,
): Promise<ComponentRow | undefined> {
  return await trx
    .updateTable('component')
    .set({ id })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Inserts a component unless it exists. */
export async function insertComponent(trx: Trx, row: ComponentRow): Promise<void> {
  await trx
    .insertInto('component')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function updateComponent(
  trx: Trx,
  { workspace_id, id }: Pick<ComponentRow, 'workspace_id' | 'id'>,
  change: Partial<Pick<ComponentRow, 'published_version' | 'archived_at'>>,
): Promise<void> {
  await trx
    .updateTable('component')
    .set(change)
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', id)
    .execute()
}

/** Deletes a component with its versions. @throws a foreign key error while credentials use it */
export async function deleteComponent(trx: Trx, workspaceId: string, id: string): Promise<void> {
  await trx.deleteFrom('component').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
}

/** Returns the versions of a component, the newest first. */
export async function findVersionsOf(
  db: Db | Trx,
  workspaceId: string,
  componentId: string,
): Promise<ComponentVersionRow[]> {
  return await db
    .selectFrom('component_version')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('component_id', '=', componentId)
    .orderBy('version', 'desc')
    .execute()
}

/** Returns the newest version of every component of a workspace, without definitions and trials. */
export async function findNewestVersions(db: Db, workspaceId: string): Promise<ComponentVersionRow[]> {
  return await db
    .selectFrom('component_version as v')
    .selectAll('v')
    .where('v.workspace_id', '=', workspaceId)
    .where('v.version', '=', (eb) =>
      eb
        .selectFrom('component_version as n')
        .select(({ fn }) => fn.max('n.version').as('newest'))
        .whereRef('n.workspace_id', '=', 'v.workspace_id')
        .whereRef('n.component_id', '=', 'v.component_id'),
    )
    .orderBy('v.component_id')
    .execute()
}

export async function insertVersion(trx: Trx, row: ComponentVersionRow): Promise<void> {
  await trx.insertInto('component_version').values(row).execute()
}

/** Changes a draft. Published versions stay as they are. */
export async function updateDraft(
  trx: Trx,
  id: string,
  change: Partial<Omit<ComponentVersionRow, 'id' | 'workspace_id' | 'component_id' | 'version'>>,
): Promise<void> {
  await trx
    .updateTable('component_version')
    .set(change)
    .where('id', '=', id)
    .where('published_at', 'is', null)
    .execute()
}

/** Stores the trials of a version, also of a published one: they don't belong to its definition. */
export async function updateTrials(trx: Trx, id: string, trials: string): Promise<void> {
  await trx.updateTable('component_version').set({ trials }).where('id', '=', id).execute()
}

/** How many uses of a component are listed. */
const LISTED = 50

/** Returns what uses a component: credentials, active flows with steps for it, and the number of its OAuth apps. */
export async function findUsesOf(trx: Trx, workspaceId: string, componentId: string) {
  const credentials = await trx
    .selectFrom('credential')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspaceId)
    .where('component_id', '=', componentId)
    .orderBy('name_order')
    .limit(LISTED)
    .execute()
  const flows = await trx
    .selectFrom('flow as f')
    .select(['f.id', 'f.name'])
    .where('f.workspace_id', '=', workspaceId)
    .where('f.status', '=', 'active')
    .where('f.id', 'in', (eb) =>
      eb.selectFrom('flow_step').select('flow_id').where('component_id', '=', componentId),
    )
    .orderBy('f.name')
    .limit(LISTED)
    .execute()
  const { count } = await trx
    .selectFrom('oauth_app')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('component_id', '=', componentId)
    .executeTakeFirstOrThrow()
  return { credentials, flows, oauthAppCount: Number(count) }
}
