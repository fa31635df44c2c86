import type {
  CreateInvitation,
  GivenRole,
  Invitation,
  InvitationCreated,
  InvitationPreview,
  Joined,
} from '@stepkey/shared/organization'
import type { z } from 'zod'
import type { Db, Trx } from '../../platform/database/connect.ts'
import { violationOf } from '../../platform/database/database-error.ts'
import type { InvitationRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { hashToken, newToken } from '../../platform/opaque-token.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { AccountContext, Deps, VisitorContext, WorkspaceContext } from '../context.ts'
import { isWithinLimit, mailInvitation, overLimit } from './invitation-mail.ts'
import {
  deleteExpiredInvitations,
  deleteFirstInvitations,
  deleteInvitation,
  deleteInvitationTo,
  findInvitation,
  findInvitations,
  insertInvitation,
  insertMember,
  lockMembers,
} from './store.ts'
import { requireOrganization } from './workspaces.ts'

const DAY = 24 * 3600 * 1000
/** How long a link to an organization works, in milliseconds: 7 days. */
const LIFETIME = 7 * DAY
/** How long the link for the first account works. */
const FIRST_LIFETIME = DAY

/**
 * Makes a link that lets one person in, once. It is in this answer, in the mail if there is to be one, and nowhere else:
 * only a hash is stored.
 */
export async function createInvitation(
  ctx: WorkspaceContext,
  { role, email }: z.infer<typeof CreateInvitation>,
): Promise<InvitationCreated> {
  const { db, config, clock, workspaceId, actor } = ctx
  const { token, row } = newInvitation(clock(), LIFETIME)
  const invitation = { ...row, workspace_id: workspaceId, role, invited_by: actor.id }
  const { organization, mayMail } = await transact(db, async (trx) => {
    const { name } = await requireOrganization(trx, workspaceId)
    await deleteExpiredInvitations(trx, row.created_at)
    await insertInvitation(trx, invitation)
    await writeAuditEntry(trx, ctx, 'invitation.created', row.id, { role, ...(email && { email }) })
    return { organization: name, mayMail: email !== undefined && (await isWithinLimit(trx, ctx)) }
  })
  const made = {
    invitation: toInvitation(invitation),
    // In the fragment, which browsers keep to themselves, so that no server ever logs it.
    url: `${config.publicUrl}/join#invitation=${token}`,
  }
  if (email === undefined) return made
  return { ...made, ...(mayMail ? await mailInvitation(ctx, { ...made, email, organization }) : overLimit) }
}

/** Those that somebody could still use. */
export async function listInvitations({ db, clock, workspaceId }: WorkspaceContext): Promise<Invitation[]> {
  const rows = await findInvitations(db, workspaceId, clock().toISOString())
  return rows.flatMap((row) => (row.role === null ? [] : [toInvitation({ ...row, role: row.role })]))
}

export async function revokeInvitation(
  ctx: WorkspaceContext,
  invitationId: string,
): Promise<{ outcome: 'revoked' }> {
  const { db, workspaceId } = ctx
  return await transact(db, async (trx) => {
    const gone = await deleteInvitationTo(trx, workspaceId, invitationId)
    if (!gone) throw notFound('invitation')
    await writeAuditEntry(trx, ctx, 'invitation.revoked', invitationId, { role: gone.role ?? '' })
    return { outcome: 'revoked' }
  })
}

/** Where a link leads, for whoever holds it. */
export async function previewInvitation(
  { db, clock }: Deps,
  secret: string,
): Promise<z.infer<typeof InvitationPreview>> {
  const { name, role, expiresAt } = await requireMembership(db, clock(), secret)
  return { organization: name, role, expiresAt }
}

/** Joins the organization that a link leads to. Who is a member already stays as he is, and uses up nothing. */
export async function redeemInvitation(ctx: AccountContext, secret: string): Promise<z.infer<typeof Joined>> {
  const { db, clock, accountId } = ctx
  return await transact(db, async (trx) => {
    const invitation = await requireMembership(trx, clock(), secret)
    const { workspaceId: id, name } = invitation
    const role = await join(trx, ctx, invitation, accountId)
    return { workspace: { id, name, kind: 'organization' as const, role } }
  }).catch(orInvalidInvitation)
}

/** What may be done with an invitation at sign-up. */
export interface Admission {
  /** Uses it up, and makes the new account a member if it leads to an organization. */
  use(accountId: string): Promise<void>
}

/** Looks for an invitation of either kind that can be used to sign up; undefined if there is none. */
export async function admission(
  trx: Trx,
  ctx: VisitorContext,
  secret: string,
): Promise<Admission | undefined> {
  const row = await findInvitation(trx, hashToken(secret), ctx.clock().toISOString())
  if (!row) return undefined
  return {
    async use(accountId) {
      const to = membershipOf(row)
      if (to) await join(trx, ctx, to, accountId)
      else await consume(trx, row.id)
    },
  }
}

/** Replaces the link for the first account. @returns its secret */
export async function replaceFirstInvitation(trx: Trx, { clock }: Pick<Deps, 'clock'>): Promise<string> {
  const { token, row } = newInvitation(clock(), FIRST_LIFETIME)
  await deleteFirstInvitations(trx)
  await insertInvitation(trx, { ...row, workspace_id: null, role: null, invited_by: null })
  return token
}

/** Takes the link for the first account back: there is one without it. */
export async function withdrawFirstInvitation(trx: Trx): Promise<void> {
  await deleteFirstInvitations(trx)
}

/** The same answer for whatever link can't be used, so that it tells nothing about any. */
export const invalidInvitation = () =>
  new DomainError(
    'not_found',
    'This invitation is unknown, used up, revoked or expired. Ask whoever sent it for a new one.',
  )

/** The organization that was to be joined may be deleted in the same moment; other errors go on. */
export function orInvalidInvitation(error: unknown): never {
  throw violationOf(error) === 'foreign_key' ? invalidInvitation() : error
}

/** What an invitation promises. */
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

/** @returns the role that the account has there now */
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

/** Of two who come at the same time, one is too late. */
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
  created_at,
  expires_at,
}: Pick<InvitationRow, 'id' | 'created_at' | 'expires_at'> & { role: GivenRole }): Invitation => ({
  id,
  role,
  createdAt: created_at,
  expiresAt: expires_at,
})
