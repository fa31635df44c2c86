import type { CreateRequest, CredentialRequest, RequestCreated } from '@stepkey/shared/credential-request'
import { transact } from '../../platform/database/transaction.ts'
import { invalidInput, notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { newToken } from '../../platform/opaque-token.ts'
import { DAY } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import { requireComponent } from '../catalog/catalog.ts'
import { requireEmbed } from '../connect/embeds.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import { ownerOfNew } from '../credentials/credential-owner.ts'
import { mailLink, mayMailLink } from '../notices/one-time-link-mail.ts'
import { findConsentObstacle } from '../oauth/consent-obstacle.ts'
import { requestMail } from './request-mail.ts'
import {
  closeCredentialRequest,
  deleteEndedRequests,
  findCredentialRequest,
  findCredentialRequests,
  findOpenCredentialRequest,
  insertCredentialRequest,
} from './store.ts'

/**
 * Creates a credential request, and sends its link by mail if an address is given. Only this response and the mail
 * contain the link; the database stores a hash of its secret.
 * @throws DomainError invalid_input if the component is unknown or out of the caller's reach, or needs an OAuth app that is not
 * there
 */
export async function createCredentialRequest(
  ctx: WorkspaceContext,
  input: CreateRequest,
): Promise<RequestCreated> {
  const { db, config, clock, workspaceId, actor } = ctx
  const { componentId, name, tags, note = '', email, embedId, locale, days } = input
  const owner = ownerOfNew(ctx, input)
  const component = await requireComponent(ctx, componentId)
  const obstacle = await findConsentObstacle(ctx, component)
  if (obstacle) throw invalidInput({ path: 'componentId', code: 'oauth_app_missing', message: obstacle })
  if (actor.kind !== 'person' && actor.kind !== 'api_key')
    throw new TypeError('A credential request needs a person or an API key as its actor.')
  const { token, tokenHash } = newToken()
  const now = clock()
  const row = {
    id: newId(),
    token_hash: tokenHash,
    workspace_id: workspaceId,
    component_id: componentId,
    owner,
    tags: tags ? JSON.stringify(tags) : null,
    name,
    note,
    actor_kind: actor.kind,
    actor_id: actor.id,
    state: 'open' as const,
    checks: 0,
    credential_id: null,
    locale: locale ?? null,
    embed_id: embedId ?? null,
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + days * DAY).toISOString(),
  }
  const isWithinLimit = await transact(db, async (trx) => {
    if (embedId !== undefined) await requireEmbed(trx, workspaceId, embedId)
    await insertCredentialRequest(trx, row)
    await writeAuditEntry(trx, ctx, 'request.created', row.id, {
      name,
      componentId,
      ...(owner && { owner }),
      ...(email && { email }),
    })
    return email === undefined || (await mayMailLink(trx, ctx, 'request.created'))
  })
  const created = {
    request: toRequest(await requireRequest(ctx, row.id)),
    // Browsers don't send the fragment, so no server logs the secret.
    url: `${config.publicUrl}/hand-over#request=${token}`,
  }
  if (email === undefined) return created
  const open = await findOpenCredentialRequest(db, tokenHash, now.toISOString())
  const message = await requestMail({
    ...created,
    to: email,
    title: component.title,
    workspace: open?.workspace ?? '',
    address: open?.asked_by_email ?? undefined,
    locale,
  })
  return { ...created, ...(await mailLink(ctx, message, { isWithinLimit })) }
}

/** Returns the open requests, and the fulfilled ones whose credential exists, the newest first. */
export async function listCredentialRequests(
  ctx: WorkspaceContext,
  { componentId }: { componentId?: string } = {},
): Promise<CredentialRequest[]> {
  const now = ctx.clock().toISOString()
  const rows = await findCredentialRequests(ctx.db, ctx, { componentId, now })
  return rows.map(toRequest)
}

/** Revokes a request. Its link and its connect token become invalid. @throws DomainError not_found */
export async function revokeCredentialRequest(
  ctx: WorkspaceContext,
  requestId: string,
): Promise<{ outcome: 'revoked' }> {
  const { db, clock } = ctx
  const { name, component_id: componentId } = await requireRequest(ctx, requestId)
  return await transact(db, async (trx) => {
    // Lock the audit log first, as fulfilling a request does, to prevent deadlocks.
    await writeAuditEntry(trx, ctx, 'request.revoked', requestId, { name, componentId })
    if (!(await closeCredentialRequest(trx, requestId, { state: 'revoked' }, clock().toISOString())))
      throw notFound('request')
    return { outcome: 'revoked' }
  })
}

/** Deletes expired and revoked requests, and fulfilled ones whose credential is deleted. */
export async function deleteEndedCredentialRequests({
  db,
  clock,
}: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  await deleteEndedRequests(db, clock().toISOString())
}

async function requireRequest(ctx: WorkspaceContext, id: string) {
  const row = await findCredentialRequest(ctx.db, ctx, id)
  if (!row) throw notFound('request')
  return row
}

const toRequest = (row: Awaited<ReturnType<typeof requireRequest>>): CredentialRequest => ({
  id: row.id,
  componentId: row.component_id,
  name: row.name,
  owner: row.owner || null,
  tags: row.tags === null ? {} : JSON.parse(row.tags),
  note: row.note,
  askedBy: row.asked_by,
  state: row.state === 'fulfilled' ? 'fulfilled' : 'open',
  credentialId: row.credential_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
})
