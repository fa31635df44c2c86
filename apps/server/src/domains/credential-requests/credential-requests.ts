import { asksConsent } from '@stepkey/shared/component'
import type { CreateRequest, CredentialRequest, RequestCreated } from '@stepkey/shared/credential-request'
import { transact } from '../../platform/database/transaction.ts'
import { invalidInput, notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { newToken } from '../../platform/opaque-token.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import { requireComponent } from '../catalog/catalog.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import { isWithinLimit, mailRequest, overLimit } from './request-mail.ts'
import {
  closeCredentialRequest,
  deleteEndedRequests,
  findCredentialRequest,
  findCredentialRequests,
  insertCredentialRequest,
} from './store.ts'

const DAY = 24 * 3600 * 1000

/**
 * Asks somebody for a credential. The link is in this answer, in the mail if there is to be one, and nowhere else: only a
 * hash is stored.
 */
export async function createCredentialRequest(
  ctx: WorkspaceContext,
  input: CreateRequest,
): Promise<RequestCreated> {
  const { db, config, clock, workspaceId, actor } = ctx
  const { componentId, name, note = '', email, days } = input
  const component = await requireComponent(ctx, componentId)
  if (Object.values(component.methods).every(({ token }) => asksConsent(token))) {
    const message = `${component.title} is connected by agreeing in the browser: for that one has to be signed in.`
    throw invalidInput({ path: 'componentId', message })
  }
  if (actor.kind !== 'person' && actor.kind !== 'api_key') throw new TypeError('Somebody asks.')
  const { token, tokenHash } = newToken()
  const now = clock()
  const row = {
    id: newId(),
    token_hash: tokenHash,
    workspace_id: workspaceId,
    component_id: componentId,
    name,
    note,
    actor_kind: actor.kind,
    actor_id: actor.id,
    state: 'open' as const,
    checks: 0,
    credential_id: null,
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + days * DAY).toISOString(),
  }
  const mayMail = await transact(db, async (trx) => {
    await insertCredentialRequest(trx, row)
    await writeAuditEntry(trx, ctx, 'request.created', row.id, { name, componentId, ...(email && { email }) })
    return email !== undefined && (await isWithinLimit(trx, ctx))
  })
  const made = {
    request: toRequest(await requireRequest(ctx, row.id)),
    // In the fragment, which browsers keep to themselves, so that no server ever logs it.
    url: `${config.publicUrl}/hand-over#request=${token}`,
  }
  if (email === undefined) return made
  const sending = mayMail ? await mailRequest(ctx, { ...made, email, title: component.title }) : overLimit
  return { ...made, ...sending }
}

export async function listCredentialRequests(
  { db, clock, workspaceId }: WorkspaceContext,
  { componentId }: { componentId?: string } = {},
): Promise<CredentialRequest[]> {
  const rows = await findCredentialRequests(db, workspaceId, { componentId, now: clock().toISOString() })
  return rows.map(toRequest)
}

/** The link is worth nothing from now on, and neither is what somebody got with it. */
export async function revokeCredentialRequest(
  ctx: WorkspaceContext,
  requestId: string,
): Promise<{ outcome: 'revoked' }> {
  const { db, clock } = ctx
  const { name, component_id: componentId } = await requireRequest(ctx, requestId)
  return await transact(db, async (trx) => {
    // The trail first, as whoever hands something over has it: so the two never wait for each other in a circle.
    await writeAuditEntry(trx, ctx, 'request.revoked', requestId, { name, componentId })
    if (!(await closeCredentialRequest(trx, requestId, { state: 'revoked' }, clock().toISOString())))
      throw notFound('request')
    return { outcome: 'revoked' }
  })
}

export async function deleteEndedCredentialRequests({
  db,
  clock,
}: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  await deleteEndedRequests(db, clock().toISOString())
}

async function requireRequest({ db, workspaceId }: WorkspaceContext, id: string) {
  const row = await findCredentialRequest(db, workspaceId, id)
  if (!row) throw notFound('request')
  return row
}

const toRequest = (row: Awaited<ReturnType<typeof requireRequest>>): CredentialRequest => ({
  id: row.id,
  componentId: row.component_id,
  name: row.name,
  note: row.note,
  askedBy: row.asked_by,
  state: row.state === 'fulfilled' ? 'fulfilled' : 'open',
  credentialId: row.credential_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
})
