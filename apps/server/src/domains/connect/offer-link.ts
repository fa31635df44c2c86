import { hash } from 'node:crypto'
import type { SessionAction } from '@stepkey/shared/connect-session'
import type { ErrorMembers } from '@stepkey/shared/errors'
import type { Db, Trx } from '../../platform/database/database.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { hashToken } from '../../platform/opaque-token.ts'
import { sign } from '../../platform/signed-text.ts'
import { DAY, isoAfter } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import type { WantedCredential } from '../credentials/step-credential.ts'
import { findConsentObstacle } from '../oauth/consent-obstacle.ts'
import { connectLinkOf, requireApiKey } from './create-session.ts'
import { findOfferedSession, insertOfferedSession, withdrawOffer } from './session-table.ts'

/** The lifetime of an offered link, in milliseconds. */
const LIFETIME = 7 * DAY
/** A link that ends sooner is not offered any more, in milliseconds. */
const SHORTEST = DAY

type Link = Required<Pick<ErrorMembers, 'connectLink' | 'linkExpiresAt'>>

/**
 * Returns a connect link by which an owner can create a credential, or connect one again. A flow engine may ask every second, so the same
 * link is returned until less than a day of it is left. The database stores only the hash of its secret, which is therefore
 * derived from the id of the session.
 * @returns why there is no link, if none can help or the caller may not have it
 * @throws DomainError forbidden unless the caller is an API key, conflict
 */
export async function offerConnectLink(
  ctx: WorkspaceContext,
  wanted: WantedCredential,
): Promise<Link | { obstacle: string }> {
  const obstacle = await obstacleTo(ctx, wanted)
  if (obstacle !== undefined) return { obstacle }
  const { db, clock, keyring } = ctx
  const key = await keyring.signingKey('offer')
  const secretOf = (sessionId: string) => sign(key, sessionId, [])
  const offerHash = hashOf(ctx, wanted)
  const shortestEnd = isoAfter(clock(), SHORTEST)

  const find = async (at: Db | Trx) => {
    const session = await findOfferedSession(at, offerHash)
    if (!session) return undefined
    const secret = secretOf(session.id)
    const { id, link_hash, link_expires_at: linkExpiresAt } = session
    // After a rotation of the key, secrets of earlier sessions can't be derived any more.
    const isUsable = linkExpiresAt !== null && linkExpiresAt > shortestEnd && link_hash === hashToken(secret)
    return { id, ...(isUsable && { link: { connectLink: connectLinkOf(ctx, secret), linkExpiresAt } }) }
  }

  const known = await find(db)
  if (known?.link) return known.link
  await transact(db, async (trx) => {
    const current = await find(trx)
    if (current?.link) return
    if (current) await withdrawOffer(trx, current.id)
    await insertOffer(trx, ctx, wanted, { offerHash, secretOf })
  })
  const offered = await find(db)
  if (!offered?.link) throw new DomainError('conflict', 'The connect link was withdrawn. Try again.')
  return offered.link
}

/** Returns why no link can be offered; undefined if one can. */
async function obstacleTo(
  ctx: WorkspaceContext,
  { owner, componentId, methodIds }: WantedCredential,
): Promise<string | undefined> {
  const { owners, componentIds } = ctx.reach ?? {}
  if (owners?.includes(owner) === false || componentIds?.includes(componentId) === false)
    return 'There is no connect link, because the API key is limited to others.'
  const component = await ctx.catalog.find(ctx.workspaceId, componentId)
  return component
    ? await findConsentObstacle(ctx, component, methodIds)
    : `There is no component “${componentId}”.`
}

/** Stores a session with a link, and its audit entry, unless a concurrent call has stored one for the same subject. */
async function insertOffer(
  trx: Trx,
  ctx: WorkspaceContext,
  { owner, componentId, methodIds, again }: WantedCredential,
  { offerHash, secretOf }: { offerHash: string; secretOf(sessionId: string): string },
): Promise<void> {
  const actor = requireApiKey(ctx)
  const id = newId()
  const end = isoAfter(ctx.clock(), LIFETIME)
  const actions: SessionAction[] = [again ? 'reconnect' : 'create']
  const isInserted = await insertOfferedSession(trx, {
    id,
    workspace_id: ctx.workspaceId,
    embed_id: null,
    owner,
    component_ids: JSON.stringify([componentId]),
    method_ids: methodIds ? JSON.stringify(methodIds) : null,
    actions: JSON.stringify(actions),
    credential_id: again?.credentialId ?? null,
    tags: null,
    flow_id: null,
    step_id: null,
    request_id: null,
    actor_kind: actor.kind,
    actor_id: actor.id,
    link_hash: hashToken(secretOf(id)),
    link_expires_at: end,
    scopes: again?.scopes ? JSON.stringify(again.scopes) : null,
    return_url: null,
    locale: null,
    expires_at: end,
    offer_hash: offerHash,
  })
  if (!isInserted) return
  const of = again && { credentialId: again.credentialId }
  const detail = { componentId, actions: actions.join(' '), owner, ...of }
  await writeAuditEntry(trx, ctx, 'connect_token.created', id, detail)
}

/** Returns the hash of what a link is offered for. */
function hashOf(
  ctx: WorkspaceContext,
  { owner, componentId, methodIds = [], again }: WantedCredential,
): string {
  const subject = [ctx.workspaceId, requireApiKey(ctx).id, owner, componentId, ...methodIds.toSorted()]
  const ofReconnect = again ? [[again.credentialId, ...(again.scopes?.toSorted() ?? [])]] : []
  return hash('sha256', JSON.stringify([...subject, ...ofReconnect]), 'hex')
}
