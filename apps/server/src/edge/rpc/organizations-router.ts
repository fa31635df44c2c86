import { permissionsOfRole, type Role } from '@stepkey/shared/access'
import { Workspace } from '@stepkey/shared/account'
import type { KeysDecision } from '@stepkey/shared/api-key'
import {
  CreateInvitation,
  CreateOrganization,
  Invitation,
  InvitationCreated,
  InvitationPreview,
  InvitationRef,
  InvitationRevoked,
  InvitationSecret,
  Joined,
  LeaveOrganization,
  Member,
  MemberChanged,
  MemberRef,
  OrganizationRemoved,
  OrganizationRenamed,
  RemoveMember,
  RemoveOrganization,
  RenameOrganization,
  SetRole,
} from '@stepkey/shared/organization'
import { z } from 'zod'
import * as invitations from '../../domains/organizations/invitations.ts'
import * as members from '../../domains/organizations/members.ts'
import * as organizations from '../../domains/organizations/organizations.ts'
import { accountProcedure, may, mayConfirmed, publicProcedure } from './procedure.ts'
import { router } from './trpc.ts'

/** Whether a role permits creating API keys, which lead to secrets. */
const canCreateKeys = ({ role }: { role: Role }) => permissionsOfRole[role].includes('keys')

/** Whether the caller takes over API keys that another member knows. */
const takesOverKeys = ({ apiKeys }: { apiKeys?: KeysDecision | undefined }) => apiKeys === 'take_over'

/** Organizations. API keys can't call the procedures of this file, because no scope has the permissions. */
export const organizationsRouter = router({
  create: accountProcedure
    .input(CreateOrganization)
    .output(Workspace)
    .mutation(({ ctx, input }) => organizations.createOrganization(ctx, input.name)),

  rename: may('members')
    .input(RenameOrganization)
    .output(OrganizationRenamed)
    .mutation(({ ctx, input }) => organizations.renameOrganization(ctx, input.name)),

  remove: mayConfirmed('ownership')
    .input(RemoveOrganization)
    .output(OrganizationRemoved)
    .mutation(({ ctx, input }) => organizations.removeOrganization(ctx, input.typedName)),

  leave: may('people')
    .input(LeaveOrganization)
    .output(MemberChanged)
    .mutation(({ ctx, input }) => organizations.leaveOrganization(ctx, input)),

  transfer: mayConfirmed('ownership')
    .input(MemberRef)
    .output(MemberChanged)
    .mutation(({ ctx, input }) => organizations.transferOwnership(ctx, input.accountId)),
})

/** The members of an organization. */
export const membersRouter = router({
  list: may('people')
    .output(z.array(Member))
    .query(({ ctx }) => members.listMembers(ctx)),

  setRole: mayConfirmed(
    'members',
    (input: z.infer<typeof SetRole>) => canCreateKeys(input) || takesOverKeys(input),
  )
    .input(SetRole)
    .output(MemberChanged)
    .mutation(({ ctx, input }) => members.setMemberRole(ctx, input)),

  remove: mayConfirmed('members', takesOverKeys)
    .input(RemoveMember)
    .output(MemberChanged)
    .mutation(({ ctx, input }) => members.removeMember(ctx, input)),
})

/** Invitations to an organization. */
export const invitationsRouter = router({
  create: mayConfirmed('members', canCreateKeys)
    .input(CreateInvitation)
    .output(InvitationCreated)
    .mutation(({ ctx, input }) => invitations.createInvitation(ctx, input)),

  list: may('members')
    .output(z.array(Invitation))
    .query(({ ctx }) => invitations.listInvitations(ctx)),

  revoke: may('members')
    .input(InvitationRef)
    .output(InvitationRevoked)
    .mutation(({ ctx, input }) => invitations.revokeInvitation(ctx, input.invitationId)),

  /** A mutation, so that the secret is sent in the body and never in a URL. */
  preview: publicProcedure
    .input(InvitationSecret)
    .output(InvitationPreview)
    .mutation(({ ctx, input }) => invitations.previewInvitation(ctx, input.secret)),

  redeem: accountProcedure
    .input(InvitationSecret)
    .output(Joined)
    .mutation(({ ctx, input }) => invitations.redeemInvitation(ctx, input.secret)),
})
