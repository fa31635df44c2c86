import { z } from 'zod'
import { FIRST } from './length-limit.ts'

/** A BCP 47 language tag, such as `de` or `pt-BR`. */
export const LocaleTag = z
  .string()
  .max(35, FIRST)
  .refine(isLanguageTag, 'Enter a language tag such as de or pt-BR')
  .describe(
    'The language of the texts, as a BCP 47 tag such as `de` or `pt-BR`: English, German, French, Spanish, Portuguese or Japanese. Any other language means English.',
  )

function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}
