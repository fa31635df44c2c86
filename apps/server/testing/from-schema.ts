import { isRecord } from '@stepkey/shared/schema'
import fc from 'fast-check'

/**
 * Returns an arbitrary of values for a JSON schema. Patterns of strings are ignored, so values may be invalid.
 * @param known values for properties by name, such as existing ids, which are used most of the time
 */
export function fromSchema(
  schema: unknown,
  known: Record<string, readonly unknown[]>,
  name = '',
): fc.Arbitrary<unknown> {
  const generated = byType(isRecord(schema) ? schema : {}, known)
  const values = known[name]
  return values ? fc.oneof({ arbitrary: fc.constantFrom(...values), weight: 4 }, generated) : generated
}

function byType(
  schema: Record<string, unknown>,
  known: Record<string, readonly unknown[]>,
): fc.Arbitrary<unknown> {
  const { type, anyOf, oneOf, properties, items } = schema
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  const options = anyOf ?? oneOf
  if (Array.isArray(options)) return fc.oneof(...options.map((option) => fromSchema(option, known)))
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
      return fc.array(fromSchema(items, known), { maxLength: 3 })
    case 'object': {
      const members = Object.entries(isRecord(properties) ? properties : {})
      const required = Array.isArray(schema.required) ? schema.required : []
      return fc.record(
        Object.fromEntries(members.map(([name, member]) => [name, fromSchema(member, known, name)])),
        { requiredKeys: required },
      )
    }
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}
