import { fieldErrors } from '@stepkey/shared/errors'
import type { z } from 'zod'
import { invalidInput } from './domain-error.ts'
import { findUnknownMembers } from './unknown-members.ts'

/** Refuses unknown members before anything else is checked. @throws DomainError invalid_input */
export function requireKnownMembers(schema: z.ZodType, raw: unknown): void {
  const unknown = findUnknownMembers(schema, raw)
  if (unknown.length > 0) throw invalidInput(...unknown)
}

/**
 * Parses an input. Unknown members are errors, whatever the schema says of them: a caller that misspells a member
 * would otherwise get something else than it asked for.
 * @param prefix the path of `raw` in the whole input
 * @throws DomainError invalid_input with the wrong fields, never repeating a value of the input
 */
export function parseStrictly<S extends z.ZodType>(
  schema: S,
  raw: unknown,
  prefix: readonly string[] = [],
): z.output<S> {
  const parsed = schema.safeParse(raw)
  const unknown = findUnknownMembers(schema, raw, prefix)
  if (parsed.success && unknown.length === 0) return parsed.data
  // zod reports the unknown members of strict objects, too, but not what was meant.
  const wrong = parsed.success
    ? []
    : parsed.error.issues.filter(({ code }) => unknown.length === 0 || code !== 'unrecognized_keys')
  throw invalidInput(...unknown, ...fieldErrors({ issues: wrong }, prefix))
}
