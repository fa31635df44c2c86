import type { RequestCreated } from '@stepkey/shared/credential-request'
import type { Trx } from '../../platform/database/connect.ts'
import { oneLine } from '../../platform/mail/mail.ts'
import { countRecentEntries } from '../audit/audit-log.ts'
import type { WorkspaceContext } from '../context.ts'

/** Maximum number of request mails per workspace and day, so that Stepkey can't be used to send spam. */
const LIMIT = 50
const DAY = 24 * 3600 * 1000

type MailResult = Pick<RequestCreated, 'sent' | 'problem'>

/** Returns whether the workspace may send a mail. Call it after writing the audit entry of the request. */
export async function isWithinLimit(trx: Trx, ctx: WorkspaceContext): Promise<boolean> {
  return (
    (await countRecentEntries(trx, ctx, { action: 'request.created', detail: 'email', within: DAY })) <= LIMIT
  )
}

const notSent = (why: string): MailResult => ({
  sent: false,
  problem: `${why} The link is valid: copy it and send it yourself.`,
})

/** The result when the workspace has reached its daily limit. */
export const overLimit = notSent(
  `No mail was sent: this workspace has reached its limit of ${LIMIT} mails per day. Try again tomorrow.`,
)

type CreatedRequest = RequestCreated & { email: string; title: string }

/** Sends a stored credential request by mail. The request stays valid even if no mail was sent. */
export async function mailRequest({ mail }: WorkspaceContext, created: CreatedRequest): Promise<MailResult> {
  if (!mail) return notSent('No mail was sent: this server has no mail server configured.')
  const { outcome } = await mail.send({ to: created.email, ...toMail(created) })
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

/**
 * Composes the mail. The name is user input, so line breaks are removed: they could imitate the text around it. The
 * note of the requester is shown only on the page that the link opens.
 */
function toMail({ request, url, title }: CreatedRequest) {
  const who = oneLine(request.askedBy ?? 'A former member')
  const until = `${request.expiresAt.slice(0, 10)}, ${request.expiresAt.slice(11, 16)} UTC`
  return {
    subject: `${who} asks you for access to ${title}`,
    text: `${who} asks you for a credential for ${title}. Stepkey verifies it and stores it encrypted. Its secrets are never shown.

To enter the credential, open this link:

${url}

The link can be used once, until ${until}. You need no account. If you don’t know the sender, ignore this mail.
`,
  }
}
