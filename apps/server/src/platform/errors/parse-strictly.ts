import { fieldErrors } from '@stepkey/shared/field-errors'
import type { z } from 'zod'
import { invalidInput } from './domain-error.ts'
import { findUnknownMembers } from './unknown-members.ts'

/** The deepest nesting of objects and lists in an input. */
const DEEPEST = 64

/** The maximum number of values in an input, each member and each item counted. The largest flow has fewer. */
const MOST_VALUES = 20_000
/** The number of wrong fields that an error names at most. */
const NAMED_FIELDS = 50

/**
 * Refuses input that takes too much work to parse: nested so deeply that recursive functions run out of stack, or with
 * very many values. @throws DomainError invalid_input
 */
export function refuseLargeInput(raw: unknown): void {
  let level = [raw]
  let count = 0
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST)
      throw invalidInput({ path: '', message: `The input is nested more than ${DEEPEST} levels deep.` })
    count += level.length
    if (count > MOST_VALUES)
      throw invalidInput({ path: '', message: `The input has more than ${MOST_VALUES} values.` })
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    )
  }
}

/**
 * Parses an input. Unknown members are errors, whatever the schema says of them: a caller that misspells a member
 * would otherwise get something else than it asked for.
 * @param options.prefix the path of `raw` in the whole input
 * @param options.known the members that an error names as possible; by default all of the schema
 * @throws DomainError invalid_input with the wrong fields, never repeating a value of the input
 */
export function parseStrictly<S extends z.ZodType>(
  schema: S,
  raw: unknown,
  { prefix = [], known }: { prefix?: readonly string[]; known?: readonly string[] | undefined } = {},
): z.output<S> {
  const parsed = schema.safeParse(raw)
  const unknown = findUnknownMembers(schema, raw, { prefix, known })
  if (parsed.success && unknown.length === 0) return parsed.data
  // zod reports the unknown members of strict objects, too, but not what was meant.
  const wrong = parsed.success
    ? []
    : parsed.error.issues.filter(({ code }) => unknown.length === 0 || code !== 'unrecognized_keys')
  throw invalidInput(...unknown, ...fieldErrors({ issues: wrong.slice(0, NAMED_FIELDS) }, prefix))
}
