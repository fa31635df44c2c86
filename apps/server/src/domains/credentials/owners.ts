import { asksConsent } from '@stepkey/shared/component'
import {
  type ListOwners,
  OWNER_REMOVAL_LIMIT,
  type OwnerPage,
  type OwnerRemoved,
  type RemoveOwner,
} from '@stepkey/shared/owner'
import { USAGE_LIMIT, type Usage, type UsingFlow } from '@stepkey/shared/usage'
import type { z } from 'zod'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { fromCursor, PAGE_SIZE, toPage } from '../../platform/paging.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import { findMethodOf } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { findRecentFlows } from '../usage/owner-issues.ts'
import { findUsage } from '../usage/usage.ts'
import { requireOwnerInReach } from './credential-owner.ts'
import type { CredentialDetailRow } from './listed-table.ts'
import {
  deleteSessionsOfOwner,
  findCredentialsOfOwner,
  findOwners,
  hasCredential,
  revokeRequestsOfOwner,
} from './owner-table.ts'
import { deleteUnused } from './remove-credential.ts'
import { findRevocationObstacle } from './revoke-access.ts'

/** Whether an owner (`*`: any) has a credential for a component. */
export const hasCredentialOf = hasCredential

/** Returns a page of the owners of credentials, by code point. */
export async function listOwners(
  ctx: WorkspaceContext,
  { search, cursor, limit = PAGE_SIZE }: NonNullable<z.infer<typeof ListOwners>> = {},
): Promise<z.infer<typeof OwnerPage>> {
  const [after] = fromCursor(cursor) ?? []
  const found = await findOwners(ctx.db, ctx, { prefix: search, after, limit: limit + 1 })
  const { rows, nextCursor } = toPage(found, limit, ({ owner }) => [owner, ''])
  return { items: rows, nextCursor }
}

type OwnedCredential = OwnerRemoved['credentials'][number]

/**
 * Deletes the credentials of an owner that no active flow uses, each in a transaction of its own, and revokes their access
 * at the provider where that is possible. Those that flows use stay. Connect sessions and
 * credential requests of the owner end.
 * @throws DomainError invalid_input or forbidden for an API key with limits that don't include all of the owner
 */
export async function removeOwner(
  ctx: WorkspaceContext,
  { owner, dryRun }: RemoveOwner,
): Promise<OwnerRemoved> {
  const { db, workspaceId } = ctx
  requireOwnerInReach(ctx, owner)
  if (ctx.reach?.componentIds)
    throw new DomainError(
      'forbidden',
      'This API key is limited to some components, but an owner has others, too.',
    )
  const of = { workspaceId, owner }
  // First, so that they create no other credentials.
  if (!dryRun) {
    await transact(db, async (trx) => {
      await revokeRequestsOfOwner(trx, of)
      await deleteSessionsOfOwner(trx, of)
    })
  }
  const unused = await findCredentialsOfOwner(db, of, { isInUse: false, limit: OWNER_REMOVAL_LIMIT + 1 })
  const hasMore = unused.length > OWNER_REMOVAL_LIMIT
  const credentials: OwnedCredential[] = []
  const deletable = unused.slice(0, OWNER_REMOVAL_LIMIT)
  const { flows: recentFlows } = await flowsOf(deletable, (row) => findRecentFlows(db, ctx, row))
  for (const row of deletable) {
    const removed = dryRun ? await planRemoval(ctx, row) : await removeOwned(ctx, row)
    if (removed) credentials.push(removed)
  }
  // Read last, because a flow may have been activated in the meantime.
  const used = await findCredentialsOfOwner(db, of, { isInUse: true, limit: OWNER_REMOVAL_LIMIT })
  credentials.push(...used.map((row) => describe(row, { isInUse: true, revocation: 'none' })))
  const using = await flowsOf(used, ({ id }) => findUsage(db, workspaceId, id, { activeOnly: true }))
  const left = { credentials, ...using, recentFlows, hasMore }
  if (dryRun) return { outcome: 'plan', ...left }
  const deleted = credentials.filter(({ isInUse }) => !isInUse).length
  const detail = { name: owner, count: deleted, stayed: used.length }
  await transact(db, (trx) => writeAuditEntry(trx, ctx, 'owner.removed', owner, detail))
  return { outcome: used.length > 0 ? 'in_use' : 'removed', ...left }
}

async function planRemoval(ctx: WorkspaceContext, row: CredentialDetailRow): Promise<OwnedCredential> {
  const isRevoked = isGranted(row)
    ? await canRevokeGrant(ctx, row)
    : !(await findRevocationObstacle(ctx, row))
  return describe(row, { isInUse: false, revocation: isRevoked ? 'pending' : 'none' })
}

/** @returns undefined if a flow started to use the credential, or another call deleted it */
async function removeOwned(
  ctx: WorkspaceContext,
  row: CredentialDetailRow,
): Promise<OwnedCredential | undefined> {
  const plan = await planRemoval(ctx, row)
  const revoke = plan.revocation === 'pending' && !isGranted(row)
  // Only what still belongs to the owner.
  const scope = { ...ctx, reach: { owners: [row.owner] } }
  const { usage } = await deleteUnused(scope, {
    credentialId: row.id,
    revoke,
    allowRecentlyIssued: true,
  }).catch((error) => {
    if (error instanceof DomainError && error.code === 'not_found') return { usage: 'gone' as const }
    throw error
  })
  return usage ? undefined : plan
}

/** Whether the credential has access that a user granted and that was not lost. */
const isGranted = ({ grant }: CredentialDetailRow) => grant !== null && grant.lost_reason === null

async function canRevokeGrant(ctx: WorkspaceContext, row: CredentialDetailRow): Promise<boolean> {
  const token = (await findMethodOf(ctx, row))?.method.token
  return asksConsent(token) && token.revoke !== undefined
}

const describe = (
  { id, component_id: componentId, name }: CredentialDetailRow,
  rest: Pick<OwnedCredential, 'isInUse' | 'revocation'>,
): OwnedCredential => ({ id, componentId, name, ...rest })

/** Returns the flows that depend on some of the credentials, each once, with its steps for all of them. */
async function flowsOf(
  rows: readonly CredentialDetailRow[],
  find: (row: CredentialDetailRow) => Promise<Usage>,
): Promise<Usage> {
  const flows = new Map<string, UsingFlow>()
  let hidden = 0
  for (const row of rows) {
    const usage = await find(row)
    hidden += usage.hidden
    for (const flow of usage.flows) {
      const known = flows.get(flow.id)?.steps ?? []
      const further = flow.steps.filter(({ id }) => known.every((step) => step.id !== id))
      flows.set(flow.id, { ...flow, steps: [...known, ...further] })
    }
  }
  const all = [...flows.values()]
  return { flows: all.slice(0, USAGE_LIMIT), hidden: hidden + Math.max(0, all.length - USAGE_LIMIT) }
}
