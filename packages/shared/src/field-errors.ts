import type { z } from 'zod'
import type { FieldCode, FieldError } from './errors.ts'
import { enScreens } from './locales/en-screens.ts'
import { type CatalogueTranslator, english } from './locales.ts'

/**
 * Matches field names of Stepkey. Any other part of a path is a key that the caller sent and may hold a
 * secret.
 */
const FIELD_NAME = /^[\w-]{1,60}$/

/**
 * Converts zod issues into field errors. `prefix` is prepended to every path. The rejected input is never
 * repeated, because it may be a secret.
 * @param t translates the messages, as far as they are in the message catalogue
 */
export function fieldErrors(
  error: Pick<z.core.$ZodError, 'issues'>,
  prefix: readonly PropertyKey[] = [],
  t: CatalogueTranslator = english,
): FieldError[] {
  return error.issues.map((issue) => {
    const path = [...prefix, ...issue.path].map(String)
    const unknownPart = path.findIndex((part) => !FIELD_NAME.test(part))
    return {
      path: path.slice(0, unknownPart < 0 ? undefined : unknownPart).join('.'),
      code: codeFor(issue),
      message:
        path.length === 0 && issue.code === 'invalid_type' && issue.expected === 'object'
          ? t('inputErrors.jsonObject')
          : messageFor(issue, t),
    }
  })
}

function codeFor(issue: z.core.$ZodIssue): FieldCode {
  if (issue.code === 'unrecognized_keys') return 'unknown_member'
  return isMissing(issue) ? 'required' : 'invalid'
}

/** The issue has no member for the received type; only zod's message names it. */
const isMissing = (issue: z.core.$ZodIssue) =>
  issue.code === 'custom'
    ? issue.params?.isMissing === true
    : issue.code === 'invalid_type' && /received (undefined|null)$/.test(issue.message)

/** Returns a message for users. Keeps messages set by Stepkey's schemas and replaces zod's built-in ones. */
function messageFor(issue: z.core.$ZodIssue, t: CatalogueTranslator): string {
  if (isMissing(issue) && issue.code === 'invalid_type') return t('inputErrors.required')
  const builtIn = isBuiltIn(issue.message) ? builtInMessage(issue, t) : undefined
  return builtIn ?? asSentence(schemaMessage(issue.message, t))
}

/** Returns the message that replaces one of zod's own, if there is one for the kind of issue. */
function builtInMessage(issue: z.core.$ZodIssue, t: CatalogueTranslator): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const id = TYPE_MESSAGES[issue.expected]
      return id && t(`inputErrors.${id}`)
    }
    case 'too_small': {
      const limit = Number(issue.minimum)
      if (issue.origin === 'string')
        return limit <= 1 ? t('inputErrors.required') : t('inputErrors.minCharacters', { limit })
      return issue.origin === 'array'
        ? t('inputErrors.minChoices', { limit })
        : t('inputErrors.minNumber', { limit: `${limit}` })
    }
    case 'too_big': {
      const limit = Number(issue.maximum)
      if (issue.origin === 'string') return t('inputErrors.maxCharacters', { limit })
      return issue.origin === 'array'
        ? t('inputErrors.maxChoices', { limit })
        : t('inputErrors.maxNumber', { limit: `${limit}` })
    }
    case 'unrecognized_keys':
      return t('inputErrors.unknownField')
    case 'invalid_value':
      return choose(issue.values, t)
    case 'invalid_union':
      return choose(optionsOf(issue), t)
    case 'invalid_format':
      return t(`inputErrors.${FORMAT_MESSAGES[issue.format] ?? 'format'}`)
    default:
      return undefined
  }
}

const TYPE_MESSAGES: Record<string, 'text' | 'number' | 'wholeNumber' | 'boolean' | 'object' | 'list'> = {
  string: 'text',
  number: 'number',
  int: 'wholeNumber',
  boolean: 'boolean',
  object: 'object',
  record: 'object',
  array: 'list',
}

const FORMAT_MESSAGES: Record<string, 'time' | 'date' | 'completeUrl' | 'emailAddress'> = {
  datetime: 'time',
  date: 'date',
  url: 'completeUrl',
  email: 'emailAddress',
}

/** The ids of the messages that schemas set, by their English text. Other messages of schemas are in English only. */
const SCHEMA_MESSAGES = new Map(
  Object.entries(enScreens.inputErrors).map(([id, text]) => [text as string, id as 'singleLine']),
)

function schemaMessage(message: string, t: CatalogueTranslator): string {
  const id = SCHEMA_MESSAGES.get(message)
  return id ? t(`inputErrors.${id}`) : message
}

/** The number of options that a message names at most. */
const NAMED_OPTIONS = 20

function choose(options: readonly unknown[], t: CatalogueTranslator): string {
  if (options.length === 0) return t('inputErrors.option')
  if (options.length === 1) return t('inputErrors.only', { option: String(options[0]) })
  const named = options.slice(0, NAMED_OPTIONS).map(String)
  return t('inputErrors.oneOf', {
    options: [...named, ...(options.length > NAMED_OPTIONS ? ['…'] : [])].join(', '),
  })
}

/** Returns the values of the discriminator of a union; none for other unions. */
const optionsOf = (issue: z.core.$ZodIssueInvalidUnion): readonly unknown[] =>
  'options' in issue && Array.isArray(issue.options) ? issue.options : []

const isBuiltIn = (message: string) => /^(Invalid|Too (small|big)|Unrecognized)/.test(message)
/** Adds a full stop, unless there is one; after Japanese text, a Japanese one. */
function asSentence(text: string): string {
  if (/[.!?。]$/.test(text)) return text
  return text + (/[\u3040-\u30ff\u4e00-\u9fff]$/.test(text) ? '。' : '.')
}

/** Returns the issues inside a union: those of the option that fits best. */
export function issuesInside(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  const [best = []] = issue.errors.toSorted((a, b) => a.length - b.length)
  return best.flatMap((inner) => issuesInside({ ...inner, path: [...issue.path, ...inner.path] }))
}
