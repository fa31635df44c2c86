import { isRecord } from '@stepkey/shared/schema'

/** Reads parsed documents, whose values can have any type. Only own members count. */

/** Returns an own member of an object, or undefined. */
export const memberOf = (value: unknown, name: string): unknown =>
  isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined

/** Returns the value at a path of members, or undefined. */
export const valueAt = (value: unknown, ...path: string[]): unknown => path.reduce(memberOf, value)

/** Returns a text, also one that YAML took for a number; undefined for other values and for an empty text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Returns the items of a list; none for other values. */
export const itemsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** Returns the own members of an object; none for other values. A member `__proto__` is left out. */
export const entriesOf = (value: unknown): [string, unknown][] =>
  isRecord(value) ? Object.entries(value).filter(([name]) => name !== '__proto__') : []

/** Returns a JSON pointer (RFC 6901). */
export const pointerOf = (...path: (string | number)[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
