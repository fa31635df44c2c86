import { z } from 'zod'
import { Role } from './access.ts'
import { Email, Workspace } from './account.ts'
import { HeldApiKey, KeysDecision } from './api-key.ts'
import { Name, ObjectId, ObjectIdInput, Time, Url } from './inputs.ts'

/**
 * A role that an admin can assign. The role `owner` can't be assigned: the founder of an organization has it,
 * and a transfer passes it on.
 */
export const GivenRole = Role.exclude(['owner']).describe('A role that an admin can assign.')
/** One role that an admin can assign. */
export type GivenRole = z.infer<typeof GivenRole>

/** Input of `organizations.create`. */
export const CreateOrganization = z
  .object({ name: Name.describe('The name of the organization. 1 to 120 characters.') })
  .describe('A new organization.')
/** Input of `organizations.rename`. */
export const RenameOrganization = z
  .object({ name: Name.describe('The new name of the organization. 1 to 120 characters.') })
  .describe('The new name of the organization.')
/** The result of renaming an organization. */
export const OrganizationRenamed = z
  .object({ outcome: z.literal('renamed').describe('The organization was renamed.') })
  .describe('The organization was renamed.')

/**
 * Input of `organizations.remove`. `typedName` is required while the organization has credentials, flows or revocations.
 */
export const RemoveOrganization = z
  .object({
    typedName: z
      .string()
      .max(200)
      .optional()
      .describe(
        'The name of the organization, as a confirmation. Required while it has credentials, flows, or revocations that providers have not confirmed.',
      ),
  })
  .describe('The confirmation to delete the organization.')
/** The result of `organizations.remove`. */
export const OrganizationRemoved = z
  .discriminatedUnion('outcome', [
    z
      .object({ outcome: z.literal('deleted').describe('The organization was deleted.') })
      .describe('The organization was deleted.'),
    z
      .object({
        outcome: z.literal('not_empty').describe('The organization is not empty.'),
        credentials: z.int().describe('The number of its credentials.'),
        flows: z.int().describe('The number of its flows.'),
        revocations: z
          .int()
          .describe(
            'The number of its revocations that providers have not confirmed. With the organization, Stepkey deletes them without trying again, and the keys and access stay valid unless they are revoked at the provider.',
          ),
      })
      .describe('Nothing was deleted: the organization is not empty, and its name was not confirmed.'),
  ])
  .describe('The result of deleting an organization.')
/** The result of `organizations.remove`. */
export type OrganizationRemoved = z.infer<typeof OrganizationRemoved>

/** Input that names one member. */
export const MemberRef = z
  .object({ accountId: ObjectIdInput.describe('The account of the member.') })
  .describe('Names one member.')
/** A member of an organization. */
export const Member = z
  .object({
    accountId: ObjectId.describe('The account of the member.'),
    name: z.string().describe('The name of the member.'),
    email: z.string().describe('The e-mail address of the member.'),
    role: Role.describe('The role of the member.'),
    joinedAt: Time.describe('When the member joined, as ISO 8601 UTC time.'),
  })
  .describe('A member of an organization.')
/** A member of an organization. */
export type Member = z.infer<typeof Member>
const KEYS = 'What happens to the valid API keys that the member created. Required if there are any.'
/** Input of `members.setRole`. */
export const SetRole = z
  .object({
    accountId: ObjectIdInput.describe('The account of the member.'),
    role: GivenRole.describe('The new role of the member.'),
    apiKeys: KeysDecision.optional().describe(KEYS),
  })
  .describe('A member and their new role.')
/** Input of `members.remove`. */
export const RemoveMember = MemberRef.extend({ apiKeys: KeysDecision.optional().describe(KEYS) }).describe(
  'A member to remove.',
)
/** Input of `organizations.leave`. */
export const LeaveOrganization = z
  .object({
    apiKeys: KeysDecision.extract(['revoke'])
      .optional()
      .describe(
        '`revoke`: the valid API keys that you created stop working. Required if there are such keys. Another admin can take them over before.',
      ),
  })
  .optional()
  .describe('How the caller leaves.')

