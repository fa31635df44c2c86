import type { RequestCreated } from '@stepkey/shared/credential-request'
import type { Trx } from '../../platform/database/connect.ts'
import { oneLine } from '../../platform/mail/mail.ts'
import { countRecentEntries } from '../audit/audit-log.ts'
import type { WorkspaceContext } from '../context.ts'

/** Mails that a workspace may ask for in a day: nobody shall write to the whole world in its name. */
const LIMIT = 50
const DAY = 24 * 3600 * 1000

type Sending = Pick<RequestCreated, 'sent' | 'problem'>

/** Whether one more mail may be sent, for which the request has just been recorded in this transaction. */
export async function isWithinLimit(trx: Trx, ctx: WorkspaceContext): Promise<boolean> {
  return (
    (await countRecentEntries(trx, ctx, { action: 'request.created', detail: 'email', within: DAY })) <= LIMIT
  )
}

const notSent = (why: string): Sending => ({
  sent: false,
  problem: `${why} The link works all the same: hand it over yourself.`,
})

export const overLimit = notSent(
  `No mail was sent: this workspace asked for more than ${LIMIT} within a day. More can be sent tomorrow.`,
)

type Made = RequestCreated & { email: string; title: string }

/** Sends a request that is stored by now. Whatever comes of that, the request stands. */
export async function mailRequest({ mail }: WorkspaceContext, made: Made): Promise<Sending> {
  if (!mail) return notSent('No mail was sent: this Stepkey has no mail server.')
  const { outcome } = await mail.send({ to: made.email, ...letter(made) })
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

/** A name that others chose is kept to its place in a line. Their note is on the page that the link leads to. */
function letter({ request, url, title }: Made) {
  const who = oneLine(request.askedBy ?? 'Somebody')
  const until = `${request.expiresAt.slice(0, 10)}, ${request.expiresAt.slice(11, 16)} UTC`
  return {
    subject: `${who} asks you for access to ${title}`,
    text: `${who} asks you for a credential for ${title}, to be kept in Stepkey. It is tried out and sealed: its secrets are shown to nobody.

To enter it, open this link:

${url}

It works once, until ${until}. You need no account. If you don’t know who asks you, don’t open it: nothing happens then.
`,
  }
}
