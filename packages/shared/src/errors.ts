import { z } from 'zod'

/** Every error that leaves Stepkey carries one of these codes; expected outcomes are values, not errors. */
export const ERROR_CODES = [
  'invalid_input',
  'unauthorized',
  'forbidden',
  /** This asks for the password again: `accounts.confirmPassword`, then the same call once more. */
  'password_needed',
  /** What was asked for doesn't fit the state that things are in. */
  'conflict',
  'not_found',
  'too_many_requests',
  'unavailable',
  'internal',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** What is wrong with one input. `path` is dotted (`server.host`), empty for the whole input. */
export const FieldError = z.object({ path: z.string(), message: z.string() })
export type FieldError = z.infer<typeof FieldError>

/** Names of fields are ours; a longer part of a path is what somebody typed as a name. */
const FIELD_NAME = /^[\w-]{1,60}$/

/** Turns zod's issues into field errors. The rejected input is never repeated: it may be a secret. */
export function fieldErrors(
  error: Pick<z.core.$ZodError, 'issues'>,
  prefix: readonly PropertyKey[] = [],
): FieldError[] {
  return error.issues.map((issue) => {
    const path = [...prefix, ...issue.path].map(String)
    const unknown = path.findIndex((part) => !FIELD_NAME.test(part))
    return { path: path.slice(0, unknown < 0 ? undefined : unknown).join('.'), message: sentence(issue) }
  })
}

/** A sentence for people. zod's own are for programmers, but for those that a schema of ours gave it. */
function sentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      // Only the message tells what was received, and it names the type alone.
      return /received (undefined|null)$/.test(issue.message)
        ? 'Fill in this field.'
        : (EXPECTED[issue.expected] ?? end(issue.message))
    case 'too_small':
      if (!isZods(issue.message)) return end(issue.message)
      if (issue.origin === 'string')
        return Number(issue.minimum) <= 1
          ? 'Fill in this field.'
          : `Enter at least ${issue.minimum} characters.`
      return issue.origin === 'array'
        ? `Give at least ${issue.minimum}.`
        : `Enter a number from ${issue.minimum} up.`
    case 'too_big':
      if (!isZods(issue.message)) return end(issue.message)
      if (issue.origin === 'string') return `Enter at most ${issue.maximum} characters.`
      return issue.origin === 'array'
        ? `Give at most ${issue.maximum}.`
        : `Enter a number up to ${issue.maximum}.`
    case 'unrecognized_keys':
      return 'There is a field here that does not exist. Check the names of the fields.'
    case 'invalid_union':
    case 'invalid_value':
      return isZods(issue.message) ? 'Choose one of the offered options.' : end(issue.message)
    case 'invalid_format':
      return isZods(issue.message) ? 'This does not have the right form.' : end(issue.message)
    default:
      return end(issue.message)
  }
}

const EXPECTED: Record<string, string> = {
  string: 'Enter a text.',
  number: 'Enter a number.',
  int: 'Enter a whole number.',
  boolean: 'Enter true or false.',
  object: 'Give an object with fields.',
  record: 'Give an object with fields.',
  array: 'Give a list.',
}

const isZods = (message: string) => /^(Invalid|Too (small|big))/.test(message)
const end = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)
