import type { CredentialRequest } from '@stepkey/shared/credential-request'
import { oneLine } from '../../platform/mail/mail.ts'
import { type LinkMail, linkExpiry } from '../notices/one-time-link-mail.ts'

/**
 * Composes the mail of a credential request. Line breaks are removed from names, because they are user input and could
 * imitate the text around them. The requester's note is shown only on the linked page.
 */
export function requestMail({
  request,
  url,
  to,
  title,
  workspace,
  address,
}: {
  request: CredentialRequest
  url: string
  to: string
  /** Of the component. */
  title: string
  /** The name of the workspace. */
  workspace: string
  /** The e-mail address of the requester; absent for API keys. */
  address: string | undefined
}): LinkMail {
  const sender = oneLine(request.askedBy ?? 'A former member')
  return {
    to,
    subject: `A credential for ${title} is requested from you`,
    text: `${sender}${address ? ` (${oneLine(address)})` : ''} asks you for a credential for ${title}. Stepkey verifies it and stores it encrypted. The members of the workspace “${oneLine(workspace)}” can use it in their flows, and their flow engines receive its secrets. Stepkey has not verified who the sender is.

To enter the credential, open this link:

${url}

The link can be used once, until ${linkExpiry(request.expiresAt)}. You need no account. If you don’t know the sender, ignore this mail.
`,
  }
}
