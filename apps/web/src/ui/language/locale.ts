import { preferredLocale } from '@stepkey/shared/languages'

/** Returns the language of the texts for a person without an account: the given one, or that of the browser. */
export const localeFor = (given: string | undefined): string => given ?? preferredLocale(navigator.languages)
