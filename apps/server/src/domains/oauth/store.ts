import type { Db, Trx } from '../../platform/database/database.ts'
import type { ConsentRow, OAuthAppRow } from '../../platform/database/tables.ts'

/** Maximum number of dependent credentials that are listed. */
const DEPENDENTS_LIMIT = 50

/** Returns the OAuth apps that a workspace can use: its own first, then those of the installation. */
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

/** Returns an OAuth app that a workspace can use. */
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

/** Returns an OAuth app of a workspace, or of the installation (null), and locks its row. */
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

/** Returns the OAuth apps of the installation. */
export async function findInstallationApps(db: Db): Promise<OAuthAppRow[]> {
  return await db
    .selectFrom('oauth_app')
    .selectAll()
    .where('workspace_id', 'is', null)
    .orderBy('component_id')
    .orderBy('name_folded')
    .execute()
}

/** Inserts an OAuth app. @throws the database's unique violation when its name is taken */
export async function insertApp(trx: Trx, row: OAuthAppRow): Promise<void> {
  await trx.insertInto('oauth_app').values(row).execute()
}

/** Changes columns of an OAuth app. */
export async function updateApp(trx: Trx, id: string, change: Partial<OAuthAppRow>): Promise<void> {
  await trx.updateTable('oauth_app').set(change).where('id', '=', id).execute()
}

/** Makes the tokens of an app whose refresh has failed due for a refresh. @param now ISO 8601 */
export async function retryRefreshes(trx: Trx, appId: string, now: string): Promise<void> {
  await trx
    .updateTable('credential_token')
    .set({ renew_at: now })
    .where('oauth_app_id', '=', appId)
    .where('refresh_failure', 'is not', null)
    .where('renew_at', 'is not', null)
    .execute()
}

/** Deletes an OAuth app. @throws the database's foreign-key violation if a credential was connected through it */
export async function deleteApp(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('oauth_app').where('id', '=', id).execute()
}

/**
 * Returns the credentials that were connected through an app: those of this workspace, and the number of all others.
 */
export async function findDependents(db: Db | Trx, appId: string, workspaceId: string | null) {
  const dependents = db
    .selectFrom('credential_token as t')
    .innerJoin('credential as c', 'c.id', 't.credential_id')
    .where('t.oauth_app_id', '=', appId)
  const { total } = await dependents
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const credentials = await dependents
    .where('c.workspace_id', '=', workspaceId ?? '')
    .select(['c.id', 'c.name'])
    .orderBy('c.name_order')
    .orderBy('c.id')
    .limit(DEPENDENTS_LIMIT)
    .execute()
  return { credentials, hidden: total - credentials.length }
}

/** Inserts a consent. */
export async function insertConsent(trx: Trx, row: ConsentRow): Promise<void> {
  await trx.insertInto('consent').values(row).execute()
}

/** Deletes the oldest consents of a connect session, apart from the newest `keep`. */
export async function trimConsents(trx: Trx, connectSessionId: string, keep: number): Promise<void> {
  await trx
    .deleteFrom('consent')
    .where('connect_session_id', '=', connectSessionId)
    .where('id', 'not in', (eb) =>
      eb
        .selectFrom('consent')
        .select('id')
        .where('connect_session_id', '=', connectSessionId)
        .orderBy('id', 'desc')
        .limit(keep),
    )
    .execute()
}

type Held = Pick<ConsentRow, 'id' | 'workspace_id' | 'account_id' | 'connect_session_id' | 'holder_hash'>

/** Returns a consent of this workspace and holder. */
export async function findConsent(db: Db | Trx, held: Held): Promise<ConsentRow | undefined> {
  return await db
    .selectFrom('consent')
    .selectAll()
    .where('id', '=', held.id)
    .where('workspace_id', '=', held.workspace_id)
    .where('account_id', 'is not distinct from', held.account_id)
    .where('connect_session_id', 'is not distinct from', held.connect_session_id)
    .where('holder_hash', '=', held.holder_hash)
    .executeTakeFirst()
}

/** Returns the consent that waits for a ticket, with the origin of the page that began it; null for a page of Stepkey. */
export async function findConsentByTicket(
  db: Db,
  ticketHash: string,
): Promise<(ConsentRow & { origin: string | null }) | undefined> {
  return await db
    .selectFrom('consent as c')
    .leftJoin('connect_session as s', 's.id', 'c.connect_session_id')
    .leftJoin('embed as e', 'e.id', 's.embed_id')
    .selectAll('c')
    .select('e.origin')
    .where('c.ticket_hash', '=', ticketHash)
    .executeTakeFirst()
}

/** Returns the consent whose ticket a browser used, with the page to return to. */
export async function findConsentOfBrowser(
  db: Db,
  id: string,
  browserHash: string,
): Promise<(ConsentRow & { return_url: string | null }) | undefined> {
  return await db
    .selectFrom('consent as c')
    .leftJoin('connect_session as s', 's.id', 'c.connect_session_id')
    .selectAll('c')
    .select('s.return_url')
    .where('c.id', '=', id)
    .where('c.browser_hash', '=', browserHash)
    .executeTakeFirst()
}

/**
 * Changes a consent if its state and version are still the expected ones (compare-and-swap).
 * @returns false when it was changed or deleted in the meantime
 */
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

/** Deletes a consent in the given state. @returns false when it is deleted or in another state: one caller gets true */
export async function deleteConsent(
  db: Db | Trx,
  { id, state, seal_version }: Pick<ConsentRow, 'id' | 'state'> & Partial<Pick<ConsentRow, 'seal_version'>>,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('consent')
    .where('id', '=', id)
    .where('state', '=', state)
    .$if(seal_version !== undefined, (query) => query.where('seal_version', '=', Number(seal_version)))
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** Deletes expired consents. @param now ISO 8601 */
export async function deleteExpiredConsents(db: Db | Trx, now: string): Promise<void> {
  await db.deleteFrom('consent').where('expires_at', '<=', now).execute()
}

/**
 * Whether credentials of any workspace share a grant that no credential has any more: same client, same account.
 * @param grant.identity null if the account is unknown; then all credentials of the client may share the grant
 */
export async function isGrantShared(
  db: Db,
  { clientId, componentIds, identity }: { clientId: string; componentIds: string[]; identity: string | null },
): Promise<boolean> {
  const other = await db
    .selectFrom('credential_token as t')
    .innerJoin('oauth_app as a', 'a.id', 't.oauth_app_id')
    .innerJoin('credential as c', 'c.id', 't.credential_id')
    .where('a.client_id', '=', clientId)
    .where('a.component_id', 'in', componentIds)
    .where('t.lost_reason', 'is', null)
    // A credential without a known identity may belong to the same account.
    .$if(identity !== null, (query) =>
      query.where((eb) => eb.or([eb('c.identity', '=', identity), eb('c.identity', 'is', null)])),
    )
    .select('t.credential_id')
    .limit(1)
    .executeTakeFirst()
  return other !== undefined
}
