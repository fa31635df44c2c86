import { z } from 'zod'
import { Role } from './access.ts'
import { Email, Workspace } from './account.ts'
import { Id, Name } from './inputs.ts'

/** A role that can be given. There is one owner, who becomes so by founding or by transfer. */
export const GivenRole = Role.exclude(['owner'])
export type GivenRole = z.infer<typeof GivenRole>

export const CreateOrganization = z.object({ name: Name })
export const RenameOrganization = z.object({ name: Name })
export const OrganizationRenamed = z.object({ outcome: z.literal('renamed') })

/** `typedName` is the organization's name, typed again: needed while it holds credentials or flows. */
export const RemoveOrganization = z.object({ typedName: z.string().max(200).optional() })
export const OrganizationRemoved = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('deleted') }),
  z.object({ outcome: z.literal('not_empty'), credentials: z.int(), flows: z.int() }),
])
export type OrganizationRemoved = z.infer<typeof OrganizationRemoved>

export const MemberRef = z.object({ accountId: Id })
export const Member = z.object({
  accountId: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  joinedAt: z.string(),
})
export type Member = z.infer<typeof Member>
export const SetRole = z.object({ accountId: Id, role: GivenRole })

export const MemberChanged = z.object({ outcome: z.enum(['changed', 'removed', 'left', 'transferred']) })

/** An invitation as it is listed. Its secret is shown once, when it is made. */
export const Invitation = z.object({
  id: z.string(),
  role: GivenRole,
  createdAt: z.string(),
  expiresAt: z.string(),
})
export type Invitation = z.infer<typeof Invitation>
export const CreateInvitation = z.object({
  role: GivenRole,
  /** Whom to send the link to, too. It still lets in whoever opens it. */
  email: Email.regex(/^[^<>()[\]\\,;:"]*$/, 'Enter one e-mail address and nothing else').optional(),
})
/** `url` carries the secret in its fragment, so that no server ever logs it. */
export const InvitationCreated = z.object({
  invitation: Invitation,
  url: z.string(),
  /** Absent where nobody was to be sent a mail. */
  sent: z.boolean().optional(),
  /** Why it was not sent. The link works all the same. */
  problem: z.string().optional(),
})
export type InvitationCreated = z.infer<typeof InvitationCreated>
export const InvitationRef = z.object({ invitationId: Id })
export const InvitationRevoked = z.object({ outcome: z.literal('revoked') })

export const InvitationSecret = z.object({ secret: z.string().min(1).max(200) })
/** What the person who holds a link may know before joining. */
export const InvitationPreview = z.object({
  organization: z.string(),
  role: GivenRole,
  expiresAt: z.string(),
})
export const Joined = z.object({ workspace: Workspace })
