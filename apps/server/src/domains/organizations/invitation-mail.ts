import type { Invitation, InvitationCreated } from '@stepkey/shared/organization'
import type { Trx } from '../../platform/database/connect.ts'
import { oneLine } from '../../platform/mail/mail.ts'
import { countRecentEntries } from '../audit/audit-log.ts'
import type { WorkspaceContext } from '../context.ts'
import { findMember } from './store.ts'

/** Mails that an organization may ask for in a day: nobody shall write to the whole world in its name. */
const LIMIT = 50
const DAY = 24 * 3600 * 1000

type Sending = Pick<InvitationCreated, 'sent' | 'problem'>

/** Whether one more mail may be sent, for which the invitation has just been recorded in this transaction. */
export async function isWithinLimit(trx: Trx, ctx: WorkspaceContext): Promise<boolean> {
  const asked = await countRecentEntries(trx, ctx, {
    action: 'invitation.created',
    detail: 'email',
    within: DAY,
  })
  return asked <= LIMIT
}

const notSent = (why: string): Sending => ({
  sent: false,
  problem: `${why} The link works all the same: hand it over yourself.`,
})

export const overLimit = notSent(
  `No mail was sent: this organization asked for more than ${LIMIT} within a day. More can be sent tomorrow.`,
)

interface Made {
  invitation: Invitation
  url: string
  email: string
  organization: string
}

/** Sends an invitation that is stored by now. Whatever comes of that, the invitation stands. */
export async function mailInvitation(ctx: WorkspaceContext, made: Made): Promise<Sending> {
  const { mail, db, workspaceId, actor } = ctx
  if (!mail) return notSent('No mail was sent: this Stepkey has no mail server.')
  const inviter = await findMember(db, workspaceId, actor.id)
  const { outcome } = await mail.send({ to: made.email, ...letter(made, inviter) })
  switch (outcome) {
    case 'sent':
      return { sent: true }
    case 'refused':
      return notSent('No mail was sent: the mail server does not deliver to this address. Check it.')
    case 'failed':
      return notSent(
        'No mail was sent: the mail server did not take it. Whoever runs this Stepkey finds the reason in its log.',
      )
  }
}

/** Whoever is invited sees names that others chose, so each is kept to its place in a line. */
function letter({ invitation, url, organization }: Made, inviter?: { name: string; email: string }) {
  const to = oneLine(organization)
  const who = oneLine(inviter?.name ?? 'Somebody')
  const address = inviter ? ` (${oneLine(inviter.email)})` : ''
  const until = `${invitation.expiresAt.slice(0, 10)}, ${invitation.expiresAt.slice(11, 16)} UTC`
  return {
    subject: `${who} invites you to ${to}`,
    text: `${who}${address} invites you to join the organization “${to}” in Stepkey, with the role ${invitation.role}.

To join, open this link:

${url}

It works once, until ${until}. If you don’t know who invites you, don’t open it: nothing happens then.
`,
  }
}
