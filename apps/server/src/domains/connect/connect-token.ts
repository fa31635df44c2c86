import { VISITOR_ID } from '@stepkey/shared/audit-actions'
import type { SessionAction } from '@stepkey/shared/connect-session'
import type { Trx } from '../../platform/database/database.ts'
import type { CredentialRequestRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'
import { hashToken, newToken } from '../../platform/opaque-token.ts'
import { isoAfter, MINUTE } from '../../platform/time.ts'
import { deleteSessionsOfRequest, insertSession, insertToken } from './session-table.ts'

/** Prefix of every connect token, which distinguishes it from API keys. */
export const TOKEN_PREFIX = 'stepkey_connect_'

/** Lifetime of a token of a link, in milliseconds. Opening the link again issues a new one. */
export const LINK_TOKEN_LIFETIME = 15 * MINUTE

/** Issues a token of a session. Only the caller gets it; the database stores its hash. @param expiresAt ISO 8601 */
export async function issueToken(
  trx: Trx,
  { sessionId, expiresAt }: { sessionId: string; expiresAt: string },
): Promise<{ token: string; expiresAt: string }> {
  const token = TOKEN_PREFIX + newToken().token
  await insertToken(trx, { token_hash: hashToken(token), session_id: sessionId, expires_at: expiresAt })
  return { token, expiresAt }
}

/** Issues a token that can create the credential of a credential request. Replaces the request's previous token. */
export async function issueRequestToken(
  trx: Trx,
  now: Date,
  request: Pick<CredentialRequestRow, 'id' | 'workspace_id' | 'component_id' | 'owner' | 'tags' | 'locale'>,
): Promise<{ token: string; expiresAt: string }> {
  const sessionId = newId()
  const expiresAt = isoAfter(now, LINK_TOKEN_LIFETIME)
  await deleteSessionsOfRequest(trx, request.id)
  await insertSession(trx, {
    id: sessionId,
    workspace_id: request.workspace_id,
    embed_id: null,
    owner: request.owner,
    component_ids: JSON.stringify([request.component_id]),
    method_ids: null,
    actions: JSON.stringify(['create'] satisfies SessionAction[]),
    credential_id: null,
    tags: request.tags,
    flow_id: null,
    step_id: null,
    request_id: request.id,
    actor_kind: 'visitor',
    actor_id: VISITOR_ID,
    link_hash: null,
    link_expires_at: null,
    scopes: null,
    return_url: null,
    locale: request.locale,
    expires_at: expiresAt,
    offer_hash: null,
  })
  return await issueToken(trx, { sessionId, expiresAt })
}
