import type { Language } from './languages.ts'
import type { Messages } from './locales.ts'

/** The files of the message catalogue. Each is loaded when it is needed. */
const catalogue: Record<Language, () => Promise<Messages>> = {
  en: async () => (await import('./locales/en.ts')).en,
  de: async () => (await import('./locales/de.ts')).de,
  fr: async () => (await import('./locales/fr.ts')).fr,
  es: async () => (await import('./locales/es.ts')).es,
  pt: async () => (await import('./locales/pt.ts')).pt,
  ja: async () => (await import('./locales/ja.ts')).ja,
}

/** Loads the texts of a language. */
export const loadMessages = async (language: Language): Promise<Messages> => await catalogue[language]()
