import type { Workspace } from '@stepkey/shared/account'
import type { LeaveOrganization, MemberChanged, OrganizationRemoved } from '@stepkey/shared/organization'
import type { z } from 'zod'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, invalidInput, notFound } from '../../platform/errors/domain-error.ts'
import { decideOnKeysOf } from '../api-keys/keys-of-member.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import { keepAuditLog } from '../audit/deleted-organizations.ts'
import type { AccountContext, WorkspaceContext } from '../context.ts'
import { endMembership } from './members.ts'
import {
  countContents,
  countOwnOrganizations,
  deleteWorkspace,
  lockMembers,
  lockWorkspace,
  renameWorkspace,
  updateRole,
} from './store.ts'
import {
  createWorkspace,
  requireOrganization,
  requireOrganizationRow,
  requirePersonalWorkspace,
} from './workspaces.ts'

/** Organizations that an account can own. */
export const ORGANIZATION_LIMIT = 100

/** Creates an organization with the caller as its owner. @throws DomainError limit_reached */
export async function createOrganization(ctx: AccountContext, name: string): Promise<Workspace> {
  const { db, accountId } = ctx
  const id = await transact(db, async (trx) => {
    // Locks a row of the account, so that concurrent requests can't exceed the limit.
    await lockMembers(trx, await requirePersonalWorkspace(trx, accountId), [accountId])
    if ((await countOwnOrganizations(trx, accountId)) >= ORGANIZATION_LIMIT)
      throw new DomainError(
        'limit_reached',
        `You can own at most ${ORGANIZATION_LIMIT} organizations. Delete one that you no longer need.`,
      )
    const workspaceId = await createWorkspace(trx, ctx, { name, kind: 'organization', ownerId: accountId })
    const actor = { kind: 'person', id: accountId } as const
    await writeAuditEntry(trx, { ...ctx, workspaceId, actor }, 'organization.created', workspaceId, { name })
    return workspaceId
  })
  return { id, name, kind: 'organization', role: 'owner' }
}

/** Renames the organization. @throws DomainError conflict for a personal workspace */
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
 * Deletes an organization with all its contents. Its audit log is kept for the operator. The deletion is recorded there
 * and in the audit log of the owner's personal workspace. Returns `not_empty` if it has contents and `typedName` is not its name.
 * @throws DomainError conflict if the caller is not the owner; invalid_input if an empty one has another name
 */
export async function removeOrganization(
  ctx: WorkspaceContext,
  typedName?: string,
): Promise<OrganizationRemoved> {
  const { db, workspaceId, actor } = ctx
  return await transact(db, async (trx): Promise<OrganizationRemoved> => {
    const { name } = requireOrganizationRow(await lockWorkspace(trx, workspaceId))
    const contents = await countContents(trx, workspaceId)
    const isEmpty = Object.values(contents).every((count) => count === 0)
    const isNamed = typedName?.trim() === name
    if (!isEmpty && !isNamed) return { outcome: 'not_empty', ...contents }
    if (typedName !== undefined && !isNamed)
      throw invalidInput({ path: 'typedName', message: 'This is not the name of the organization.' })
    requireOwner(ctx, await lockMembers(trx, workspaceId, [actor.id]))
    const personalId = await requirePersonalWorkspace(trx, actor.id)
    const detail = { name, ...contents }
    await writeAuditEntry(trx, ctx, 'organization.deleted', workspaceId, detail)
    await keepAuditLog(trx, ctx, name)
    await deleteWorkspace(trx, workspaceId)
    const personal = { ...ctx, workspaceId: personalId }
    await writeAuditEntry(trx, personal, 'organization.deleted', workspaceId, detail)
    return { outcome: 'deleted' }
  })
}

/**
 * Ends the caller's membership. Everything that the member created stays in the organization.
 * @throws DomainError conflict for the owner
 */
export async function leaveOrganization(
  ctx: WorkspaceContext,
  { apiKeys }: NonNullable<z.infer<typeof LeaveOrganization>> = {},
): Promise<MemberChanged> {
  const { db, workspaceId, actor } = ctx
  return await transact(db, async (trx) => {
    await requireOrganization(trx, workspaceId)
    const self = (await lockMembers(trx, workspaceId, [actor.id])).get(actor.id)
    if (!self) throw notFound('workspace')
    if (self.role === 'owner') {
      throw new DomainError(
        'owner_protected',
        'You own this organization. Transfer it to another member first, or delete it.',
      )
    }
    const undecided = await decideOnKeysOf(trx, ctx, actor.id, apiKeys)
    if (undecided.length > 0) return { outcome: 'has_api_keys', apiKeys: undecided }
    await endMembership(trx, self)
    await writeAuditEntry(trx, ctx, 'member.left', actor.id, { role: self.role })
    return { outcome: 'left' }
  })
}

/**
 * Makes another member the owner. The previous owner becomes an admin.
 * @throws DomainError not_found, conflict if the caller is not the owner
 */
export async function transferOwnership(
  ctx: WorkspaceContext,
  accountId: string,
): Promise<{ outcome: 'transferred' }> {
  const { db, workspaceId, actor } = ctx
  return await transact(db, async (trx) => {
    await requireOrganization(trx, workspaceId)
    const members = await lockMembers(trx, workspaceId, [actor.id, accountId])
    const owner = requireOwner(ctx, members)
    const newOwner = members.get(accountId)
    if (!newOwner) throw notFound('member')
    if (newOwner === owner) throw new DomainError('already_owner', 'You already own this organization.')
    // In this order, because a unique index allows one owner at a time.
    await updateRole(trx, owner, 'admin')
    await updateRole(trx, newOwner, 'owner')
    await writeAuditEntry(trx, ctx, 'organization.transferred', accountId, { before: newOwner.role })
    return { outcome: 'transferred' }
  })
}

/** Checks the ownership again, under a lock: it may have changed since the permission check. */
function requireOwner({ actor }: WorkspaceContext, members: Awaited<ReturnType<typeof lockMembers>>) {
  const self = members.get(actor.id)
  if (self?.role === 'owner') return self
  throw new DomainError('owner_required', 'You no longer own this organization. Ask the new owner.')
}
