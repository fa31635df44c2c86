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
import { DomainError, invalidInput, notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { newToken } from '../../platform/opaque-token.ts'
import { isoAfter, SECOND } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { Actor, WorkspaceContext } from '../context.ts'
import { requireStep } from '../usage/step-bindings.ts'
import { issueToken } from './connect-token.ts'
import { findOriginIn } from './embed-table.ts'
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
  const actor = requireApiKey(ctx)
  const subject = await resolveSubject(ctx, input)
  await requireFeasible(ctx, subject)
  const now = ctx.clock()
  const { expiresIn } = input
  const link = newToken()
  const linkExpiresAt = isoAfter(now, Math.max(expiresIn, MIN_LINK_LIFETIME) * SECOND)
  const created = await storeSession(
    ctx,
    { ...input, ...subject, actor },
    {
      link_hash: link.tokenHash,
      link_expires_at: linkExpiresAt,
      expires_at: linkExpiresAt,
      tokenEnd: isoAfter(now, Math.min(expiresIn, MAX_TOKEN_LIFETIME) * SECOND),
    },
  )
  return {
    ...created,
    connectLink: connectLinkOf(ctx, link.token),
    linkExpiresAt,
  }
}

/** Returns the address of a connect link. Browsers don't send the fragment, so no server logs the secret. */
export const connectLinkOf = ({ config }: Pick<WorkspaceContext, 'config'>, secret: string): string =>
  `${config.publicUrl}/connect#link=${secret}`

/**
 * Creates a connect session for one component, without a link.
 * @throws DomainError forbidden unless the caller is an API key, invalid_input, not_found
 */
export async function createConnectToken(
  ctx: WorkspaceContext,
  { componentId, expiresIn, ...input }: CreateConnectToken,
): Promise<ConnectTokenCreated> {
  const actor = requireApiKey(ctx)
  const subject = await resolveSubject(ctx, { ...input, componentIds: [componentId] }, 'componentId')
  await requireFeasible(ctx, subject, 'componentId')
  const end = isoAfter(ctx.clock(), expiresIn * SECOND)
  const { token, expiresAt } = await storeSession(
    ctx,
    { ...input, ...subject, actor },
    {
      link_hash: null,
      link_expires_at: null,
      expires_at: end,
      tokenEnd: end,
    },
  )
  return { token, expiresAt }
}

type ApiKeyActor = Extract<Actor, { kind: 'api_key' }>

/** A token acts as the API key that created it, and becomes invalid with that key. @throws DomainError forbidden */
export function requireApiKey({ actor }: WorkspaceContext): ApiKeyActor {
  if (actor.kind === 'api_key') return actor
  throw new DomainError(
    'forbidden',
    'Only an API key can create connect tokens. Use one with the scope “connect”.',
  )
}

type NewSession = SessionSubject &
  Pick<CreateConnectSession, 'embedId' | 'bindTo' | 'scopes' | 'tags' | 'returnUrl' | 'locale'> & {
    actor: ApiKeyActor
  }
type Lifetime = Pick<ConnectSessionRow, 'link_hash' | 'link_expires_at' | 'expires_at'> & {
  /** When its token ends, ISO 8601. */
  tokenEnd: string
}

/** Stores a session, with its audit entry, and issues its token. */
async function storeSession(
  ctx: WorkspaceContext,
  {
    owner,
    componentIds,
    methodIds,
    credentialId,
    actions,
    actor,
    embedId,
    bindTo,
    scopes,
    tags,
    returnUrl,
    locale,
  }: NewSession,
  { tokenEnd, ...lifetime }: Lifetime,
): Promise<{ id: string; token: string; expiresAt: string }> {
  const { db, workspaceId, reach } = ctx
  // The step may have a credential that does not exist for the key.
  if (bindTo && reach)
    throw invalidInput({ path: 'bindTo', message: 'An API key with limits can’t change flows. Remove it.' })
  const id = newId()
  const [componentId = '', ...others] = componentIds
  return await transact(db, async (trx) => {
    if (embedId !== undefined) await requireEmbed(trx, workspaceId, { embedId, returnUrl })
    if (bindTo) await requireStep(trx, workspaceId, bindTo, componentId)
    await insertSession(trx, {
      id,
      workspace_id: workspaceId,
      embed_id: embedId ?? null,
      owner: owner === ANY_OWNER ? null : owner,
      component_ids: JSON.stringify(componentIds),
      method_ids: methodIds ? JSON.stringify(methodIds) : null,
      actions: JSON.stringify(actions),
      credential_id: credentialId ?? null,
      tags: tags ? JSON.stringify(tags) : null,
      flow_id: bindTo?.flowId ?? null,
      step_id: bindTo?.stepId ?? null,
      request_id: null,
      actor_kind: actor.kind,
      actor_id: actor.id,
      scopes: scopes ? JSON.stringify(scopes) : null,
      return_url: returnUrl ?? null,
      locale: locale ?? null,
      ...lifetime,
      offer_hash: null,
    })
    await writeAuditEntry(trx, ctx, 'connect_token.created', id, {
      ...(others.length > 0 ? { componentIds: componentIds.join(' ') } : { componentId }),
      actions: actions.join(' '),
      ...(owner && { owner }),
      ...(credentialId !== undefined && { credentialId }),
      ...(bindTo && { flowId: bindTo.flowId, stepId: bindTo.stepId }),
    })
    return { id, ...(await issueToken(trx, { sessionId: id, expiresAt: tokenEnd })) }
  })
}

/** @throws DomainError not_found, or invalid_input if the page to return to is of another origin */
async function requireEmbed(
  trx: Trx,
  workspaceId: string,
  { embedId, returnUrl }: { embedId: string; returnUrl: string | undefined },
): Promise<void> {
  const origin = await findOriginIn(trx, workspaceId, embedId)
  if (origin === undefined) throw notFound('embed')
  // The origin alone would also permit `blob:` and user names.
  if (returnUrl === undefined || new URL(returnUrl).href.startsWith(`${origin}/`)) return
  throw invalidInput({
    path: 'returnUrl',
    message: `People can return only to pages of the embed: enter a URL that begins with ${origin}.`,
  })
}
