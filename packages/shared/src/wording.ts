import { Branding } from './branding.ts'
import { en } from './locales/en.ts'

/** The texts of the message catalogue by `namespace.id`. */
const englishTexts: ReadonlyMap<string, string> = new Map(flatten(en))

function flatten(texts: object, prefix = ''): [id: string, text: string][] {
  return Object.entries(texts).flatMap(([id, text]) =>
    typeof text === 'string' ? [[`${prefix}${id}`, text]] : flatten(text, `${prefix}${id}.`),
  )
}

/** The arguments of a text in ICU MessageFormat: `{name}` and `<tag>`. */
const argumentsOf = (text: string): Set<string> => new Set(text.match(/\{\s*\w+|<\/?\w+>?/g) ?? [])

/**
 * Texts that stay as they are: those that protect people from deception, the e-mails, which the operator sends, and errors and
 * findings, which follow the API.
 */
const FIXED_TEXTS =
  /^(?:requestMail\.|consentWindow\.|errors\.|findings\.|link\.onlyIfExpected$|request\.(?:address|byProgram|onlyIfExpected)$)/

/** The texts that a branding can replace, by their ids. */
export const replaceableTexts: ReadonlyMap<string, string> = new Map(
  [...englishTexts].filter(([id]) => !FIXED_TEXTS.test(id)),
)

/**
 * Returns what is wrong with a text that replaces that of an id, if anything: placeholders and tags must be those of the
 * replaced text, and complete.
 */
export function wordingProblem(id: string, text: string): string | undefined {
  const original = englishTexts.get(id)
  if (original === undefined) return 'The message catalogue has no text of this id. See /docs/branding.'
  if (FIXED_TEXTS.test(id)) return 'This text can’t be replaced. See /docs/branding.'
  if (/'/.test(text)) return 'Use ’ instead of the straight apostrophe.'
  const withoutArguments = text.replace(/\{\w+\}/g, '').replace(/<(\w+)>[^<>{}]*<\/\1>/g, '')
  if (/[{}<>]/.test(withoutArguments))
    return 'Use arguments only as {name}, and tags only as in the original.'
  const known = argumentsOf(original)
  const unknown = [...argumentsOf(text)].find((argument) => !known.has(argument))
  return unknown && `The original text has no ${unknown.startsWith('{') ? `${unknown}}` : unknown}.`
}

/** The maximum length of a branding as JSON, in characters: every page with it loads it. */
const BRANDING_LIMIT = 96 * 1024

/** A branding as callers send it: its texts are checked against those that they replace. */
export const NewBranding = Branding.refine(
  (branding) => JSON.stringify(branding).length <= BRANDING_LIMIT,
  `Use at most ${BRANDING_LIMIT} characters altogether`,
).superRefine(({ wording = {} }, context) => {
  for (const [language, texts] of Object.entries(wording)) {
    for (const [id, text] of Object.entries(texts)) {
      const message = wordingProblem(id, text)
      if (!message) continue
      // Only known ids are named: others are input, which errors never repeat.
      const subject = englishTexts.has(id) ? `${id}: ` : ''
      context.addIssue({ code: 'custom', path: ['wording', language], message: `${subject}${message}` })
    }
  }
})
