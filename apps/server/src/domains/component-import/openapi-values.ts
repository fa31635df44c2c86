import { itemsOf, memberOf, textOf } from './json-values.ts'
import type { OpenApi, Operation, Parameter } from './openapi-document.ts'
import { hasKeyValue, isKeyName } from './secret-names.ts'

/**
 * Returns the value that a document fixes for a required parameter: its `const`, only enumerated value or default. Examples
 * don't count, and neither does what may be a secret.
 */
export function fixedValueOf({ resolve }: OpenApi, { name, schema }: Parameter): string | undefined {
  const resolved = resolve(schema)
  const options = itemsOf(memberOf(resolved, 'enum'))
  const [first] = options
  const value = memberOf(resolved, 'const') ?? (options.length === 1 ? first : memberOf(resolved, 'default'))
  const text = textOf(value)
  const isUsable =
    text !== undefined &&
    text.length <= 100 &&
    /^[\x20-\x7a]+$/.test(text) &&
    !isKeyName(name) &&
    !hasKeyValue(text)
  return isUsable ? text : undefined
}

/** The usual names of parameters that limit the number of entries, without separators. */
const LIMITS = /^(?:limit|perpage|pagesize|maxresults|maxitems|top|first|size|count|take|rows|pagelimit)$/

/** Returns whether a parameter limits the number of entries of a list, and allows one. */
export function limitOf({ resolve }: OpenApi, { name, in: place, schema }: Parameter): boolean {
  if (place !== 'query' || !LIMITS.test(name.toLowerCase().replace(/[^a-z]/g, ''))) return false
  const resolved = resolve(schema)
  const minimum = memberOf(resolved, 'minimum')
  const isWhole = textOf(memberOf(resolved, 'type')) === 'integer'
  return isWhole && memberOf(resolved, 'enum') === undefined && !(typeof minimum === 'number' && minimum > 1)
}

/** Returns whether a request needs a body: none, an empty object, or one with members. */
export function needsBody(
  { version, resolve }: OpenApi,
  { node, method }: Operation,
): 'none' | 'empty' | 'filled' {
  if (version === 2) return 'none'
  const body = resolve(memberOf(node, 'requestBody'))
  const isRequired = memberOf(body, 'required') === true
  if (!isRequired && method !== 'post') return 'none'
  const media = memberOf(memberOf(body, 'content'), 'application/json')
  const schema = resolve(memberOf(media, 'schema'))
  const isObject = textOf(memberOf(schema, 'type')) === 'object' && memberOf(schema, 'allOf') === undefined
  if (isObject && itemsOf(memberOf(schema, 'required')).length === 0) return 'empty'
  return isRequired ? 'filled' : 'none'
}
