import { languageOf } from '@stepkey/shared/languages'
import { loadLocale } from '../../ui/language/Localized.tsx'
import { localeFor } from '../../ui/language/locale.ts'

/** Not secret. Kept in the storage of this window, which the page of the provider does not end. */
const KEY = 'stepkey-locale'

/** Keeps the language of the page that opened this window. */
export function takeWindowLocale({ hash }: { hash: string }): void {
  const locale = new URLSearchParams(hash).get('locale')
  if (locale && languageOf(locale)) sessionStorage.setItem(KEY, locale.slice(0, 35))
}

/** Loads the texts for this window. @returns their language */
export async function loadWindowLocale(): Promise<string> {
  const locale = localeFor(sessionStorage.getItem(KEY) ?? undefined)
  await loadLocale(locale)
  return locale
}
