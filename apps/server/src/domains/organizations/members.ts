import { permissionsOfRole } from '@stepkey/shared/access'
import type { Member, MemberChanged, RemoveMember, SetRole } from '@stepkey/shared/organization'
import type { z } from 'zod'
import type { Trx } from '../../platform/database/database.ts'
import type { MembershipRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { decideOnKeysOf } from '../api-keys/keys-of-member.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { deleteInvitationsOf, deleteMember, findMembers, lockMembers, updateRole } from './store.ts'

/** Returns the members of the organization, by name. */
export async function listMembers({ db, workspaceId }: WorkspaceContext): Promise<Member[]> {
  const rows = await findMembers(db, workspaceId)
  return rows.map(({ account_id, name, email, role, joined_at }) => ({
    accountId: account_id,
    name,
    email,
    role,
    joinedAt: joined_at,
  }))
}

/**
 * Changes the role of another member. The owner changes only by a transfer.
 * @throws DomainError not_found, conflict for the owner or for the caller's own role
 */
export async function setMemberRole(
  ctx: WorkspaceContext,
  { accountId, role, apiKeys }: z.infer<typeof SetRole>,
): Promise<MemberChanged> {
  const { db, workspaceId, actor } = ctx
  return await transact(db, async (trx) => {
    const member = await requireChangeable(trx, workspaceId, accountId)
    if (accountId === actor.id) {
      throw new DomainError('own_role', 'You can’t change your own role. Ask the owner or another admin.')
    }
    if (!permissionsOfRole[role].includes('keys')) {
      const undecided = await decideOnKeysOf(trx, ctx, accountId, apiKeys)
      if (undecided.length > 0) return { outcome: 'has_api_keys', apiKeys: undecided }
    }
    await updateRole(trx, member, role)
    if (!permissionsOfRole[role].includes('members')) await deleteInvitationsOf(trx, workspaceId, accountId)
    await writeAuditEntry(trx, ctx, 'member.role_changed', accountId, { role, before: member.role })
    return { outcome: 'changed' }
  })
}

/**
 * Removes a member. Everything that the member created stays in the organization. The caller decides on the member's API
 * keys.
 * @throws DomainError not_found, conflict
 */
export async function removeMember(
  ctx: WorkspaceContext,
  { accountId, apiKeys }: z.infer<typeof RemoveMember>,
): Promise<MemberChanged> {
  const { db, workspaceId } = ctx
  return await transact(db, async (trx) => {
    const member = await requireChangeable(trx, workspaceId, accountId)
    const undecided = await decideOnKeysOf(trx, ctx, accountId, apiKeys)
    if (undecided.length > 0) return { outcome: 'has_api_keys', apiKeys: undecided }
    await endMembership(trx, member)
    await writeAuditEntry(trx, ctx, 'member.removed', accountId, { role: member.role })
    return { outcome: 'removed' }
  })
}

/** Ends a membership, and deletes the member's invitations: with one of them the member could join again. */
export async function endMembership(trx: Trx, member: MembershipRow): Promise<void> {
  await deleteInvitationsOf(trx, member.workspace_id, member.account_id)
  await deleteMember(trx, member)
}

/** Returns a member and locks the row. @throws DomainError not_found, conflict for the owner */
async function requireChangeable(trx: Trx, workspaceId: string, accountId: string): Promise<MembershipRow> {
  const member = (await lockMembers(trx, workspaceId, [accountId])).get(accountId)
  if (!member) throw notFound('member')
  if (member.role !== 'owner') return member
  throw new DomainError(
    'owner_protected',
    'This member owns the organization. The owner must transfer it to another member first.',
  )
}
