import { LANGUAGES } from '@stepkey/shared/languages'
import { MEMBER_LOCALE } from '../time/format.ts'

const names = new Intl.DisplayNames(MEMBER_LOCALE, { type: 'language' })

/** The languages of the message catalogue, for a list to choose from. */
export const languageOptions = LANGUAGES.map((language) => ({
  value: language,
  label: names.of(language) ?? language,
}))
