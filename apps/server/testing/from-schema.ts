import { isRecord } from '@stepkey/shared/schema'
import fc from 'fast-check'

interface Sources {
  /** Values for properties by name, such as existing ids, which are used most of the time. */
  known: Record<string, readonly unknown[]>
  /** The schemas that a `$ref` names, by their last segment. */
  definitions: Record<string, unknown>
}

/** Returns an arbitrary of values for a JSON schema. Patterns of strings are ignored, so values may be invalid. */
export function fromSchema(schema: unknown, sources: Sources, name = ''): fc.Arbitrary<unknown> {
  const generated = byType(isRecord(schema) ? schema : {}, sources)
  const values = sources.known[name]
  return values ? fc.oneof({ arbitrary: fc.constantFrom(...values), weight: 4 }, generated) : generated
}

function byType(schema: Record<string, unknown>, sources: Sources): fc.Arbitrary<unknown> {
  const { $ref, type, anyOf, oneOf, properties, items } = schema
  if (typeof $ref === 'string') {
    const name = $ref.split('/').at(-1) ?? ''
    if (!(name in sources.definitions)) throw new Error(`There is no schema ${$ref}.`)
    return fromSchema(sources.definitions[name], sources)
  }
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  const options = anyOf ?? oneOf
  if (Array.isArray(options)) return fc.oneof(...options.map((option) => fromSchema(option, sources)))
  const limit = (key: string, otherwise: number) =>
    typeof schema[key] === 'number' ? schema[key] : otherwise
  switch (type) {
    case 'string':
      return fc.string({ minLength: limit('minLength', 0), maxLength: Math.min(limit('maxLength', 20), 20) })
    case 'integer': {
      const min = Math.max(limit('minimum', -3), -3)
      return fc.integer({ min, max: Math.min(limit('maximum', 9), Math.max(min, 9)) })
    }
    case 'number':
      return fc.double()
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(fromSchema(items, sources), { maxLength: 3 })
    case 'object': {
      const members = Object.entries(isRecord(properties) ? properties : {})
      const required = Array.isArray(schema.required) ? schema.required : []
      return fc.record(
        Object.fromEntries(members.map(([name, member]) => [name, fromSchema(member, sources, name)])),
        { requiredKeys: required },
      )
    }
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}
