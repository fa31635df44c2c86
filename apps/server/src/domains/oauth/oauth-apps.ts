import { needsApp } from '@stepkey/shared/component'
import type {
  CreateOAuthApp,
  OAuthApp,
  OAuthAppRemoved,
  OAuthAppSaved,
  UpdateOAuthApp,
} from '@stepkey/shared/oauth'
import type { Config } from '../../config.ts'
import type { CredentialScope } from '../../platform/database/credential-reach.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import { onUnique, violationOf } from '../../platform/database/database-error.ts'
import type { OAuthAppRow } from '../../platform/database/tables.ts'
import { transact, withSavepoint } from '../../platform/database/transaction.ts'
import { DomainError, invalidInput, notFound } from '../../platform/errors/domain-error.ts'
import { foldName } from '../../platform/folded-name.ts'
import { newId } from '../../platform/ids.ts'
import { INSTALLATION, type Keyring } from '../../platform/keyring/keyring.ts'
import { Secret } from '../../platform/secret.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import { type CatalogView, requireComponent } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { requireAcceptedClient } from './accepted-client.ts'
import { requireForwardingRedirect } from './forwarding-redirect.ts'
import { redirectUriOf } from './redirect-uri.ts'
import {
  deleteApp,
  findApp,
  findApps,
  findDependents,
  insertApp,
  lockOwnApp,
  retryRefreshes,
  updateApp,
} from './store.ts'

/** The client of an OAuth app, as templates access it: `{{app.clientId}}`. */
export interface AppClient {
  clientId: string
  clientSecret: string | undefined
}

/** Returns the OAuth apps of a workspace and of the installation, and the redirect URI to register. */
export async function listOAuthApps(ctx: WorkspaceContext, componentId?: string) {
  const rows = await findApps(ctx.db, ctx.workspaceId, componentId)
  const items = await Promise.all(rows.map((row) => toOAuthApp(ctx, row)))
  return { items, redirectUri: redirectUriOf(ctx.config) }
}

/**
 * Returns an OAuth app in the form of the API. Lists only credentials of the given workspace; for the operator (null),
 * they are only counted.
 */
