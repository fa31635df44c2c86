import { isRecord } from '@stepkey/shared/schema'
import { z } from 'zod'

/** The size of a text without a limit of its own, in characters. */
const TEXT = 64 * 1024
/** The members of a record and the items of a list without a limit. */
const MANY = 1000
/** The maximum depth of generated input, because schemas can be recursive. */
const DEPTH = 6

/** Contents on which patterns often take long. */
const FILLERS: readonly ((length: number) => string)[] = [
  (length) => `x${'\n'.repeat(length / 2 - 2)}y`,
  (length) => 'x'.repeat(length),
  (length) => `${':'.repeat(length - 1)}g`,
  (length) => '{'.repeat(length),
  (length) => `${'a.'.repeat(length / 2 - 1)}!`,
  (length) => 'e\u0301'.repeat(length / 4),
]

/**
 * Yields inputs of a procedure: one with every member, and every text and list as long as its schema permits, and one
 * for each text and filler with that text alone being large.
 * @param size of the large text, in characters
 */
export function* oversizedInputs(schema: z.ZodType, size: number): Generator<unknown, void> {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const all = largest(json, isRecord(json.$defs) ? json.$defs : {}, DEPTH)
  yield all
  for (const path of textsIn(all)) for (const fill of FILLERS) yield withText(all, path, fill(size))
}

function largest(schema: unknown, definitions: Record<string, unknown>, depth: number): unknown {
  if (!isRecord(schema) || depth === 0) return 'x'.repeat(TEXT)
  const of = (child: unknown) => largest(child, definitions, depth - 1)
  const limit = (name: string, otherwise: number) =>
    typeof schema[name] === 'number' ? schema[name] : otherwise
  const options = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (typeof schema.$ref === 'string') return of(definitions[schema.$ref.split('/').at(-1) ?? ''])
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (Array.isArray(options)) return of(options[0])
  switch (schema.type) {
    case 'object': {
      const members = Object.entries(isRecord(schema.properties) ? schema.properties : {})
      const own = Object.fromEntries(members.map(([name, member]) => [name, of(member)]))
      if (!isRecord(schema.additionalProperties)) return own
      const names = Array.from({ length: MANY }, (_, n) => `x${n}`)
      return { ...own, ...Object.fromEntries(names.map((name) => [name, 'x'.repeat(1000)])) }
    }
    case 'array':
      return Array.from({ length: limit('maxItems', MANY) }, () => of(schema.items))
    case 'integer':
    case 'number':
      return limit('maximum', 1e15)
    case 'boolean':
      return true
    default:
      return 'x'.repeat(limit('maxLength', TEXT))
  }
}

/** Returns the paths of all texts in an input, the items of a list only once. */
function textsIn(input: unknown, path: string[] = []): string[][] {
  if (typeof input === 'string') return [path]
  if (typeof input !== 'object' || input === null) return []
  const members = Array.isArray(input) ? Object.entries(input).slice(0, 1) : Object.entries(input)
  return members.slice(0, 30).flatMap(([name, member]) => textsIn(member, [...path, name]))
}

/** Returns a copy of an input with another text at a path. Lists have one item, so that only this text is large. */
function withText(input: unknown, [name, ...path]: string[], text: string): unknown {
  if (name === undefined) return text
  if (Array.isArray(input)) return [withText(input[0], path, text)]
  const small = Object.entries(input as object).map(([key, member]) => [
    key,
    key === name ? withText(member, path, text) : shorten(member),
  ])
  return Object.fromEntries(small)
}

function shorten(member: unknown): unknown {
  if (typeof member === 'string') return member.slice(0, 10)
  if (Array.isArray(member)) return member.slice(0, 1).map(shorten)
  if (!isRecord(member)) return member
  const members = Object.entries(member).slice(0, 30)
  return Object.fromEntries(members.map(([name, child]) => [name, shorten(child)]))
}
