import type { Permission } from '@stepkey/shared/access'
import { VISITOR_ID } from '@stepkey/shared/audit-actions'
import {
  ConnectAction,
  type ConnectTask,
  type ConnectTokenCreated,
  type CreateConnectToken,
  MAX_LIFETIME,
} from '@stepkey/shared/connect'
import type { Db, Trx } from '../../platform/database/database.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { hashToken, newToken } from '../../platform/opaque-token.ts'
import { CLOCK_SKEW, isoAfter, MINUTE, SECOND } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import { requireComponent } from '../catalog/catalog.ts'
import type { Actor, Deps, WorkspaceContext } from '../context.ts'
import { readFlow, requireStep } from '../usage/step-bindings.ts'
import {
  deleteExpiredConnectTokens,
  findConnectToken,
  hasEmbed,
  insertConnectToken,
  type LiveConnectToken,
  replaceConnectToken,
} from './store.ts'
import type { TokenLimits } from './token-limits.ts'

/** Prefix of every connect token, which distinguishes it from API keys. */
const TOKEN_PREFIX = 'stepkey_connect_'

/** Returns whether a bearer token has the form of a connect token. */
export const isConnectToken = (bearer: string): boolean => bearer.startsWith(TOKEN_PREFIX)

/**
 * Creates a connect token. Only this response contains it; the database stores its hash.
 * @throws DomainError forbidden unless the caller is an API key, invalid_input, not_found
 */
export async function createConnectToken(
  ctx: WorkspaceContext,
  input: CreateConnectToken,
): Promise<ConnectTokenCreated> {
  const { db, clock, workspaceId, actor } = ctx
  const { embedId, componentId, bindTo, expiresIn } = input
  // A token acts as the API key that created it, and becomes invalid with that key.
  if (actor.kind !== 'api_key') {
    throw new DomainError(
      'forbidden',
      'Only an API key can create connect tokens. Use one with the scope “connect”.',
    )
  }
  await requireComponent(ctx, componentId)
  const token = TOKEN_PREFIX + newToken().token
  const id = newId()
  const actions = [...new Set(input.actions)]
  const expiresAt = new Date(clock().getTime() + expiresIn * 1000).toISOString()
  await transact(db, async (trx) => {
    if (embedId !== undefined && !(await hasEmbed(trx, workspaceId, embedId))) throw notFound('embed')
    if (bindTo) await requireStep(trx, workspaceId, bindTo, componentId)
    await insertConnectToken(trx, {
      token_hash: hashToken(token),
      id,
      workspace_id: workspaceId,
      embed_id: embedId ?? null,
      component_id: componentId,
      flow_id: bindTo?.flowId ?? null,
      step_id: bindTo?.stepId ?? null,
      actions: JSON.stringify(actions),
      actor_kind: actor.kind,
      actor_id: actor.id,
      expires_at: expiresAt,
      request_id: null,
    })
    await writeAuditEntry(trx, ctx, 'connect_token.created', id, {
      componentId,
      actions: actions.join(' '),
      ...(bindTo && { flowId: bindTo.flowId, stepId: bindTo.stepId }),
    })
  })
  return { token, expiresAt }
}

/** Lifetime of a token for a credential request, in milliseconds. Opening the link again issues a new one. */
const REQUEST_TOKEN_LIFETIME = 15 * MINUTE

/** Issues a token that can create the credential of a credential request. Replaces the request's previous token. */
export async function issueRequestToken(
  trx: Trx,
  now: Date,
  request: { id: string; workspace_id: string; component_id: string },
): Promise<ConnectTokenCreated> {
  const token = TOKEN_PREFIX + newToken().token
  const expiresAt = new Date(now.getTime() + REQUEST_TOKEN_LIFETIME).toISOString()
  await replaceConnectToken(trx, {
    token_hash: hashToken(token),
    id: newId(),
    workspace_id: request.workspace_id,
    embed_id: null,
    component_id: request.component_id,
    flow_id: null,
    step_id: null,
    actions: JSON.stringify(['create'] satisfies ConnectAction[]),
    actor_kind: 'visitor',
    actor_id: VISITOR_ID,
    expires_at: expiresAt,
    request_id: request.id,
  })
  return { token, expiresAt }
}

/** The caller that a valid connect token stands for. */
export interface ConnectTokenCaller {
  workspaceId: string
  actor: Actor
  permissions: ReadonlySet<Permission>
  limits: TokenLimits
  via: Record<string, string>
}

/** The times at which a valid token ends. One that ends later was created while the clock ran ahead. */
const validAt = (now: Date) => ({
  now: now.toISOString(),
  latestEnd: isoAfter(now, MAX_LIFETIME * SECOND + CLOCK_SKEW),
})

/** Returns the caller that a token stands for; undefined when the token is unknown or has expired. */
export async function authenticateConnectToken(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<ConnectTokenCaller | undefined> {
  const row = await findConnectToken(db, hashToken(token), validAt(clock()))
  if (!row) return undefined
  const limits = limitsOf(row)
  return {
    workspaceId: row.workspace_id,
    actor: row.actor_kind === 'visitor' ? visitor : { kind: 'api_key', id: row.actor_id },
    permissions: new Set([...limits.actions].flatMap((action) => permissionsOfAction[action])),
    limits,
    via: row.request_id === null ? { connectTokenId: row.id } : { requestId: row.request_id },
  }
}

const visitor = { kind: 'visitor', id: VISITOR_ID } as const

/** The scope of a token (edge/access/token-scope.ts) narrows these further, to single inputs. */
const permissionsOfAction: Record<ConnectAction, readonly Permission[]> = {
  choose: ['read', 'flows'],
  create: ['read', 'verify', 'write'],
}

function limitsOf(row: LiveConnectToken): TokenLimits {
  const { component_id, actions, flow_id, step_id, request_id, request_name, expires_at } = row
  return {
    componentId: component_id,
    actions: new Set(ConnectAction.array().parse(JSON.parse(actions))),
    ...(flow_id !== null && step_id !== null && { bindTo: { flowId: flow_id, stepId: step_id } }),
    ...(request_id !== null && request_name !== null && { request: { id: request_id, name: request_name } }),
    expiresAt: expires_at,
  }
}

/** Returns the origin of the embed that a connect token is for; null without an embed, undefined if the token is not valid. */
export async function findTokenOrigin(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<string | null | undefined> {
  const row = await findConnectToken(db, hashToken(token), validAt(clock()))
  return row && (row.origin ?? null)
}

/** Returns the task of a connect token: its component and actions, and the step to bind, if any. */
export async function getConnectTask(
  { db, workspaceId }: { db: Db; workspaceId: string },
  { componentId, actions, bindTo, request, expiresAt }: TokenLimits,
): Promise<ConnectTask> {
  const common = { componentId, actions: [...actions], ...(request && { name: request.name }), expiresAt }
  if (!bindTo) return common
  const { status, steps } = await readFlow(db, workspaceId, bindTo.flowId)
  const step = steps.find(({ id }) => id === bindTo.stepId)
  if (!step) throw notFound('step')
  const isActive = status === 'active'
  // The step's component may have changed; then its credential does not belong to this task.
  const credentialId = step.componentId === componentId ? step.credentialId : null
  // Without the action `choose`, the token must not reveal existing credentials.
  return {
    ...common,
    step: { ...bindTo, isActive, credentialId: actions.has('choose') ? credentialId : null },
  }
}

/** Deletes expired connect tokens. */
export async function sweepConnectTokens({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  await deleteExpiredConnectTokens(db, clock().toISOString())
}
