import { type Language, languageOf, loadMessages, type Messages } from '@stepkey/shared/locales'
import { en } from '@stepkey/shared/locales/en'
import { type ReactNode, useEffect, useState } from 'react'
import { IntlProvider } from 'use-intl'
import { MEMBER_LOCALE } from '../time/format.ts'

declare module 'use-intl' {
  interface AppConfig {
    Messages: typeof en
  }
}

/** Shows texts in English, as the screens of users with an account do. */
export const InEnglish = ({ children }: { children: ReactNode }) => (
  <IntlProvider locale={MEMBER_LOCALE} messages={en}>
    {children}
  </IntlProvider>
)

const loaded = new Map<Language, Messages>([['en', en]])
const languageFor = (locale: string): Language => languageOf(locale) ?? 'en'

/** Loads the texts of a locale, so that {@link Localized} shows them at once. If that fails, texts are in English. */
export async function loadLocale(locale: string): Promise<void> {
  const language = languageFor(locale)
  if (loaded.has(language)) return
  loaded.set(language, await loadMessages(language).catch(() => en))
}

interface LocalizedProps {
  /** A BCP 47 language tag. Its region decides how dates and numbers look. */
  locale: string
  /** Shown while the texts are being loaded. */
  pending?: ReactNode
  children: ReactNode
}

/** Shows texts in the language of the user, for the pages of people without an account. */
export function Localized({ locale, pending = null, children }: LocalizedProps) {
  const [, setLoadedLocale] = useState<string>()
  useEffect(() => {
    let isCurrent = true
    void loadLocale(locale).then(() => isCurrent && setLoadedLocale(locale))
    return () => {
      isCurrent = false
    }
  }, [locale])
  const language = languageFor(locale)
  const messages = loaded.get(language)
  if (!messages) return pending
  return (
    <IntlProvider
      locale={language === languageOf(locale) ? locale : language}
      messages={messages as typeof en}
    >
      <div lang={language} style={{ display: 'contents' }}>
        {children}
      </div>
    </IntlProvider>
  )
}
