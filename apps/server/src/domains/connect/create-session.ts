import type { ConnectTokenCreated, CreateConnectToken } from '@stepkey/shared/connect'
import {
  type ConnectSessionCreated,
  type CreateConnectSession,
  MAX_TOKEN_LIFETIME,
  MIN_LINK_LIFETIME,
} from '@stepkey/shared/connect-session'
import { ANY_OWNER } from '@stepkey/shared/owner'
import type { Trx } from '../../platform/database/database.ts'
import type { ConnectSessionRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { newToken } from '../../platform/opaque-token.ts'
import { isoAfter, SECOND } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { requireStep } from '../usage/step-bindings.ts'
import { issueToken } from './connect-token.ts'
import { hasEmbed } from './embed-table.ts'
import { requireFeasible, resolveSubject, type SessionSubject } from './session-subject.ts'
import { insertSession } from './session-table.ts'

/**
 * Creates a connect session, with its token and its link. Only this response contains them; the database stores hashes.
 * @throws DomainError forbidden unless the caller is an API key, invalid_input, not_found
 */
export async function createConnectSession(
  ctx: WorkspaceContext,
  input: CreateConnectSession,
): Promise<ConnectSessionCreated> {
  const subject = await resolveSubject(ctx, input)
  await requireFeasible(ctx, subject)
  const now = ctx.clock()
  const { expiresIn } = input
  const link = newToken()
  const linkExpiresAt = isoAfter(now, Math.max(expiresIn, MIN_LINK_LIFETIME) * SECOND)
  const session = {
    ...rowOf(ctx, { ...input, ...subject }),
    link_hash: link.tokenHash,
    link_expires_at: linkExpiresAt,
    expires_at: linkExpiresAt,
  }
  const tokenEnd = isoAfter(now, Math.min(expiresIn, MAX_TOKEN_LIFETIME) * SECOND)
  const created = await transact(ctx.db, (trx) => storeSession(trx, ctx, session, tokenEnd))
  return {
    id: session.id,
    ...created,
    // Browsers don't send the fragment, so no server logs the secret.
    connectLink: `${ctx.config.publicUrl}/connect#link=${link.token}`,
    linkExpiresAt,
  }
}

/**
 * Creates a connect session for one component, without a link.
 * @throws DomainError forbidden unless the caller is an API key, invalid_input, not_found
 */
export async function createConnectToken(
  ctx: WorkspaceContext,
  { componentId, expiresIn, ...input }: CreateConnectToken,
): Promise<ConnectTokenCreated> {
  const subject = await resolveSubject(ctx, { ...input, componentIds: [componentId] }, 'componentId')
  await requireFeasible(ctx, subject, 'componentId')
  const expiresAt = isoAfter(ctx.clock(), expiresIn * SECOND)
  const noLink = { link_hash: null, link_expires_at: null }
  const session = { ...rowOf(ctx, { ...input, ...subject }), ...noLink, expires_at: expiresAt }
  return await transact(ctx.db, (trx) => storeSession(trx, ctx, session, expiresAt))
}

function rowOf(
  { workspaceId, actor }: WorkspaceContext,
  {
    owner,
    componentIds,
    methodIds,
    credentialId,
    ...input
  }: SessionSubject & Pick<CreateConnectSession, 'embedId' | 'bindTo' | 'tags'>,
): Omit<ConnectSessionRow, 'link_hash' | 'link_expires_at' | 'expires_at'> {
  // A token acts as the API key that created it, and becomes invalid with that key.
  if (actor.kind !== 'api_key') {
    throw new DomainError(
      'forbidden',
      'Only an API key can create connect tokens. Use one with the scope “connect”.',
    )
  }
  return {
    id: newId(),
    workspace_id: workspaceId,
    embed_id: input.embedId ?? null,
    owner: owner === ANY_OWNER ? null : owner,
    component_ids: JSON.stringify(componentIds),
    method_ids: methodIds ? JSON.stringify(methodIds) : null,
    actions: JSON.stringify(input.actions),
    credential_id: credentialId ?? null,
    tags: input.tags ? JSON.stringify(input.tags) : null,
    flow_id: input.bindTo?.flowId ?? null,
    step_id: input.bindTo?.stepId ?? null,
    request_id: null,
    actor_kind: actor.kind,
    actor_id: actor.id,
  }
}

async function storeSession(trx: Trx, ctx: WorkspaceContext, row: ConnectSessionRow, tokenEnd: string) {
  const { workspaceId } = ctx
  const { embed_id, flow_id: flowId, step_id: stepId, owner, credential_id: credentialId } = row
  const componentIds: string[] = JSON.parse(row.component_ids)
  const [componentId = ''] = componentIds
  const actions: string[] = JSON.parse(row.actions)
  if (embed_id !== null && !(await hasEmbed(trx, workspaceId, embed_id))) throw notFound('embed')
  const step = flowId !== null && stepId !== null ? { flowId, stepId } : undefined
  if (step) await requireStep(trx, workspaceId, step, componentId)
  await insertSession(trx, row)
  await writeAuditEntry(trx, ctx, 'connect_token.created', row.id, {
    ...(componentIds.length === 1 ? { componentId } : { componentIds: componentIds.join(' ') }),
    actions: actions.join(' '),
    ...(owner !== '' && { owner: owner ?? ANY_OWNER }),
    ...(credentialId !== null && { credentialId }),
    ...step,
  })
  return await issueToken(trx, { sessionId: row.id, expiresAt: tokenEnd })
}
