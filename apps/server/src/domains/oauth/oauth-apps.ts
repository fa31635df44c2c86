import { needsApp } from '@stepkey/shared/component'
import type { CreateOAuthApp, OAuthApp, OAuthAppRemoved, UpdateOAuthApp } from '@stepkey/shared/oauth'
import type { Config } from '../../config.ts'
import type { Db, Trx } from '../../platform/database/connect.ts'
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
import { deleteApp, findApp, findApps, findDependents, insertApp, lockOwnApp, updateApp } from './store.ts'

/** Where vendors send people back to: what has to be registered with each of them. */
const redirectUri = ({ publicUrl }: Pick<Config, 'publicUrl'>): string => `${publicUrl}/oauth/callback`

/** The client of an app, as templates know it: `{{app.clientId}}`. */
export interface AppClient {
  clientId: string
  clientSecret: string | undefined
}

/** A workspace's apps and those that are there for all. */
export async function listOAuthApps({ db, workspaceId, config }: WorkspaceContext, componentId?: string) {
  const rows = await findApps(db, workspaceId, componentId)
  const items = await Promise.all(rows.map((row) => toOAuthApp(db, workspaceId, row)))
  return { items, redirectUri: redirectUri(config) }
}

/** An app as the outside sees it; to the operator (no workspace) its credentials are a number. */
export async function toOAuthApp(
  db: Db | Trx,
  workspaceId: string | null,
  row: OAuthAppRow,
): Promise<OAuthApp> {
  const dependents = await findDependents(db, row.id, workspaceId)
  // How many others use the operator's app is nobody's business.
  const isShared = row.workspace_id === null && workspaceId !== null
  return {
    id: row.id,
    componentId: row.component_id,
    name: row.name,
    clientId: row.client_id,
    hasSecret: row.sealed !== null,
    owner: row.workspace_id === null ? 'installation' : 'workspace',
    ...dependents,
    ...(isShared && { hidden: 0 }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** The workspace that owns an app; null for the operator's apps, which every workspace can use. */
type AppOwner = Pick<WorkspaceContext, 'db' | 'keyring' | 'clock'> & CatalogView

/** Seals and stores an app. @throws DomainError invalid_input */
export async function storeOAuthApp(
  ctx: AppOwner,
  { componentId, name, clientId, clientSecret }: CreateOAuthApp,
  alongside: (trx: Trx, id: string) => Promise<void> = async () => {},
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
      sealed,
      seal_version: 1,
      created_at: now,
      updated_at: now,
    })
    await alongside(trx, id)
  }).catch(orNameTaken)
  return id
}

export async function createOAuthApp(ctx: WorkspaceContext, input: CreateOAuthApp): Promise<OAuthApp> {
  const { name, componentId } = input
  const id = await storeOAuthApp(ctx, input, async (trx, id) => {
    await writeAuditEntry(trx, ctx, 'oauth_app.created', id, { name, componentId })
  })
  return await get(ctx, id)
}

/** @throws DomainError not_found */
async function get({ db, workspaceId }: WorkspaceContext, id: string): Promise<OAuthApp> {
  const row = await findApp(db, workspaceId, id)
  if (!row) throw notFound('OAuth app')
  return await toOAuthApp(db, workspaceId, row)
}

/** Changes name or secret of a workspace's own app. @throws DomainError not_found, forbidden, invalid_input */
export async function updateOAuthApp(ctx: WorkspaceContext, input: UpdateOAuthApp): Promise<OAuthApp> {
  const { db, keyring, workspaceId, clock } = ctx
  const { oauthAppId: id, name, clientSecret } = input
  const before = await findApp(db, workspaceId, id)
  refuseInstallations(before)
  const version = (before?.seal_version ?? 0) + 1
  const sealed = clientSecret && (await seal(keyring, { owner: workspaceId, id, version }, clientSecret))
  await transact(db, async (trx) => {
    const row = await lockOwnApp(trx, workspaceId, id)
    if (!row) throw notFound('OAuth app')
    if (row.seal_version !== before?.seal_version) {
      throw new DomainError(
        'conflict',
        'Somebody else has just changed this app. Look at it again, then retry.',
      )
    }
    await updateApp(trx, id, {
      ...(name !== undefined && { name, name_folded: foldName(name) }),
      ...(sealed && { sealed, seal_version: version }),
      ...(clientSecret === null && { sealed: null, seal_version: version }),
      updated_at: clock().toISOString(),
    })
    await writeAuditEntry(trx, ctx, 'oauth_app.updated', id, {
      name: name ?? row.name,
      secret: clientSecret !== undefined,
    })
  }).catch(orNameTaken)
  return await get(ctx, id)
}

/** Deletes a workspace's own app, unless credentials were granted through it: the database itself refuses that. */
export async function removeOAuthApp(ctx: WorkspaceContext, id: string): Promise<OAuthAppRemoved> {
  const { db, workspaceId } = ctx
  refuseInstallations(await findApp(db, workspaceId, id))
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

/** Deletes an app whose row is locked, or says what depends on it. */
export async function removeLockedOAuthApp(
  trx: Trx,
  { id }: OAuthAppRow,
  workspaceId: string | null,
  alongside: () => Promise<void>,
): Promise<OAuthAppRemoved> {
  const isDeleted = await withSavepoint(
    trx,
    async () => {
      await deleteApp(trx, id)
      await alongside()
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
 * The app to go through: the one that is named, else the first that there is.
 * @throws DomainError not_found, or invalid_input when there is none at all
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
    message: `${title} has no OAuth app here yet. Add one first: ${title} gives you its client ID and client secret.`,
  })
}

/** The client of an app, opened. @throws DomainError conflict when the app is gone */
export async function openOAuthApp(
  { db, keyring }: Pick<WorkspaceContext, 'db' | 'keyring'>,
  workspaceId: string,
  id: string,
): Promise<AppClient> {
  const row = await findApp(db, workspaceId, id)
  if (!row) throw new DomainError('conflict', 'The OAuth app that this was connected through is gone.')
  const { sealed } = row
  if (!sealed) return { clientId: row.client_id, clientSecret: undefined }
  const opened = await keyring.open(
    sealed,
    identityOf({ owner: row.workspace_id, id, version: row.seal_version }),
  )
  return { clientId: row.client_id, clientSecret: String(opened.reveal().clientSecret) }
}

const seal = (
  keyring: Keyring,
  of: Parameters<typeof identityOf>[0],
  clientSecret: string,
): Promise<Buffer> => keyring.seal(new Secret({ clientSecret }), identityOf(of))

const identityOf = ({ owner, id, version }: { owner: string | null; id: string; version: number }) => ({
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

function refuseInstallations(row: OAuthAppRow | undefined) {
  if (row && row.workspace_id === null) {
    throw new DomainError(
      'forbidden',
      'This OAuth app is there for every workspace. Whoever runs Stepkey can change it; you can add one of your own.',
    )
  }
}

const orNameTaken = onUnique(() =>
  invalidInput({ path: 'name', message: 'Another OAuth app of this component has that name already.' }),
)
