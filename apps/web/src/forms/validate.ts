import { type FieldError, fieldErrors } from '@stepkey/shared/errors'
import { describeFields, mergeValues } from '@stepkey/shared/schema'
import type { z } from 'zod'

/** What is wrong with the values of a new credential, by the schema that the server uses too. */
export function errorsIn(schema: z.ZodObject, values: Record<string, unknown>): FieldError[] {
  const parsed = schema.safeParse(values)
  return parsed.success ? [] : fieldErrors(parsed.error)
}

/**
 * What is wrong with a change of stored values. The browser doesn't have the secrets that are kept,
 * so what the schema says about those paths is left to the server.
 */
export function errorsInChange(
  schema: z.ZodObject,
  storedValues: Record<string, unknown>,
  changes: Record<string, unknown>,
  kept: readonly string[],
): FieldError[] {
  const merged = mergeValues(describeFields(schema), storedValues, changes)
  return errorsIn(schema, merged).filter(({ path }) => !kept.includes(path))
}