/** The result of a change of the members. */
export const MemberChanged = z
  .discriminatedUnion('outcome', [
    z
      .object({
        outcome: z
          .enum(['changed', 'removed', 'left', 'transferred'])
          .describe(
            '`changed`: the role was changed. `removed`: the member was removed. `left`: the caller left. `transferred`: the member is the new owner.',
          ),
      })
      .describe('The members were changed.'),
    z
      .object({
        outcome: z.literal('has_api_keys').describe('The member created API keys that are still valid.'),
        apiKeys: z.array(HeldApiKey).describe('The keys. Say with `apiKeys` what happens to them.'),
      })
      .describe('Nothing was changed, because the member created API keys that are still valid.'),
  ])
  .describe('The result of a change of the members.')
/** The result of a change of the members. */
export type MemberChanged = z.infer<typeof MemberChanged>

/** An invitation in a list. Its secret is returned only once, at creation. */
export const Invitation = z
  .object({
    id: ObjectId.describe('The id of the invitation.'),
    role: GivenRole.describe('The role that the new member gets.'),
    email: z
      .string()
      .nullable()
      .describe('The e-mail address that the link was created for. Null if none was given.'),
    invitedBy: z
      .string()
      .nullable()
      .describe(
        'The current name of the member who created the invitation. Null if the account was deleted.',
      ),
    createdAt: Time.describe('When the invitation was created, as ISO 8601 UTC time.'),
    expiresAt: Time.describe('When the link ends, as ISO 8601 UTC time.'),
  })
  .describe('An invitation to an organization, without its link.')
/** An invitation in a list. */
export type Invitation = z.infer<typeof Invitation>
/** Input of `invitations.create`. */
export const CreateInvitation = z
  .object({
    role: GivenRole.describe('The role that the new member gets.'),
    email: Email.regex(/^[^<>()\x5b\x5d\\,;:"]*$/, 'Enter one e-mail address and nothing else')
      .optional()
      .describe('The e-mail address that the link is sent to. The link works for every person who opens it.'),
  })
  .describe('A new invitation.')
/** A new invitation with its link. The secret is in the fragment of `url`, so that no server logs it. */
export const InvitationCreated = z
  .object({
    invitation: Invitation.describe('The new invitation.'),
    url: Url.describe(
      'The link. It is returned only this once; its fragment contains the secret of the invitation.',
    ),
    sent: z
      .boolean()
      .optional()
      .describe('Whether the e-mail was sent. Absent if no e-mail address was given.'),
    problem: z.string().optional().describe('Why the e-mail was not sent. The link works nevertheless.'),
  })
  .describe('A new invitation, with its link.')
/** A new invitation with its link. */
export type InvitationCreated = z.infer<typeof InvitationCreated>
/** Input that names one invitation. */
export const InvitationRef = z
  .object({ invitationId: ObjectIdInput.describe('The id of the invitation.') })
  .describe('Names one invitation.')
/** The result of revoking an invitation. */
export const InvitationRevoked = z
  .object({ outcome: z.literal('revoked').describe('The invitation was revoked.') })
  .describe('The invitation was revoked.')

/** Input that carries the secret of an invitation link. */
export const InvitationSecret = z
  .object({ secret: z.string().min(1).max(200).describe('The secret from the fragment of the link.') })
  .describe('The secret of an invitation.')
/** The facts about an invitation that its recipient may read before joining. */
export const InvitationPreview = z
  .object({
    organization: z.string().describe('The name of the organization.'),
    role: GivenRole.describe('The role that the new member gets.'),
    expiresAt: Time.describe('When the link ends, as ISO 8601 UTC time.'),
  })
  .describe('The facts about an invitation that its recipient may read before joining.')
/** The result of joining an organization. */
export const Joined = z
  .object({ workspace: Workspace.describe('The workspace of the organization.') })
  .describe('The user joined the organization.')
