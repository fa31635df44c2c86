import { type Permission, permissionsOfRole, permissionsOfScope, Scope } from '@stepkey/shared/access'
import type { ApiKey, CreateApiKey } from '@stepkey/shared/api-key'
import type { CredentialReach } from '../../platform/database/credential-reach.ts'
import type { Trx } from '../../platform/database/database.ts'
import type { ApiKeyRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, invalidInput, notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { hashToken, newToken } from '../../platform/opaque-token.ts'
import { isRecent, MINUTE } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { Deps, OperatorContext, WorkspaceContext } from '../context.ts'
import {
  countValidKeys,
  findApiKeyByHash,
  findApiKeyById,
  findApiKeys,
  findApiKeyWorkspace,
  insertApiKey,
  type ListedApiKey,
  lockCreator,
  markApiKeyRevoked,
  markApiKeyUsed,
  updateCreator,
} from './store.ts'

/** API keys that a workspace can have that are neither revoked nor expired. */
export const API_KEY_LIMIT = 200
/** Prefix of every key, by which scanners recognize leaked keys. */
const KEY_PREFIX = 'stepkey_'
/** Number of characters of a key that are stored and shown in lists. */
const PREFIX_LENGTH = KEY_PREFIX.length + 6
/** Resolution of the time of last use, in milliseconds, so that not every request writes. */
const LAST_USED_PRECISION = MINUTE

/**
 * Creates an API key. Only this response contains the key; the database stores its hash.
 * @throws DomainError invalid_input if `expiresAt` is in the past, limit_reached
 */
export async function createApiKey(
  ctx: WorkspaceContext,
  input: CreateApiKey,
): Promise<{ apiKey: ApiKey; key: string }> {
  const { db, clock, workspaceId } = ctx
  const now = clock()
  if (input.expiresAt && new Date(input.expiresAt) <= now) {
    throw invalidInput({ path: 'expiresAt', message: 'This date is in the past. Choose a later one.' })
  }
  await refuseUnknownComponents(ctx, input)
  const key = KEY_PREFIX + newToken().token
  const row: ApiKeyRow = {
    id: newId(),
    workspace_id: workspaceId,
    name: input.name,
    prefix: key.slice(0, PREFIX_LENGTH),
    key_hash: hashToken(key),
    scopes: JSON.stringify([...new Set(input.scopes)]),
    created_at: now.toISOString(),
    expires_at: input.expiresAt ? new Date(input.expiresAt).toISOString() : null,
    last_used_at: null,
    revoked_at: null,
    created_by: ctx.actor.id,
    owners: input.owners ? JSON.stringify([...new Set(input.owners)]) : null,
    component_ids: input.componentIds ? JSON.stringify([...new Set(input.componentIds)]) : null,
  }
  const creator = await transact(db, async (trx) => {
    const creator = await requireCreator(trx, ctx)
    await insertApiKey(trx, row)
    await writeAuditEntry(trx, ctx, 'api_key.created', row.id, {
      name: row.name,
      scopes: input.scopes.join(' '),
      ...(input.owners && { owners: input.owners.join(' ') }),
      ...(input.componentIds && { componentIds: input.componentIds.join(' ') }),
    })
    // Counted under the lock of the audit log, so that concurrent requests can't exceed the limit.
    if ((await countValidKeys(trx, workspaceId, row.created_at)) > API_KEY_LIMIT)
      throw new DomainError(
        'limit_reached',
        `A workspace can have at most ${API_KEY_LIMIT} valid API keys. Revoke one that is no longer used.`,
      )
    return creator
  })
  return { apiKey: toApiKey({ ...row, creator_name: creator.name }), key }
}

/** @throws DomainError invalid_input if a key would be limited to an unknown component */
async function refuseUnknownComponents(
  { catalog, workspaceId }: WorkspaceContext,
  { componentIds = [] }: CreateApiKey,
): Promise<void> {
  const found = await Promise.all(componentIds.map((id) => catalog.find(workspaceId, id)))
  const unknown = found.indexOf(undefined)
  if (unknown >= 0)
    throw invalidInput({
      path: `componentIds.${unknown}`,
      code: 'unknown_component',
      message: 'Unknown component. Choose one from the catalog.',
    })
}

/**
 * Makes the caller responsible for a key that another member created. The key continues to work when that member leaves.
 * @throws DomainError not_found
 */
export async function takeOverApiKey(
  ctx: WorkspaceContext,
  apiKeyId: string,
): Promise<{ outcome: 'taken_over' }> {
  return await transact(ctx.db, async (trx) => {
    await requireCreator(trx, ctx)
    const key = await updateCreator(trx, ctx.workspaceId, apiKeyId, ctx.actor.id)
    if (!key) throw notFound('API key')
    await writeAuditEntry(trx, ctx, 'api_key.taken_over', apiKeyId, { name: key.name })
    return { outcome: 'taken_over' }
  })
}

/** Returns the caller, whose membership or role may have ended since the request was authorized. */
async function requireCreator(trx: Trx, { workspaceId, actor }: WorkspaceContext) {
  const creator = await lockCreator(trx, workspaceId, actor.id)
  if (!creator || !permissionsOfRole[creator.role].includes('keys')) throw notFound('workspace')
  return creator
}

/** Returns the API keys of the workspace, the newest first. */
export async function listApiKeys({ db, workspaceId }: WorkspaceContext): Promise<ApiKey[]> {
  return (await findApiKeys(db, workspaceId)).map(toApiKey)
}

/** Revokes a key. It stays in the list, because the audit log refers to it. @throws DomainError not_found */
export async function revokeApiKey(
  ctx: Pick<WorkspaceContext, 'db' | 'clock' | 'workspaceId' | 'actor' | 'keyring' | 'address'>,
  apiKeyId: string,
): Promise<{ outcome: 'revoked' }> {
  const { db, clock, workspaceId } = ctx
  return await transact(db, async (trx) => {
    const key = await markApiKeyRevoked(trx, workspaceId, apiKeyId, clock().toISOString())
    if (!key) throw notFound('API key')
    await writeAuditEntry(trx, ctx, 'api_key.revoked', apiKeyId, { name: key.name })
    return { outcome: 'revoked' }
  })
}

/** Returns the keys of one workspace or of all, for the operator. */
export async function listApiKeysAsOperator(
  { db }: OperatorContext,
  workspaceId?: string,
): Promise<(ApiKey & { workspaceId: string })[]> {
  const rows = await findApiKeys(db, workspaceId)
  return rows.map((row) => ({ ...toApiKey(row), workspaceId: row.workspace_id }))
}

/** Revokes a key of any workspace, for the operator. @returns its workspace @throws DomainError not_found */
export async function revokeApiKeyAsOperator(
  ctx: OperatorContext,
  apiKeyId: string,
): Promise<{ workspaceId: string }> {
  const workspaceId = await findApiKeyWorkspace(ctx.db, apiKeyId)
  if (workspaceId === undefined) throw notFound('API key')
  await revokeApiKey({ ...ctx, workspaceId }, apiKeyId)
  return { workspaceId }
}

/** Returns the workspace, permissions and reach of a valid key, or undefined. Updates the time of last use. */
export async function authenticateApiKey({ db, clock }: Pick<Deps, 'db' | 'clock'>, key: string) {
  if (!key.startsWith(KEY_PREFIX)) return undefined
  const [row] = await findApiKeyByHash(db, hashToken(key))
  return await useApiKey({ db, clock }, row)
}

/** Returns the workspace, permissions and reach of a key, if it is valid. Updates the time of last use. */
export async function findValidApiKey({ db, clock }: Pick<Deps, 'db' | 'clock'>, apiKeyId: string) {
  return await useApiKey({ db, clock }, await findApiKeyById(db, apiKeyId))
}

async function useApiKey({ db, clock }: Pick<Deps, 'db' | 'clock'>, row: ApiKeyRow | undefined) {
  const now = clock()
  if (!row || row.revoked_at !== null || (row.expires_at !== null && new Date(row.expires_at) <= now))
    return undefined
  if (row.last_used_at === null || !isRecent(now, row.last_used_at, LAST_USED_PRECISION)) {
    await markApiKeyUsed(db, row.id, now.toISOString())
  }
  const reach = reachOf(row)
  return {
    apiKeyId: row.id,
    workspaceId: row.workspace_id,
    permissions: permissionsOf(row),
    ...(reach && { reach }),
  }
}

/** Cache of permissions by stored scopes, because keys are authenticated with every request. */
const permissionsByScopes = new Map<string, ReadonlySet<Permission>>()
function permissionsOf(row: ApiKeyRow): ReadonlySet<Permission> {
  const cached = permissionsByScopes.get(row.scopes)
  if (cached) return cached
  const permissions = new Set(scopesOf(row).flatMap((scope) => permissionsOfScope[scope]))
  permissionsByScopes.set(row.scopes, permissions)
  return permissions
}

/** Returns the credentials that exist for a key; undefined for all of the workspace. */
function reachOf(row: ApiKeyRow): CredentialReach | undefined {
  const { owners, componentIds } = limitsOf(row)
  if (!owners && !componentIds) return undefined
  return { ...(owners && { owners }), ...(componentIds && { componentIds }) }
}

const limitsOf = ({ owners, component_ids }: ApiKeyRow): Pick<ApiKey, 'owners' | 'componentIds'> => ({
  owners: owners === null ? null : JSON.parse(owners),
  componentIds: component_ids === null ? null : JSON.parse(component_ids),
})

const scopesOf = (row: ApiKeyRow): Scope[] => Scope.array().parse(JSON.parse(row.scopes))

function toApiKey(row: ListedApiKey): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: scopesOf(row),
    ...limitsOf(row),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
    createdBy: row.created_by && row.creator_name ? { id: row.created_by, name: row.creator_name } : null,
  }
}
