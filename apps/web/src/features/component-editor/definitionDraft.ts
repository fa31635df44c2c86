import { isRecord } from '@stepkey/shared/schema'

/** JSON data that the editor changes. Members that it does not know stay as they are. */
export type Json = Record<string, unknown>
/** The way to a member: `['methods', 'key', 'place', 0]`. */
export type Path = readonly (string | number)[]

/** Returns the value at a path; undefined if there is none. */
export const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, key) => (Array.isArray(at) ? at[Number(key)] : isRecord(at) ? at[key] : undefined),
    data,
  )

/** Returns the text at a path; empty for other values. */
export function textAt(data: unknown, path: Path): string {
  const value = valueAt(data, path)
  return typeof value === 'string' ? value : ''
}

/** Returns the object at a path; an empty one for other values. */
export function recordAt(data: unknown, path: Path): Json {
  const value = valueAt(data, path)
  return isRecord(value) ? value : {}
}

/** Returns the list at a path; an empty one for other values. */
export function listAt(data: unknown, path: Path): unknown[] {
  const value = valueAt(data, path)
  return Array.isArray(value) ? value : []
}

/** Returns a copy with another value at a path. Undefined removes the member. Everything else stays, in its order. */
export function withValue(data: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value
  const next = withValue(valueAt(data, [key]), rest, value)
  if (Array.isArray(data)) {
    return next === undefined && rest.length === 0
      ? data.filter((_, index) => index !== key)
      : data.toSpliced(Number(key), 1, next)
  }
  const record = isRecord(data) ? data : {}
  if (next !== undefined) return { ...record, [key]: next }
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))
}

/** Returns a copy of an object with a member under another name, at the same place. */
export const withRenamed = (record: Json, name: string, to: string): Json =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key === name ? to : key, value]))

/** Returns a copy of an object with a member moved by some places. */
export function withMoved(record: Json, name: string, by: number): Json {
  const entries = Object.entries(record)
  const from = entries.findIndex(([key]) => key === name)
  const entry = entries[from]
  if (!entry) return record
  const to = Math.min(Math.max(from + by, 0), entries.length - 1)
  return Object.fromEntries(entries.toSpliced(from, 1).toSpliced(to, 0, entry))
}

/** Returns a copy in which all placeholders of a field name another field. Filters stay. */
export function withRenamedField(data: unknown, name: string, to: string): unknown {
  if (typeof data === 'string')
    return data.replaceAll(`{{${name}}}`, `{{${to}}}`).replaceAll(`{{${name}|`, `{{${to}|`)
  if (Array.isArray(data)) return data.map((item) => withRenamedField(item, name, to))
  if (!isRecord(data)) return data
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, withRenamedField(value, name, to)]),
  )
}

/** Returns a name that an object does not have yet: `field`, `field2`, … */
export function freeName(record: Json, name: string): string {
  let free = name
  for (let number = 2; Object.hasOwn(record, free); number++) free = `${name}${number}`
  return free
}

/** Returns the definition of a new component: an API key in the header Authorization. */
export const newDefinition = (title: string): Json => ({
  schema: 'component/v1',
  title,
  description: `The API of ${title}`,
  category: 'generic',
  docsUrl: '',
  methods: { apiKey: newMethod() },
})

/** Returns a new method: an API key in the header Authorization. */
export const newMethod = (title = 'API key'): Json => ({
  title,
  fields: {
    type: 'object',
    properties: { apiKey: { type: 'string', title: 'API key', writeOnly: true } },
    required: ['apiKey'],
    additionalProperties: false,
  },
  baseUrl: '',
  place: [{ in: 'header', name: 'Authorization', value: 'Bearer {{apiKey}}' }],
  verify: { method: 'GET', path: '/me', ok: { status: '2xx', json: [] } },
})
