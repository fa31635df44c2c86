import { createTranslator } from 'use-intl/core'
import { en } from './locales/en.ts'

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
