import type { CredentialRequest } from '@stepkey/shared/credential-request'
import { languageOf } from '@stepkey/shared/languages'
import { loadMessages } from '@stepkey/shared/load-messages'
import { translatorFor } from '@stepkey/shared/locales'
import { oneLine } from '../../platform/mail/mail.ts'
import { type LinkMail, linkExpiry } from '../notices/one-time-link-mail.ts'

interface RequestMailOptions {
  request: CredentialRequest
  url: string
  to: string
  /** The title of the component. */
  title: string
  /** The name of the workspace. */
  workspace: string
  /** The e-mail address of the requester; absent for API keys. */
  address: string | undefined
  /** The language, as a BCP 47 tag. If absent, English. */
  locale: string | undefined
}

/**
 * Composes the mail of a credential request. Line breaks are removed from names, because they are user input and could
 * imitate the text around them. The requester's note is shown only on the linked page.
 */
export async function requestMail(options: RequestMailOptions): Promise<LinkMail> {
  const { request, url, to, title, workspace, address, locale } = options
  const language = languageOf(locale ?? 'en') ?? 'en'
  const t = translatorFor(language, await loadMessages(language))
  const name = oneLine(request.askedBy ?? t('requestMail.formerMember'))
  const sender = address ? `${name} (${oneLine(address)})` : name
  const time = linkExpiry(request.expiresAt, locale && languageOf(locale) ? locale : undefined)
  return {
    to,
    subject: t('requestMail.subject', { component: title }),
    text: `${t('requestMail.intro', { sender, component: title, workspace: oneLine(workspace) })}

${t('requestMail.openLink')}

${url}

${t('requestMail.validity', { time })}
`,
  }
}
