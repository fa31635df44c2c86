/** The languages that people without an account can read Stepkey in. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'ja'] as const
/** A language of the message catalogue. */
export type Language = (typeof LANGUAGES)[number]

/** Returns the language of a language tag, if the message catalogue has it. */
export const languageOf = (tag: string): Language | undefined =>
  LANGUAGES.find((language) => language === tag.split('-', 1)[0]?.toLowerCase())

/** Returns the first of the preferred language tags whose language the message catalogue has, or English. */
export const preferredLocale = (tags: readonly string[]): string =>
  tags.find((tag) => languageOf(tag) !== undefined) ?? 'en'
