import type { FieldMessage } from '@stepkey/shared/errors'
import { fieldErrors } from '@stepkey/shared/field-errors'
import type { CatalogueTranslator } from '@stepkey/shared/locales'
import { describeFields, mergeValues } from '@stepkey/shared/schema'
import type { z } from 'zod'

/** Returns the errors in the values of a new credential, by the schema that the server uses, too. */
export function errorsIn(
  schema: z.ZodObject,
  values: Record<string, unknown>,
  t: CatalogueTranslator,
): FieldMessage[] {
  const parsed = schema.safeParse(values)
  return parsed.success ? [] : fieldErrors(parsed.error, [], t)
}

/**
 * Returns the errors in a change of stored values. The browser does not have the kept secrets, so errors at their paths
 * are ignored; the server validates them.
 */
export function errorsInChange(
  schema: z.ZodObject,
  storedValues: Record<string, unknown>,
  changes: Record<string, unknown>,
  keptSecrets: readonly string[],
  t: CatalogueTranslator,
): FieldMessage[] {
  const merged = mergeValues(describeFields(schema), storedValues, changes)
  return errorsIn(schema, merged, t).filter(({ path }) => !keptSecrets.includes(path))
}
