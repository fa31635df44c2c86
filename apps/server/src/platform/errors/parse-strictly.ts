import { fieldErrors } from '@stepkey/shared/errors'
import type { z } from 'zod'
import { invalidInput } from './domain-error.ts'
import { findUnknownMembers } from './unknown-members.ts'

/** The deepest nesting of objects and lists in an input. */
const DEEPEST = 64

/** Refuses input that is nested so deeply that recursive functions run out of stack. @throws DomainError invalid_input */
export function refuseDeepInput(raw: unknown): void {
  let level = [raw]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST)
      throw invalidInput({ path: '', message: `The input is nested more than ${DEEPEST} levels deep.` })
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
  throw invalidInput(...unknown, ...fieldErrors({ issues: wrong }, prefix))
}
