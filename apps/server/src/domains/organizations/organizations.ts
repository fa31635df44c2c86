import type { Workspace } from '@stepkey/shared/account'
import type { OrganizationRemoved } from '@stepkey/shared/organization'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { AccountContext, WorkspaceContext } from '../context.ts'
import { endMembership } from './members.ts'
import {
  countContents,
  deleteWorkspace,
  lockMembers,
  lockWorkspace,
  renameWorkspace,
  updateRole,
} from './store.ts'
import {
  createWorkspace,
  operatorOrganization,
  requireOrganization,
  requirePersonalWorkspace,
} from './workspaces.ts'

/** Founds an organization; who founds it owns it. */
export async function createOrganization(ctx: AccountContext, name: string): Promise<Workspace> {
  const { db, accountId } = ctx
  const id = await transact(db, async (trx) => {
    const workspaceId = await createWorkspace(trx, ctx, { name, kind: 'organization', ownerId: accountId })
    const actor = { kind: 'person', id: accountId } as const
    await writeAuditEntry(trx, { ...ctx, workspaceId, actor }, 'organization.created', workspaceId, { name })
    return workspaceId
  })
  return { id, name, kind: 'organization', role: 'owner' }
}

export async function renameOrganization(
  ctx: WorkspaceContext,
  name: string,
): Promise<{ outcome: 'renamed' }> {
  const { db, workspaceId } = ctx
  return await transact(db, async (trx) => {
    const before = await requireOrganization(trx, workspaceId)
    await renameWorkspace(trx, workspaceId, name)
    await writeAuditEntry(trx, ctx, 'organization.renamed', workspaceId, { name, before: before.name })
    return { outcome: 'renamed' }
  })
}

/**
 * Deletes an organization with everything in it. While it holds something, its name must be typed. What it recorded
 * goes with it; that it was deleted is recorded in the owner's own workspace.
 */
export async function removeOrganization(
  ctx: WorkspaceContext,
  typedName?: string,
): Promise<OrganizationRemoved> {
  const { db, workspaceId, actor } = ctx
  return await transact(db, async (trx): Promise<OrganizationRemoved> => {
    const { name } = operatorOrganization(await lockWorkspace(trx, workspaceId))
    const contents = await countContents(trx, workspaceId)
    const isEmpty = contents.credentials === 0 && contents.flows === 0
    if (!isEmpty && typedName?.trim() !== name) return { outcome: 'not_empty', ...contents }
    requireOwner(ctx, await lockMembers(trx, workspaceId, [actor.id]))
    const own = await requirePersonalWorkspace(trx, actor.id)
    await deleteWorkspace(trx, workspaceId)
    await writeAuditEntry(trx, { ...ctx, workspaceId: own }, 'organization.deleted', workspaceId, {
      name,
      ...contents,
    })
    return { outcome: 'deleted' }
  })
}

/** What a member made stays with the organization. */
export async function leaveOrganization(ctx: WorkspaceContext): Promise<{ outcome: 'left' }> {
  const { db, workspaceId, actor } = ctx
  return await transact(db, async (trx) => {
    await requireOrganization(trx, workspaceId)
    const self = (await lockMembers(trx, workspaceId, [actor.id])).get(actor.id)
    if (!self) throw notFound('workspace')
    if (self.role === 'owner') {
      throw new DomainError(
        'conflict',
        'You own this organization. Transfer it to another member first, or delete it.',
      )
    }
    await endMembership(trx, self)
    await writeAuditEntry(trx, ctx, 'member.left', actor.id, { role: self.role })
    return { outcome: 'left' }
  })
}

/** Another member becomes the owner; the old one stays as an admin. */
export async function transferOwnership(
  ctx: WorkspaceContext,
  accountId: string,
): Promise<{ outcome: 'transferred' }> {
  const { db, workspaceId, actor } = ctx
  return await transact(db, async (trx) => {
    await requireOrganization(trx, workspaceId)
    const members = await lockMembers(trx, workspaceId, [actor.id, accountId])
    const owner = requireOwner(ctx, members)
    const heir = members.get(accountId)
    if (!heir) throw notFound('member')
    if (heir === owner) throw new DomainError('conflict', 'You own this organization already.')
    // In this order, for the database allows one owner at a time.
    await updateRole(trx, owner, 'admin')
    await updateRole(trx, heir, 'owner')
    await writeAuditEntry(trx, ctx, 'organization.transferred', accountId, { before: heir.role })
    return { outcome: 'transferred' }
  })
}

/** The owner may have changed since the permission was looked up. */
function requireOwner({ actor }: WorkspaceContext, members: Awaited<ReturnType<typeof lockMembers>>) {
  const self = members.get(actor.id)
  if (self?.role === 'owner') return self
  throw new DomainError('conflict', 'Somebody else owns this organization now.')
}
