import type { Db, Trx } from '../../platform/database/connect.ts'
import type { ConsentRow, OAuthAppRow } from '../../platform/database/tables.ts'

/** How many credentials of an app are named. */
const DEPENDENTS_LIMIT = 50

/** The apps that a workspace may use: its own first, then those that are there for all. */
export async function findApps(
  db: Db | Trx,
  workspaceId: string,
  componentId?: string,
): Promise<OAuthAppRow[]> {
  return await db
    .selectFrom('oauth_app')
    .selectAll()
    .where((eb) => eb.or([eb('workspace_id', '=', workspaceId), eb('workspace_id', 'is', null)]))
    .$if(componentId !== undefined, (query) => query.where('component_id', '=', String(componentId)))
    .orderBy((eb) => eb.case().when('workspace_id', 'is', null).then(1).else(0).end())
    .orderBy('component_id')
    .orderBy('name_folded')
    .execute()
}

/** An app that a workspace may use. */
export async function findApp(
  db: Db | Trx,
  workspaceId: string,
  id: string,
): Promise<OAuthAppRow | undefined> {
  return await db
    .selectFrom('oauth_app')
    .selectAll()
    .where('id', '=', id)
    .where((eb) => eb.or([eb('workspace_id', '=', workspaceId), eb('workspace_id', 'is', null)]))
    .executeTakeFirst()
}

/** An app that `owner` may change: a workspace its own, the operator (null) those for all. Locked. */
export async function lockOwnApp(
  trx: Trx,
  owner: string | null,
  id: string,
): Promise<OAuthAppRow | undefined> {
  return await trx
    .selectFrom('oauth_app')
    .selectAll()
    .where('id', '=', id)
    .where('workspace_id', owner === null ? 'is' : '=', owner)
    .forUpdate()
    .executeTakeFirst()
}

/** The apps that are there for all. */
export async function findInstallationApps(db: Db): Promise<OAuthAppRow[]> {
  return await db
    .selectFrom('oauth_app')
    .selectAll()
    .where('workspace_id', 'is', null)
    .orderBy('component_id')
    .orderBy('name_folded')
    .execute()
}

export async function insertApp(trx: Trx, row: OAuthAppRow): Promise<void> {
  await trx.insertInto('oauth_app').values(row).execute()
}

export async function updateApp(trx: Trx, id: string, change: Partial<OAuthAppRow>): Promise<void> {
  await trx.updateTable('oauth_app').set(change).where('id', '=', id).execute()
}

/** @throws the database's foreign-key violation while a credential was granted through it */
export async function deleteApp(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('oauth_app').where('id', '=', id).execute()
}

/** The credentials that were granted through an app: those of this workspace by name, all others as a number. */
export async function findDependents(db: Db | Trx, appId: string, workspaceId: string | null) {
  const dependent = db
    .selectFrom('credential_token as t')
    .innerJoin('credential as c', 'c.id', 't.credential_id')
    .where('t.oauth_app_id', '=', appId)
  const { total } = await dependent
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const credentials = await dependent
    .where('c.workspace_id', '=', workspaceId ?? '')
    .select(['c.id', 'c.name'])
    .orderBy('c.name_folded')
    .orderBy('c.id')
    .limit(DEPENDENTS_LIMIT)
    .execute()
  return { credentials, hidden: total - credentials.length }
}

export async function insertConsent(trx: Trx, row: ConsentRow): Promise<void> {
  await trx.insertInto('consent').values(row).execute()
}

/** Returns a consent of this workspace, user and session. */
export async function findConsent(
  db: Db | Trx,
  of: Pick<ConsentRow, 'id' | 'workspace_id' | 'account_id' | 'session_hash'>,
): Promise<ConsentRow | undefined> {
  return await db
    .selectFrom('consent')
    .selectAll()
    .where('id', '=', of.id)
    .where('workspace_id', '=', of.workspace_id)
    .where('account_id', '=', of.account_id)
    .where('session_hash', '=', of.session_hash)
    .executeTakeFirst()
}

/** Changes a consent if it is still as it was read. @returns false when it was changed or deleted in the meantime */
export async function updateConsent(
  db: Db,
  { id, state, seal_version }: Pick<ConsentRow, 'id' | 'state' | 'seal_version'>,
  change: Partial<ConsentRow>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('consent')
    .set(change)
    .where('id', '=', id)
    .where('state', '=', state)
    .where('seal_version', '=', seal_version)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Deletes a consent in a state. @returns false when it was deleted or changed its state before: only one caller gets true */
export async function deleteConsent(db: Db | Trx, id: string, state: ConsentRow['state']): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('consent')
    .where('id', '=', id)
    .where('state', '=', state)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

export async function deleteExpiredConsents(db: Db | Trx, now: string): Promise<void> {
  await db.deleteFrom('consent').where('expires_at', '<=', now).execute()
}
