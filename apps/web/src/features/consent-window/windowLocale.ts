import { loadLocale } from '../../ui/language/Localized.tsx'
import { localeFor } from '../../ui/language/locale.ts'

/** Not secret. Kept in the storage of this window, which the page of the provider does not end. */
const KEY = 'stepkey-locale'

/** Keeps the language of the page that opened this window. */
export function takeWindowLocale({ hash }: { hash: string }): void {
  const locale = new URLSearchParams(hash).get('locale')
  if (locale) sessionStorage.setItem(KEY, locale)
  else sessionStorage.removeItem(KEY)
}

/**
 * Loads the texts for this window.
 * @param sessionLocale the language of the connect session, if the page that opened the window gave none
 * @returns their language
 */
export async function loadWindowLocale(sessionLocale?: string): Promise<string> {
  const locale = localeFor(sessionStorage.getItem(KEY) ?? sessionLocale)
  await loadLocale(locale)
  return locale
}
