import { createTranslator } from 'use-intl/core'
import { en } from './locales/en.ts'

/** The languages that people without an account can read Stepkey in. */
export const LANGUAGES = ['en'] as const
/** A language of the message catalogue. */
export type Language = (typeof LANGUAGES)[number]

/** The same ids as in English, with texts of another language. */
type Translated<English> = {
  [Id in keyof English]: English[Id] extends string ? string : Translated<English[Id]>
}
/** The texts of one language, by namespace and id, in ICU MessageFormat. */
export type Messages = Translated<typeof en>

/** Returns the text of an id, with the values of its arguments. */
export type CatalogueTranslator = ReturnType<typeof createTranslator<typeof en>>

/** Creates the translator of a locale from its texts. */
export const translatorFor = (locale: string, messages: Messages): CatalogueTranslator =>
  createTranslator({ locale, messages: messages as typeof en })

/** The translator of English, the language of the API. */
export const english = translatorFor('en', en)

/** Returns the language of a language tag, if the message catalogue has it. */
export const languageOf = (tag: string): Language | undefined =>
  LANGUAGES.find((language) => language === tag.split('-', 1)[0]?.toLowerCase())

/** Returns the first of the preferred language tags whose language the message catalogue has, or English. */
export const preferredLocale = (tags: readonly string[]): string =>
  tags.find((tag) => languageOf(tag) !== undefined) ?? 'en'

/** Loads the texts of a locale; those of English if the catalogue does not have its language. */
export const loadMessages = async (_locale: string): Promise<Messages> => en
