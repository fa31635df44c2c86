import { withWording } from '@stepkey/shared/branded-texts'
import type { Branding } from '@stepkey/shared/branding'
import { type Language, languageOf } from '@stepkey/shared/languages'
import { loadMessages } from '@stepkey/shared/load-messages'
import type { Messages } from '@stepkey/shared/locales'
import type { en } from '@stepkey/shared/locales/en'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { IntlProvider } from 'use-intl'

const loaded = new Map<Language, Messages>()
const languageFor = (locale: string): Language => languageOf(locale) ?? 'en'

/** Loads the texts of a locale, so that {@link Localized} shows them at once. @throws if they can’t be loaded */
export async function loadLocale(locale: string): Promise<void> {
  const language = languageFor(locale)
  if (!loaded.has(language)) loaded.set(language, await loadMessages(language))
}

/** The interval between attempts to load the texts, in milliseconds. */
const RETRY_INTERVAL = 3000

interface LocalizedProps {
  /** A BCP 47 language tag. Its region decides how dates and numbers look. */
  locale: string
  /** Has texts that replace those of Stepkey. */
  branding?: Branding | undefined
  /** The page belongs to Stepkey, so its language is that of the document, too: for its title and its dialogs. */
  isPage?: boolean
  /** Shown while the texts are being loaded. */
  pending?: ReactNode
  children: ReactNode
}

/** Shows texts in the language of the user, for people without an account. */
export function Localized({ locale, branding, isPage = false, pending = null, children }: LocalizedProps) {
  const [, setLoadedLocale] = useState<string>()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isCurrent = true
    const load = () =>
      loadLocale(locale).then(
        () => isCurrent && setLoadedLocale(locale),
        () => {
          if (isCurrent) timer = setTimeout(load, RETRY_INTERVAL)
        },
      )
    void load()
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [locale])
  // The former language stays until the new one is loaded, so that the input of forms is kept.
  const [shown, setShown] = useState(locale)
  const isLoaded = loaded.has(languageFor(locale))
  if (isLoaded && shown !== locale) setShown(locale)
  const language = languageFor(shown)
  useEffect(() => {
    if (isPage) document.documentElement.lang = language
  }, [isPage, language])
  const texts = loaded.get(language)
  const messages = useMemo(
    () => texts && (branding ? withWording(texts, language, branding) : texts),
    [texts, language, branding],
  )
  if (!messages) return pending
  return (
    <IntlProvider
      locale={languageOf(shown) ? shown : language}
      // The types of the arguments are those of the English texts; a test compares them.
      messages={messages as typeof en}
    >
      <div lang={language} style={{ display: 'contents' }}>
        {children}
      </div>
    </IntlProvider>
  )
}
