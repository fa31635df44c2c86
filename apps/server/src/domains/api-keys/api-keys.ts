import { type Permission, permissionsOfScope, Scope } from '@stepkey/shared/access'
import type { ApiKey, CreateApiKey } from '@stepkey/shared/api-key'
import type { ApiKeyRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { invalidInput, notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { hashToken, newToken } from '../../platform/opaque-token.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { Deps, OperatorContext, WorkspaceContext } from '../context.ts'
import {
  findApiKeyByHash,
  findApiKeys,
  findApiKeyWorkspace,
  insertApiKey,
  markApiKeyRevoked,
  markApiKeyUsed,
} from './store.ts'

/** Begins every key, so that scanners for leaked secrets can tell what they found. */
const MARK = 'stepkey_'
/** As much of a key as is shown later. */
const PREFIX_LENGTH = MARK.length + 6
/** How exact the time of the last use is, in milliseconds: not every call writes. */
const USE_GRAIN = 60_000

/** Makes a key. It is in this answer and nowhere else: only its hash is stored. */
export async function createApiKey(
  ctx: WorkspaceContext,
  input: CreateApiKey,
): Promise<{ apiKey: ApiKey; key: string }> {
  const { db, clock, workspaceId } = ctx
  const now = clock()
  if (input.expiresAt && new Date(input.expiresAt) <= now) {
    throw invalidInput({ path: 'expiresAt', message: 'This is in the past. Choose a later date.' })
  }
  const key = MARK + newToken().token
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
  }
  await transact(db, async (trx) => {
    await insertApiKey(trx, row)
    await writeAuditEntry(trx, ctx, 'api_key.created', row.id, {
      name: row.name,
      scopes: input.scopes.join(' '),
    })
  })
  return { apiKey: toApiKey(row), key }
}

export async function listApiKeys({ db, workspaceId }: WorkspaceContext): Promise<ApiKey[]> {
  return (await findApiKeys(db, workspaceId)).map(toApiKey)
}

/** From now on nobody gets in with it. It stays listed, for the audit trail speaks of it. */
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

/** The keys of one workspace or of all, for the operator. */
export async function listApiKeysAsOperator(
  { db }: OperatorContext,
  workspaceId?: string,
): Promise<(ApiKey & { workspaceId: string })[]> {
  const rows = await findApiKeys(db, workspaceId)
  return rows.map((row) => ({ ...toApiKey(row), workspaceId: row.workspace_id }))
}

/** The operator revokes a key whatever workspace it belongs to. @returns that workspace */
export async function revokeApiKeyAsOperator(
  ctx: OperatorContext,
  apiKeyId: string,
): Promise<{ workspaceId: string }> {
  const workspaceId = await findApiKeyWorkspace(ctx.db, apiKeyId)
  if (workspaceId === undefined) throw notFound('API key')
  await revokeApiKey({ ...ctx, workspaceId }, apiKeyId)
  return { workspaceId }
}

/** What a key opens, if it is one that works now. */
export async function authenticateApiKey({ db, clock }: Pick<Deps, 'db' | 'clock'>, key: string) {
  if (!key.startsWith(MARK)) return undefined
  const [row] = await findApiKeyByHash(db, hashToken(key))
  const now = clock()
  if (!row || row.revoked_at !== null || (row.expires_at !== null && new Date(row.expires_at) <= now))
    return undefined
  if (row.last_used_at === null || now.getTime() - new Date(row.last_used_at).getTime() >= USE_GRAIN) {
    await markApiKeyUsed(db, row.id, now.toISOString())
  }
  return { apiKeyId: row.id, workspaceId: row.workspace_id, permissions: permissionsOf(row) }
}

/** By the scopes as they are stored, of which there are few: keys are looked up with every request. */
const permissions = new Map<string, ReadonlySet<Permission>>()
function permissionsOf(row: ApiKeyRow): ReadonlySet<Permission> {
  const known = permissions.get(row.scopes)
  if (known) return known
  const those = new Set(scopesOf(row).flatMap((scope) => permissionsOfScope[scope]))
  permissions.set(row.scopes, those)
  return those
}

const scopesOf = (row: ApiKeyRow): Scope[] => Scope.array().parse(JSON.parse(row.scopes))

function toApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: scopesOf(row),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }
}
