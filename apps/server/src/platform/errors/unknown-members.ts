import type { FieldError } from '@stepkey/shared/errors'
import { isRecord } from '@stepkey/shared/schema'
import { distance } from 'fastest-levenshtein'
import { z } from 'zod'

/** Unknown members that are reported at most. */
const LIMIT = 10
/** Other names are not compared, nor repeated: they can be anything, even a secret in the wrong place. */
const NAME = /^[\w-]{1,60}$/

/**
 * Returns the members of an input that its schema does not have, each with the nearest member that it has:
 * `There is no member “tokn”. Did you mean “token”?`. Members inside records (maps with free keys) are not checked.
 */
export function findUnknownMembers(
  schema: z.ZodType,
  raw: unknown,
  { prefix = [], known }: { prefix?: readonly string[]; known?: readonly string[] | undefined } = {},
): FieldError[] {
  const found: FieldError[] = []
  visit(schema, raw, [...prefix], found, known)
  return found
}

function visit(
  wrapped: z.core.$ZodType,
  raw: unknown,
  path: string[],
  found: FieldError[],
  advised?: readonly string[],
): void {
  if (found.length >= LIMIT) return
  const schema = unwrap(wrapped)
  if (schema instanceof z.ZodObject && isRecord(raw)) {
    visitObject(schema, raw, path, found, advised)
  } else if (schema instanceof z.ZodArray && Array.isArray(raw)) {
    raw.forEach((item, index) => {
      visit(schema.element, item, [...path, String(index)], found)
    })
  } else if (schema instanceof z.ZodUnion) {
    const option = optionFor(schema, raw)
    if (option) visit(option, raw, path, found)
    else if (isRecord(raw)) visitMembers(raw, membersOfAll(schema.options), path, found)
  } else if (schema instanceof z.ZodRecord && isRecord(raw)) {
    // zod drops this key of a record without an error.
    if (Object.hasOwn(raw, '__proto__')) found.push(unknownMember('__proto__', [], path))
    for (const [name, value] of Object.entries(raw)) {
      visit(schema.valueType, value, [...path, NAME.test(name) ? name : '*'], found)
    }
  }
}

function visitObject(
  object: z.ZodObject,
  raw: Record<string, unknown>,
  path: string[],
  found: FieldError[],
  advised?: readonly string[],
): void {
  const { shape } = object
  for (const [name, value] of Object.entries(raw)) {
    if (Object.hasOwn(shape, name)) visit(shape[name], value, [...path, name], found)
  }
  visitMembers(raw, membersOf(object), path, found, advised)
}

/** Reports the members that are not known. `known` is undefined if all members are allowed. */
function visitMembers(
  raw: Record<string, unknown>,
  known: readonly string[] | undefined,
  path: string[],
  found: FieldError[],
  advised = known,
): void {
  if (!known) return
  for (const name of Object.keys(raw)) {
    if (!known.includes(name) && found.length < LIMIT) found.push(unknownMember(name, advised ?? known, path))
  }
}

/** The members of all options of a union, for an input that fits none of them; undefined if an option allows all. */
function membersOfAll(options: readonly z.core.$ZodType[]): string[] | undefined {
  const members: string[] = []
  for (const option of options.map(unwrap)) {
    if (option instanceof z.ZodRecord || option instanceof z.ZodUnknown || option instanceof z.ZodAny)
      return undefined
    const inner =
      option instanceof z.ZodUnion
        ? membersOfAll(option.options)
        : option instanceof z.ZodObject
          ? membersOf(option)
          : []
    if (!inner) return undefined
    members.push(...inner)
  }
  return members
}

/** The members of an object; undefined if it allows others. */
const membersOf = ({ shape, def }: z.ZodObject): string[] | undefined =>
  def.catchall !== undefined && !(def.catchall instanceof z.ZodNever) ? undefined : Object.keys(shape)

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
  if (!NAME.test(name)) {
    return {
      path: path.join('.'),
      code: 'unknown_member',
      message: `There is an unknown member${where}. Remove it.`,
    }
  }
  const nearest = findNearest(name, known)
  const advice = nearest
    ? `Did you mean “${nearest}”?`
    : known.length > 0
      ? `Possible are: ${known.join(', ')}.`
      : 'Remove it.'
  return {
    path: [...path, name].join('.'),
    code: 'unknown_member',
    message: `There is no member “${name}”${where}. ${advice}`,
  }
}

/** Returns the known name that was probably meant: one that begins with the name, or one with few other letters. */
function findNearest(name: string, known: readonly string[]): string | undefined {
  const lower = name.toLowerCase()
  const longer = known.filter((candidate) => lower.length > 2 && candidate.toLowerCase().startsWith(lower))
  if (longer.length === 1) return longer[0]
  const [nearest] = known
    .map((candidate) => ({
      candidate,
      edits: distance(lower, candidate.toLowerCase()),
      limit: Math.floor(Math.max(name.length, candidate.length) / 2),
    }))
    .filter(({ edits, limit }) => edits <= Math.min(3, limit))
    .sort((a, b) => a.edits - b.edits)
  return nearest?.candidate
}
