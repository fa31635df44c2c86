import type { CredentialRequest } from '@stepkey/shared/credential-request'
import { oneLine } from '../../platform/mail/mail.ts'
import { type LinkMail, linkExpiry } from '../notices/one-time-link-mail.ts'

/**
 * Composes the mail of a credential request. Line breaks are removed from the name, because it is user input and
 * could imitate the text around it. The requester's note is shown only on the linked page.
 */
export function requestMail({
  request,
  url,
  to,
  title,
}: {
  request: CredentialRequest
  url: string
  to: string
  /** Of the component. */
  title: string
}): LinkMail {
  const sender = oneLine(request.askedBy ?? 'A former member')
  return {
    to,
    subject: `${sender} asks you for access to ${title}`,
    text: `${sender} asks you for a credential for ${title}. Stepkey verifies it and stores it encrypted. Its secrets are never shown.

To enter the credential, open this link:

${url}

The link can be used once, until ${linkExpiry(request.expiresAt)}. You need no account. If you don’t know the sender, ignore this mail.
`,
  }
}
