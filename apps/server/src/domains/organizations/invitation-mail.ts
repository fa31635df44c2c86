import type { Invitation } from '@stepkey/shared/organization'
import { oneLine } from '../../platform/mail/mail.ts'
import { type LinkMail, linkExpiry } from '../notices/one-time-link-mail.ts'

/** Composes the mail of an invitation. Names are user input: line breaks could imitate the text around them. */
export function invitationMail({
  invitation,
  url,
  to,
  organization,
  inviter,
}: {
  invitation: Invitation
  url: string
  to: string
  organization: string
  inviter: { name: string; email: string } | undefined
}): LinkMail {
  const name = oneLine(organization)
  const sender = oneLine(inviter?.name ?? 'A former member')
  const address = inviter ? ` (${oneLine(inviter.email)})` : ''
  return {
    to,
    subject: 'You are invited to an organization in Stepkey',
    text: `${sender}${address} invites you to join the organization “${name}” in Stepkey, with the role ${invitation.role}.

To join, open this link:

${url}

The link can be used once, until ${linkExpiry(invitation.expiresAt)}. If you don’t know the sender, ignore this mail.
`,
  }
}
