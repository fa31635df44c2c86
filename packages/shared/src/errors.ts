import { z } from 'zod'

/** Every error that leaves Stepkey carries one of these codes; expected outcomes are values, not errors. */
export const ERROR_CODES = [
  'invalid_input',
  'unauthorized',
  'forbidden',
  'not_found',
  'too_many_requests',
  'unavailable',
  'internal',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** What is wrong with one input. `path` is dotted (`server.host`), empty for the whole input. */
export const FieldError = z.object({ path: z.string(), message: z.string() })
export type FieldError = z.infer<typeof FieldError>

/** Turns zod's issues into field errors. The rejected input is never repeated: it may be a secret. */
export function fieldErrors(error: z.core.$ZodError, prefix: readonly PropertyKey[] = []): FieldError[] {
  return error.issues.map((issue) => ({
    path: [...prefix, ...issue.path].map(String).join('.'),
    message: sentence(issue),
  }))
}

/** zod's own sentence, except where it is meant for programmers or lists what was typed. */
function sentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      // Only the message tells what was received, and it names the type alone.
      return /received (undefined|null)$/.test(issue.message)
        ? 'Fill in this field.'
        : `Expected ${article(issue.expected)}.`
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) <= 1
        ? 'Fill in this field.'
        : `${issue.message}.`
    case 'unrecognized_keys':
      return `There is no field named ${issue.keys
        .slice(0, 5)
        .map((key) => `“${key.slice(0, 60)}”`)
        .join(', ')}.`
    case 'invalid_union':
    case 'invalid_value':
      return 'Choose one of the offered options.'
    case 'invalid_format':
      return issue.format === 'url'
        ? 'Enter a complete address, for example https://api.example.com.'
        : end(issue.message)
    default:
      return end(issue.message)
  }
}

const end = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)
const article = (noun: string) => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`)
