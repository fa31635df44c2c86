import type {
  CreateInvitation,
  GivenRole,
  Invitation,
  InvitationCreated,
  InvitationPreview,
  Joined,
} from '@stepkey/shared/organization'
import type { z } from 'zod'
import type { Db, Trx } from '../../platform/database/database.ts'
import { violationOf } from '../../platform/database/database-error.ts'
import type { InvitationRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { hashToken, newToken } from '../../platform/opaque-token.ts'
import { DAY } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { AccountContext, Deps, VisitorContext, WorkspaceContext } from '../context.ts'
import { mailLink, mayMailLink } from '../notices/one-time-link-mail.ts'
import { invitationMail } from './invitation-mail.ts'
import {
  countInvitations,
  deleteExpiredInvitations,
  deleteFirstInvitations,
  deleteInvitation,
  deleteInvitationTo,
  findInvitation,
  findInvitations,
  findMember,
  insertInvitation,
  insertMember,
  lockMembers,
} from './store.ts'
import { requireOrganization } from './workspaces.ts'

/** Open invitations that an organization can have. */
export const INVITATION_LIMIT = 200
/** Lifetime of an invitation to an organization, in milliseconds. */
const LIFETIME = 7 * DAY
/** Lifetime of the invitation for the first account, in milliseconds. */
const FIRST_LIFETIME = DAY

/**
 * Creates a single-use invitation link, and sends it by mail if an address is given. Only this response and the mail
 * contain the link; the database stores a hash of its secret.
 * @throws DomainError limit_reached
 */
export async function createInvitation(
  ctx: WorkspaceContext,
  { role, email }: z.infer<typeof CreateInvitation>,
): Promise<InvitationCreated> {
  const { db, config, clock, workspaceId, actor } = ctx
  const { token, row } = newInvitation(clock(), LIFETIME)
  const invitation = { ...row, workspace_id: workspaceId, role, invited_by: actor.id, email: email ?? null }
  const { organization, isWithinLimit } = await transact(db, async (trx) => {
    const { name } = await requireOrganization(trx, workspaceId)
    await deleteExpiredInvitations(trx, row.created_at)
    await insertInvitation(trx, invitation)
    await writeAuditEntry(trx, ctx, 'invitation.created', row.id, { role, ...(email && { email }) })
    // Counted under the lock of the audit log, so that concurrent requests can't exceed the limit.
    if ((await countInvitations(trx, workspaceId)) > INVITATION_LIMIT)
      throw new DomainError(
        'limit_reached',
        `An organization can have at most ${INVITATION_LIMIT} open invitations. Revoke one that is no longer needed.`,
      )
    const isWithinLimit = email === undefined || (await mayMailLink(trx, ctx, 'invitation.created'))
    return { organization: name, isWithinLimit }
  })
  const inviter = await findMember(db, workspaceId, actor.id)
  const created = {
    invitation: toInvitation({ ...invitation, inviter: inviter?.name ?? null }),
    // Browsers don't send the fragment, so no server logs the secret.
    url: `${config.publicUrl}/join#invitation=${token}`,
  }
  if (email === undefined) return created
  const message = invitationMail({ ...created, to: email, organization, inviter })
  return { ...created, ...(await mailLink(ctx, message, { isWithinLimit })) }
}

/** Returns the valid invitations of the organization, the newest first. */
export async function listInvitations({ db, clock, workspaceId }: WorkspaceContext): Promise<Invitation[]> {
  const rows = await findInvitations(db, workspaceId, clock().toISOString())
  return rows.flatMap((row) => (row.role === null ? [] : [toInvitation({ ...row, role: row.role })]))
}

/** Revokes an invitation. @throws DomainError not_found */
export async function revokeInvitation(
  ctx: WorkspaceContext,
  invitationId: string,
): Promise<{ outcome: 'revoked' }> {
  const { db, workspaceId } = ctx
  return await transact(db, async (trx) => {
    const deleted = await deleteInvitationTo(trx, workspaceId, invitationId)
    if (!deleted) throw notFound('invitation')
    await writeAuditEntry(trx, ctx, 'invitation.revoked', invitationId, { role: deleted.role ?? '' })
    return { outcome: 'revoked' }
  })
}

/** Returns the organization and role of an invitation, for the holder of its secret. @throws DomainError not_found */
export async function previewInvitation(
  { db, clock }: Deps,
  secret: string,
): Promise<z.infer<typeof InvitationPreview>> {
  const { name, role, expiresAt } = await requireMembership(db, clock(), secret)
  return { organization: name, role, expiresAt }
}

/**
 * Joins the organization of an invitation. An existing member keeps their role, and the invitation stays valid.
 * @throws DomainError not_found
 */
export async function redeemInvitation(ctx: AccountContext, secret: string): Promise<z.infer<typeof Joined>> {
  const { db, clock, accountId } = ctx
  return await transact(db, async (trx) => {
    const invitation = await requireMembership(trx, clock(), secret)
    const { workspaceId: id, name } = invitation
    const role = await join(trx, ctx, invitation, accountId)
    return { workspace: { id, name, kind: 'organization' as const, role } }
  }).catch(orInvalidInvitation)
}

/** A valid invitation at sign-up. */
export interface SignUpInvitation {
  /** Consumes the invitation. If it is for an organization, the new account becomes a member. */
  use(trx: Trx, accountId: string): Promise<void>
}

/** Finds a valid invitation for signing up: to an organization, or for the first account. */
export async function findSignUpInvitation(
  db: Db | Trx,
  ctx: VisitorContext,
  secret: string,
): Promise<SignUpInvitation | undefined> {
  const row = await findInvitation(db, hashToken(secret), ctx.clock().toISOString())
  if (!row) return undefined
  return {
    async use(trx, accountId) {
      const to = membershipOf(row)
      if (to) await join(trx, ctx, to, accountId)
      else await consume(trx, row.id)
    },
  }
}

/** Replaces the invitation for the first account. @returns the secret of the new one */
export async function replaceFirstInvitation(trx: Trx, { clock }: Pick<Deps, 'clock'>): Promise<string> {
  const { token, row } = newInvitation(clock(), FIRST_LIFETIME)
  await deleteFirstInvitations(trx)
  await insertInvitation(trx, { ...row, workspace_id: null, role: null, invited_by: null, email: null })
  return token
}

/** Deletes the invitation for the first account. */
export async function withdrawFirstInvitation(trx: Trx): Promise<void> {
  await deleteFirstInvitations(trx)
}

/** The same error for every invalid link, so that it reveals nothing about it. */
export const invalidInvitation = () =>
  new DomainError(
    'not_found',
    'This invitation is unknown, used up, revoked or expired. Ask the sender for a new one.',
  )

/**
 * Converts a foreign key violation, which means that the organization was deleted concurrently. Rethrows other errors.
 */
export function orInvalidInvitation(error: unknown): never {
  throw violationOf(error) === 'foreign_key' ? invalidInvitation() : error
}

/** The membership that an invitation grants. */
interface Membership {
  invitationId: string
  workspaceId: string
  name: string
  role: GivenRole
  expiresAt: string
}

async function requireMembership(db: Db | Trx, now: Date, secret: string): Promise<Membership> {
  const row = await findInvitation(db, hashToken(secret), now.toISOString())
  const membership = row && membershipOf(row)
  if (!membership) throw invalidInvitation()
  return membership
}

function membershipOf(row: NonNullable<Awaited<ReturnType<typeof findInvitation>>>): Membership | undefined {
  const { id, workspace_id, workspace_name, role, expires_at } = row
  if (workspace_id === null || workspace_name === null || role === null) return undefined
  return { invitationId: id, workspaceId: workspace_id, name: workspace_name, role, expiresAt: expires_at }
}

/** Adds the account to the organization, unless it is a member. @returns the account's role */
async function join(trx: Trx, ctx: VisitorContext, to: Membership, accountId: string) {
  const { workspaceId, invitationId, role } = to
  const joined = await insertMember(trx, {
    workspace_id: workspaceId,
    account_id: accountId,
    role,
    joined_at: ctx.clock().toISOString(),
  })
  if (!joined) {
    const member = (await lockMembers(trx, workspaceId, [accountId])).get(accountId)
    if (!member) throw invalidInvitation()
    return member.role
  }
  await consume(trx, invitationId)
  const actor = { kind: 'person', id: accountId } as const
  await writeAuditEntry(trx, { ...ctx, workspaceId, actor }, 'member.joined', accountId, {
    role,
    invitationId,
  })
  return role
}

/** Deletes a single-use invitation. Only one of several concurrent callers succeeds. */
async function consume(trx: Trx, invitationId: string) {
  if (!(await deleteInvitation(trx, invitationId))) throw invalidInvitation()
}

function newInvitation(now: Date, lifetime: number) {
  const { token, tokenHash } = newToken()
  return {
    token,
    row: {
      id: newId(),
      token_hash: tokenHash,
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + lifetime).toISOString(),
    },
  }
}

const toInvitation = ({
  id,
  role,
  email,
  inviter,
  created_at,
  expires_at,
}: Pick<InvitationRow, 'id' | 'email' | 'created_at' | 'expires_at'> & {
  role: GivenRole
  inviter: string | null
}): Invitation => ({
  id,
  role,
  email,
  invitedBy: inviter,
  createdAt: created_at,
  expiresAt: expires_at,
})
