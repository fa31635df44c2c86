import { preferredLocale } from '@stepkey/shared/languages'

/** Returns the language of the texts for a person without an account: the given one, or that of the browser. */
export const localeFor = (given: string | undefined): string =>
  canonical(given) ?? preferredLocale(navigator.languages)

/** Returns a language tag in its usual form; undefined for other text, which `Intl` refuses. */
function canonical(tag: string | undefined): string | undefined {
  if (tag === undefined) return undefined
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0]
  } catch {
    return undefined
  }
}
