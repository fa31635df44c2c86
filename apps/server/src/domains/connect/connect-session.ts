import type { Permission } from '@stepkey/shared/access'
import { VISITOR_ID } from '@stepkey/shared/audit-actions'
import { type ConnectTask, MAX_TOKEN_LIFETIME, SessionAction } from '@stepkey/shared/connect-session'
import type { CredentialReach } from '../../platform/database/credential-reach.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { hashToken } from '../../platform/opaque-token.ts'
import { CLOCK_SKEW, isoAfter, SECOND } from '../../platform/time.ts'
import type { Actor, Deps } from '../context.ts'
import { findCredentialRow } from '../credentials/read-credentials.ts'
import { readFlow } from '../usage/step-bindings.ts'
import { TOKEN_PREFIX } from './connect-token.ts'
import { presentationOf } from './embeds.ts'
import {
  deleteExpiredSessions,
  findSessionLook,
  findSessionOfToken,
  holdSession,
  type LiveSession,
} from './session-table.ts'
import type { TokenLimits } from './token-limits.ts'

/** Returns whether a bearer token has the form of a connect token. */
export const isConnectToken = (bearer: string): boolean => bearer.startsWith(TOKEN_PREFIX)

/** The caller that a valid connect token stands for. */
export interface ConnectTokenCaller {
  workspaceId: string
  actor: Actor
  permissions: ReadonlySet<Permission>
  limits: TokenLimits
  reach: CredentialReach
  via: Record<string, string>
}

/** The times at which a valid token ends. One that ends later was created while the clock ran ahead. */
const validAt = (now: Date) => ({
  now: now.toISOString(),
  latestEnd: isoAfter(now, MAX_TOKEN_LIFETIME * SECOND + CLOCK_SKEW),
})

/** Returns the caller that a token stands for; undefined when the token is unknown or has expired. */
export async function authenticateConnectToken(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<ConnectTokenCaller | undefined> {
  const row = await findSessionOfToken(db, hashToken(token), validAt(clock()))
  if (!row) return undefined
  const limits = limitsOf(row)
  return {
    workspaceId: row.workspace_id,
    actor: row.actor_kind === 'visitor' ? visitor : { kind: 'api_key', id: row.actor_id },
    permissions: new Set([...limits.actions].flatMap((action) => permissionsOfAction[action])),
    limits,
    reach: reachOf(limits),
    via: row.request_id === null ? { connectTokenId: row.id } : { requestId: row.request_id },
  }
}

const visitor = { kind: 'visitor', id: VISITOR_ID } as const

/** The scope of a token (edge/access/token-scope.ts) narrows these further, to single inputs. */
const permissionsOfAction: Record<SessionAction, readonly Permission[]> = {
  choose: ['read', 'flows'],
  create: ['read', 'verify', 'write'],
  reconnect: ['read', 'inspect', 'verify', 'write'],
}

/** Returns the credentials that exist for the holder of a token. */
const reachOf = ({ owner, componentIds, methodIds, credentialId }: TokenLimits): CredentialReach => ({
  componentIds,
  ...(owner !== undefined && { owners: [owner] }),
  ...(methodIds && { methodIds }),
  ...(credentialId !== undefined && { credentialId }),
})

/** Returns the actions of a session. */
export const actionsOf = ({ actions }: Pick<LiveSession, 'actions'>): SessionAction[] =>
  SessionAction.array().parse(JSON.parse(actions))

function limitsOf(row: LiveSession): TokenLimits {
  const { owner, method_ids, credential_id, scopes, tags, flow_id, step_id, request_id, request_name } = row
  return {
    sessionId: row.id,
    componentIds: JSON.parse(row.component_ids),
    actions: new Set(actionsOf(row)),
    ...(owner !== null && { owner }),
    ...(method_ids !== null && { methodIds: JSON.parse(method_ids) }),
    ...(credential_id !== null && { credentialId: credential_id }),
    ...(scopes !== null && { scopes: JSON.parse(scopes) }),
    ...(tags !== null && { tags: JSON.parse(tags) }),
    ...(flow_id !== null && step_id !== null && { bindTo: { flowId: flow_id, stepId: step_id } }),
    ...(request_id !== null && request_name !== null && { request: { id: request_id, name: request_name } }),
    // Links and requests have a page of Stepkey.
    returns: row.embed_id === null || row.return_url !== null,
    expiresAt: row.token_expires_at,
  }
}

/** Returns the origin of the embed that a connect token is for; null without an embed, undefined if the token is not valid. */
export async function findTokenOrigin(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<string | null | undefined> {
  const row = await findSessionOfToken(db, hashToken(token), validAt(clock()))
  return row && (row.origin ?? null)
}

/** Returns the task of a connect token: its components and actions, and the step to bind, if any. */
export async function getConnectTask(
  { db, workspaceId }: { db: Db; workspaceId: string },
  limits: TokenLimits,
): Promise<ConnectTask> {
  const { componentIds, methodIds, actions, credentialId, scopes, bindTo, request, returns, expiresAt } =
    limits
  const [componentId = ''] = componentIds
  const look = await findSessionLook(db, limits.sessionId)
  const common = {
    componentId,
    componentIds: [...componentIds],
    actions: [...actions],
    ...(methodIds && { methodIds: [...methodIds] }),
    ...(credentialId !== undefined && { credentialId }),
    ...(request && { name: request.name }),
    ...(scopes && { scopes: [...scopes] }),
    ...(returns && { returns }),
    expiresAt,
    ...(look && presentationOf(look)),
  }
  if (!bindTo) return common
  const { status, steps } = await readFlow(db, { workspaceId }, bindTo.flowId)
  const step = steps.find(({ id }) => id === bindTo.stepId)
  if (!step) throw notFound('step')
  const isActive = status === 'active'
  // The step may have the credential of another owner, or of another component by now. Without the action `choose`, the
  // token must not reveal existing credentials.
  // A step without a credential takes the same time as one with that of another owner.
  const bound = actions.has('choose')
    ? await findCredentialRow(db, { workspaceId, reach: reachOf(limits) }, step.credentialId ?? '')
    : undefined
  return { ...common, step: { ...bindTo, isActive, credentialId: bound?.id ?? null } }
}

/**
 * Requires that the session of a token was not ended during a call. It can't be until the transaction ends: the deletion of an
 * owner, which ends its sessions first, then finds what they created.
 * @throws DomainError unauthorized
 */
export async function requireSession(
  trx: Trx,
  { clock }: Pick<Deps, 'clock'>,
  { sessionId }: TokenLimits,
): Promise<void> {
  if (await holdSession(trx, sessionId, clock().toISOString())) return
  throw new DomainError('unauthorized', 'This connect token is unknown or has expired.')
}

/** Deletes expired connect sessions and tokens. */
export async function sweepConnectSessions({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  await deleteExpiredSessions(db, clock().toISOString())
}
