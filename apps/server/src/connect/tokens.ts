import type { Permission } from '@stepkey/shared/access'
import {
  ConnectAction,
  type ConnectTask,
  type ConnectTokenCreated,
  type CreateConnectToken,
} from '@stepkey/shared/connect'
import { hashToken, newToken } from '../accounts/tokens.ts'
import { record } from '../audit/record.ts'
import { findComponent } from '../components/lookup.ts'
import type { Deps, MemberContext } from '../context.ts'
import type { Db } from '../database/connect.ts'
import { transact } from '../database/transact.ts'
import { DomainError, invalidInput, notFound } from '../errors.ts'
import { newId } from '../ids.ts'
import { readFlow, requireStep } from '../usage/bindings.ts'
import type { Limits } from './limits.ts'
import { deleteExpiredTokens, findToken, hasEmbed, insertToken, type LiveToken } from './store.ts'

/** Begins every connect token, so that nobody takes one for an API key. */
const MARK = 'stepkey_connect_'

export const isConnectToken = (bearer: string): boolean => bearer.startsWith(MARK)

/** Makes a token. It is in this answer and nowhere else: only its hash is stored. */
export async function create(ctx: MemberContext, input: CreateConnectToken): Promise<ConnectTokenCreated> {
  const { db, clock, workspaceId, actor } = ctx
  const { embedId, componentId, bindTo, expiresIn } = input
  // A token acts as whoever made it, and ends with his key.
  if (actor.kind !== 'api_key') throw new DomainError('forbidden', 'Only an API key can make connect tokens.')
  if (!findComponent(componentId))
    throw invalidInput({ path: 'componentId', message: 'There is no such component.' })
  const token = MARK + newToken().token
  const id = newId()
  const actions = [...new Set(input.actions)]
  const expiresAt = new Date(clock().getTime() + expiresIn * 1000).toISOString()
  await transact(db, async (trx) => {
    if (embedId !== undefined && !(await hasEmbed(trx, workspaceId, embedId))) throw notFound('embed')
    if (bindTo) await requireStep(trx, workspaceId, bindTo, componentId)
    await insertToken(trx, {
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
    })
    await record(trx, ctx, 'connect_token.created', id, {
      componentId,
      actions: actions.join(' '),
      ...(bindTo && { flowId: bindTo.flowId, stepId: bindTo.stepId }),
    })
  })
  return { token, expiresAt }
}

type Found = Pick<MemberContext, 'workspaceId' | 'actor' | 'permissions'> & {
  limits: Limits
  via: NonNullable<MemberContext['via']>
}

/** Whom a token makes of its holder, if it is one that works now. */
export async function findByToken(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<Found | undefined> {
  const row = await findToken(db, hashToken(token), clock().toISOString())
  if (!row) return undefined
  const limits = limitsOf(row)
  return {
    workspaceId: row.workspace_id,
    actor: { kind: row.actor_kind, id: row.actor_id },
    permissions: new Set([...limits.actions].flatMap((action) => permissionsOfAction[action])),
    limits,
    via: { connectTokenId: row.id },
  }
}

/** What reach.ts narrows further, to single inputs. */
const permissionsOfAction: Record<ConnectAction, readonly Permission[]> = {
  choose: ['read', 'flows'],
  create: ['read', 'verify', 'write'],
}

function limitsOf({ component_id, actions, flow_id, step_id, expires_at }: LiveToken): Limits {
  return {
    componentId: component_id,
    actions: new Set(ConnectAction.array().parse(JSON.parse(actions))),
    ...(flow_id !== null && step_id !== null && { bindTo: { flowId: flow_id, stepId: step_id } }),
    expiresAt: expires_at,
  }
}

/** The origin whose pages may use a token directly; undefined where none may. */
export async function originOfToken(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<string | undefined> {
  const row = await findToken(db, hashToken(token), clock().toISOString())
  return row?.origin ?? undefined
}

/** What the holder of a token is to do with it. */
export async function task(
  { db, workspaceId }: { db: Db; workspaceId: string },
  { componentId, actions, bindTo, expiresAt }: Limits,
): Promise<ConnectTask> {
  const common = { componentId, actions: [...actions], expiresAt }
  if (!bindTo) return common
  const { status, steps } = await readFlow(db, workspaceId, bindTo.flowId)
  const step = steps.find(({ id }) => id === bindTo.stepId)
  if (!step) throw notFound('step')
  const isActive = status === 'active'
  // A step whose component was changed meanwhile takes nothing that this token is about.
  const credentialId = step.componentId === componentId ? step.credentialId : null
  // Who can't choose learns nothing of what there is.
  return {
    ...common,
    step: { ...bindTo, isActive, credentialId: actions.has('choose') ? credentialId : null },
  }
}

export async function sweepConnectTokens({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  await deleteExpiredTokens(db, clock().toISOString())
}
