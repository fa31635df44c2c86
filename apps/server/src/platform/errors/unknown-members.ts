import type { FieldError } from '@stepkey/shared/errors'
import { isRecord } from '@stepkey/shared/schema'
import { distance } from 'fastest-levenshtein'
import { z } from 'zod'

/** Unknown members that are reported at most. */
const LIMIT = 10
/** Longer names are not compared, nor repeated: they can be anything, even a secret in the wrong place. */
const LONGEST_NAME = 60

/**
 * Returns the members of an input that its schema does not have, each with the nearest member that it has:
 * `There is no member “tokn”. Did you mean “token”?`. Members inside records (maps with free keys) are not checked.
 */
export function findUnknownMembers(
  schema: z.ZodType,
  raw: unknown,
  prefix: readonly string[] = [],
): FieldError[] {
  const found: FieldError[] = []
  visit(schema, raw, [...prefix], found)
  return found
}

function visit(wrapped: z.core.$ZodType, raw: unknown, path: string[], found: FieldError[]): void {
  if (found.length >= LIMIT) return
  const schema = unwrap(wrapped)
  if (schema instanceof z.ZodObject && isRecord(raw)) {
    visitObject(schema, raw, path, found)
  } else if (schema instanceof z.ZodArray && Array.isArray(raw)) {
    raw.forEach((item, index) => {
      visit(schema.element, item, [...path, String(index)], found)
    })
  } else if (schema instanceof z.ZodUnion) {
    const option = optionFor(schema, raw)
    if (option) visit(option, raw, path, found)
  }
}

function visitObject(
  { shape, def }: z.ZodObject,
  raw: Record<string, unknown>,
  path: string[],
  found: FieldError[],
): void {
  const isOpen = def.catchall !== undefined && !(def.catchall instanceof z.ZodNever)
  for (const [name, value] of Object.entries(raw)) {
    const member = Object.hasOwn(shape, name) ? shape[name] : undefined
    if (member) visit(member, value, [...path, name], found)
    else if (!isOpen && found.length < LIMIT) found.push(unknownMember(name, Object.keys(shape), path))
  }
}

/** The option that an input is meant for: the one that its discriminator names, else the first one that accepts it. */
function optionFor(union: z.ZodUnion, raw: unknown): z.core.$ZodType | undefined {
  const { options } = union
  if (union instanceof z.ZodDiscriminatedUnion && isRecord(raw)) {
    const { discriminator } = union.def
    const named = options.find((option) => {
      const object = unwrap(option)
      const member = object instanceof z.ZodObject ? object.shape[discriminator] : undefined
      return member instanceof z.ZodType && member.safeParse(raw[discriminator]).success
    })
    if (named) return named
  }
  return options.find((option) => option instanceof z.ZodType && option.safeParse(raw).success)
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  ) {
    return unwrap(schema.unwrap())
  }
  if (schema instanceof z.ZodPipe) return unwrap(schema.def.in)
  return schema
}

function unknownMember(name: string, known: readonly string[], path: readonly string[]): FieldError {
  const where = path.length > 0 ? ` in ${path.join('.')}` : ''
  if (!/^[\w-]+$/.test(name) || name.length > LONGEST_NAME) {
    return { path: path.join('.'), message: `There is an unknown member${where}. Remove it.` }
  }
  const nearest = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits)[0]
  const advice =
    nearest && nearest.edits <= Math.max(2, name.length / 3)
      ? `Did you mean “${nearest.candidate}”?`
      : known.length > 0
        ? `It can have: ${known.join(', ')}.`
        : 'Remove it.'
  return { path: [...path, name].join('.'), message: `There is no member “${name}”${where}. ${advice}` }
}
