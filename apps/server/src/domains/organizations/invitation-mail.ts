import type { Invitation, InvitationCreated } from '@stepkey/shared/organization'
import type { Trx } from '../../platform/database/connect.ts'
import { oneLine } from '../../platform/mail/mail.ts'
import { countRecentEntries } from '../audit/audit-log.ts'
import type { WorkspaceContext } from '../context.ts'
import { findMember } from './store.ts'

/** Maximum number of invitation mails per organization and day, so that Stepkey can't be used to send spam. */
const LIMIT = 50
const DAY = 24 * 3600 * 1000

type MailResult = Pick<InvitationCreated, 'sent' | 'problem'>

/** Returns whether the organization may send a mail. Call it after writing the audit entry of the invitation. */
export async function isWithinLimit(trx: Trx, ctx: WorkspaceContext): Promise<boolean> {
  const count = await countRecentEntries(trx, ctx, {
    action: 'invitation.created',
    detail: 'email',
    within: DAY,
  })
  return count <= LIMIT
}

const notSent = (why: string): MailResult => ({
  sent: false,
  problem: `${why} The link is valid: copy it and send it yourself.`,
})

/** The result when the organization has reached its daily limit. */
export const overLimit = notSent(
  `No mail was sent: this organization has reached its limit of ${LIMIT} mails per day. Try again tomorrow.`,
)

interface CreatedInvitation {
  invitation: Invitation
  url: string
  email: string
  organization: string
}

/** Sends a stored invitation by mail. The invitation stays valid even if no mail was sent. */
export async function mailInvitation(ctx: WorkspaceContext, created: CreatedInvitation): Promise<MailResult> {
  const { mail, db, workspaceId, actor } = ctx
  if (!mail) return notSent('No mail was sent: this server has no mail server configured.')
  const inviter = await findMember(db, workspaceId, actor.id)
  const { outcome } = await mail.send({ to: created.email, ...toMail(created, inviter) })
  switch (outcome) {
    case 'sent':
      return { sent: true }
    case 'refused':
      return notSent('No mail was sent: the mail server does not deliver to this address. Check it.')
    case 'failed':
      return notSent(
        'No mail was sent: the mail server did not accept it. The operator finds the reason in the server’s log.',
      )
  }
}

/** Composes the mail. Names are user input, so line breaks are removed: they could imitate the text around them. */
function toMail(
  { invitation, url, organization }: CreatedInvitation,
  inviter?: { name: string; email: string },
) {
  const to = oneLine(organization)
  const who = oneLine(inviter?.name ?? 'A former member')
  const address = inviter ? ` (${oneLine(inviter.email)})` : ''
  const until = `${invitation.expiresAt.slice(0, 10)}, ${invitation.expiresAt.slice(11, 16)} UTC`
  return {
    subject: `${who} invites you to ${to}`,
    text: `${who}${address} invites you to join the organization “${to}” in Stepkey, with the role ${invitation.role}.

To join, open this link:

${url}

The link can be used once, until ${until}. If you don’t know the sender, ignore this mail.
`,
  }
}
