import type { FieldMessage } from '@stepkey/shared/errors'
import { languageOf } from '@stepkey/shared/languages'
import { useLocale, useTranslations } from 'use-intl'
import { codeOf, fieldErrorsOf } from '../../api/api.ts'

/** Returns a function that gives the message of an error in the language of the user. */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations('errors')
  const isEnglish = languageOf(useLocale()) === 'en'
  return (error) => {
    const code = codeOf(error)
    if (code === undefined) return t('unreachable')
    if (isEnglish) return (error as Error).message
    return t.has(code as 'other') ? t(code as 'other') : t('other')
  }
}

/** Returns a function that gives the errors of single inputs in the language of the user, as far as they have a code. */
export function useFieldErrorTexts(): (error: unknown) => FieldMessage[] {
  const t = useTranslations()
  const isEnglish = languageOf(useLocale()) === 'en'
  const texts: Record<string, () => string> = {
    required: () => t('inputErrors.required'),
    name_taken: () => t('inputErrors.nameTaken'),
    secret_needed: () => t('inputErrors.secretMoved'),
    consent_expired: () => t('errors.consent_expired'),
  }
  return (error) =>
    fieldErrorsOf(error).map(({ path, code, message }) => ({
      path,
      message: isEnglish ? message : (texts[code]?.() ?? message),
    }))
}