export async function toOAuthApp(
  {
    db,
    config,
    workspaceId,
    reach,
  }: Pick<CredentialScope, 'reach'> & {
    db: Db
    config: Pick<Config, 'publicUrl'>
    workspaceId: string | null
  },
  row: OAuthAppRow,
): Promise<OAuthApp> {
  // For callers who see only some credentials, they are not even counted, because the time would tell how many there are.
  const dependents = reach ? { credentials: [], hidden: 0 } : await findDependents(db, row.id, workspaceId)
  // A workspace must not learn how many other workspaces use the installation's app.
  const isShared = row.workspace_id === null && workspaceId !== null
  return {
    id: row.id,
    componentId: row.component_id,
    name: row.name,
    clientId: row.client_id,
    hasSecret: row.sealed !== null,
    redirectUri: redirectUriOf(config, row.redirect_uri),
    owner: row.workspace_id === null ? 'installation' : 'workspace',
    ...dependents,
    ...(isShared && { hidden: 0 }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** The owner of an app: a workspace, or null for the installation's apps, which every workspace can use. */
type AppOwner = Pick<WorkspaceContext, 'db' | 'keyring' | 'clock'> & CatalogView

/**
 * Seals and stores an OAuth app.
 * @param onCreated runs in the transaction that creates the app
 * @returns the id of the app
 * @throws DomainError invalid_input
 */
export async function storeOAuthApp(
  ctx: AppOwner,
  { componentId, name, clientId, clientSecret, redirectUri }: CreateOAuthApp,
  onCreated: (trx: Trx, id: string) => Promise<void> = async () => {},
): Promise<string> {
  const { db, keyring, clock, workspaceId: owner } = ctx
  await requireComponentWithApps(ctx, componentId)
  const id = newId()
  const now = clock().toISOString()
  const sealed =
    clientSecret === undefined ? null : await seal(keyring, { owner, id, version: 1 }, clientSecret)
  await transact(db, async (trx) => {
    await insertApp(trx, {
      id,
      workspace_id: owner,
      component_id: componentId,
      name,
      name_folded: foldName(name),
      client_id: clientId,
      redirect_uri: redirectUri ?? null,
      sealed,
      seal_version: 1,
      created_at: now,
      updated_at: now,
    })
    await onCreated(trx, id)
  }).catch(orNameTaken)
  return id
}

/**
 * Creates an OAuth app of a workspace, unless its redirect URI does not forward, or the provider refuses its client.
 * @throws DomainError invalid_input
 */
export async function createOAuthApp(ctx: WorkspaceContext, input: CreateOAuthApp): Promise<OAuthAppSaved> {
  const { name, componentId, redirectUri } = input
  await requireComponentWithApps(ctx, componentId)
  await requireFreeName(ctx, componentId, name)
  if (redirectUri !== undefined) await requireForwardingRedirect(ctx, redirectUri)
  const clientCheck = await requireAcceptedClient(ctx, input)
  const id = await storeOAuthApp(ctx, input, async (trx, id) => {
    await writeAuditEntry(trx, ctx, 'oauth_app.created', id, {
      name,
      componentId,
      redirectUri: redirectUriOf(ctx.config, redirectUri),
      sealVersion: 1,
    })
  })
  return { ...(await get(ctx, id)), ...clientCheck }
}

/** @throws DomainError not_found */
async function get(ctx: WorkspaceContext, id: string): Promise<OAuthApp> {
  const row = await findApp(ctx.db, ctx.workspaceId, id)
  if (!row) throw notFound('OAuth app')
  return await toOAuthApp(ctx, row)
}

/**
 * Changes the name, the secret or the redirect URI of a workspace's own OAuth app, unless the provider refuses the new
 * secret, or the new redirect URI does not forward. Consents in progress keep their redirect URI.
 * @throws DomainError not_found, shared_oauth_app, invalid_input, conflict
 */
export async function updateOAuthApp(ctx: WorkspaceContext, input: UpdateOAuthApp): Promise<OAuthAppSaved> {
  const { db, keyring, workspaceId, clock } = ctx
  const { oauthAppId: id, name, clientSecret, redirectUri } = input
  const before = await findApp(db, workspaceId, id)
  refuseInstallationApp(before)
  if (before && redirectUri) await requireForwardingRedirect(ctx, redirectUri)
  const clientCheck =
    before &&
    (await requireAcceptedClient(ctx, {
      componentId: before.component_id,
      clientId: before.client_id,
      clientSecret,
      redirectUri: redirectUri === undefined ? before.redirect_uri : redirectUri,
    }))
  const version = (before?.seal_version ?? 0) + 1
  const now = clock().toISOString()
  const sealed = clientSecret && (await seal(keyring, { owner: workspaceId, id, version }, clientSecret))
  await transact(db, async (trx) => {
    const row = await lockOwnApp(trx, workspaceId, id)
    if (!row) throw notFound('OAuth app')
    if (row.seal_version !== before?.seal_version) {
      throw new DomainError(
        'conflict',
        'Another user has changed this OAuth app in the meantime. Reload it, then try again.',
      )
    }
    await updateApp(trx, id, {
      ...(name !== undefined && { name, name_folded: foldName(name) }),
      ...(sealed && { sealed, seal_version: version }),
      ...(clientSecret === null && { sealed: null, seal_version: version }),
      ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
      updated_at: now,
    })
    // The provider may have rejected the previous secret.
    if (clientSecret !== undefined) await retryRefreshes(trx, id, now)
    await writeAuditEntry(trx, ctx, 'oauth_app.updated', id, {
      name: name ?? row.name,
      secret: clientSecret !== undefined,
      ...(redirectUri !== undefined && { redirectUri: redirectUriOf(ctx.config, redirectUri) }),
      ...(clientSecret !== undefined && { sealVersion: version }),
    })
  }).catch(orNameTaken)
  return { ...(await get(ctx, id)), ...clientCheck }
}

/**
 * Deletes a workspace's own OAuth app. Returns `in_use` with the credentials that were connected through it; a foreign
 * key prevents the deletion of such an app.
 * @throws DomainError not_found, shared_oauth_app
 */
export async function removeOAuthApp(ctx: WorkspaceContext, id: string): Promise<OAuthAppRemoved> {
  const { db, workspaceId } = ctx
  refuseInstallationApp(await findApp(db, workspaceId, id))
  const result = await transact(db, async (trx) => {
    const row = await lockOwnApp(trx, workspaceId, id)
    if (!row) throw notFound('OAuth app')
    return await removeLockedOAuthApp(trx, row, workspaceId, () =>
      writeAuditEntry(trx, ctx, 'oauth_app.deleted', id, { name: row.name, componentId: row.component_id }),
    )
  })
  if (result.outcome === 'in_use') {
    await auditRefusal(ctx, 'oauth_app.deleted', id, { outcome: result.outcome })
  }
  return result
}

/**
 * Deletes an OAuth app, or returns the credentials that depend on it. Lock its row first.
 * @param onDeleted runs in the transaction that deletes the app
 */
export async function removeLockedOAuthApp(
  trx: Trx,
  { id }: OAuthAppRow,
  workspaceId: string | null,
  onDeleted: () => Promise<void>,
): Promise<OAuthAppRemoved> {
  const isDeleted = await withSavepoint(
    trx,
    async () => {
      await deleteApp(trx, id)
      await onDeleted()
      return true
    },
    (error) => {
      if (violationOf(error) === 'foreign_key') return false
      throw error
    },
  )
  return isDeleted
    ? { outcome: 'deleted' }
    : { outcome: 'in_use', ...(await findDependents(trx, id, workspaceId)) }
}

/**
 * Returns the OAuth app for a consent: the given one, or else the first of the workspace or the installation.
 * @throws DomainError not_found, or invalid_input when the component has no app
 */
export async function chooseOAuthApp(
  { db, catalog, workspaceId }: Pick<WorkspaceContext, 'db' | 'catalog' | 'workspaceId'>,
  componentId: string,
  oauthAppId?: string,
): Promise<OAuthAppRow> {
  const apps = await findApps(db, workspaceId, componentId)
  const app = oauthAppId === undefined ? apps[0] : apps.find(({ id }) => id === oauthAppId)
  if (app) return app
  if (oauthAppId !== undefined) throw notFound('OAuth app')
  const title = (await catalog.find(workspaceId, componentId))?.title ?? componentId
  throw invalidInput({
    path: 'oauthAppId',
    code: 'oauth_app_missing',
    message: `There is no OAuth app for ${title} yet. Create one first, with the client ID and secret from ${title}.`,
  })
}

/**
 * Returns the client ID and the opened secret of an OAuth app.
 * @throws DomainError conflict when the app was deleted
 */
export async function openOAuthApp(
  { db, keyring }: Pick<WorkspaceContext, 'db' | 'keyring'>,
  workspaceId: string,
  id: string,
): Promise<AppClient> {
  const row = await findApp(db, workspaceId, id)
  if (!row)
    throw new DomainError(
      'oauth_app_deleted',
      'The OAuth app of this credential was deleted. Connect it again.',
    )
  const { sealed } = row
  if (!sealed) return { clientId: row.client_id, clientSecret: undefined }
  const opened = await keyring.open(
    sealed,
    sealedAs({ owner: row.workspace_id, id, version: row.seal_version }),
  )
  return { clientId: row.client_id, clientSecret: String(opened.reveal().clientSecret) }
}

const seal = (keyring: Keyring, app: Parameters<typeof sealedAs>[0], clientSecret: string): Promise<Buffer> =>
  keyring.seal(new Secret({ clientSecret }), sealedAs(app))

/** The additional data that a client secret is sealed with. */
const sealedAs = ({ owner, id, version }: { owner: string | null; id: string; version: number }) => ({
  workspaceId: owner ?? INSTALLATION,
  table: 'oauth_app' as const,
  id,
  sealVersion: version,
})

async function requireComponentWithApps(view: CatalogView, componentId: string) {
  const component = await requireComponent(view, componentId)
  if (!Object.values(component.methods).some(needsApp)) {
    throw invalidInput({
      path: 'componentId',
      message: `${component.title} has no method that needs an OAuth app.`,
    })
  }
}

function refuseInstallationApp(row: OAuthAppRow | undefined) {
  if (row && row.workspace_id === null) {
    throw new DomainError(
      'shared_oauth_app',
      'This OAuth app is shared by all workspaces. Only the operator can change it. You can add your own.',
    )
  }
}

const nameTaken = () =>
  invalidInput({
    path: 'name',
    code: 'name_taken',
    message: 'An OAuth app with this name exists already. Choose another name.',
  })
const orNameTaken = onUnique(nameTaken)

/** Finds a taken name before the provider is asked. The database decides. @throws DomainError invalid_input */
async function requireFreeName({ db, workspaceId }: WorkspaceContext, componentId: string, name: string) {
  const apps = await findApps(db, workspaceId, componentId)
  const folded = foldName(name)
  if (apps.some((app) => app.workspace_id !== null && app.name_folded === folded)) throw nameTaken()
}
