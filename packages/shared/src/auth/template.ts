import { isRecord } from '../schema.ts'

/**
 * Templates are text with `{{field}}`, dotted for conditional fields (`{{server.host}}`), and filters from a fixed
 * list: `{{host|suffix:/api/v3|default:api.github.com}}`. There are no expressions. Filters work on what the field
 * holds and leave an absent value absent, until `default:` fills it.
 */
type Part = { text: string } | { field: string; filters: Filter[] }
interface Filter {
  name: keyof typeof filters
  argument: string
}

const filters = {
  trim: (value: string) => value.trim(),
  lower: (value: string) => value.toLowerCase(),
  base64: (value: string) => toBase64(value),
  urlencode: (value: string) => encodeURIComponent(value),
  /** Of a list, which is one text with spaces: something else between its parts. */
  join: (value: string, argument: string) => value.split(' ').join(argument),
  /** What follows the last occurrence of the argument; nothing if it does not occur. */
  after: (value: string, argument: string) =>
    value.includes(argument) ? value.slice(value.lastIndexOf(argument) + argument.length) : '',
  prefix: (value: string, argument: string) => argument + value,
  suffix: (value: string, argument: string) => value + argument,
  default: (value: string) => value,
}

/** Templates are data of components, so there are only so many. */
const parsed = new Map<string, readonly Part[]>()
function partsOf(template: string): readonly Part[] {
  const known = parsed.get(template)
  if (known) return known
  const parts = parseTemplate(template)
  parsed.set(template, parts)
  return parts
}

function parseTemplate(template: string): Part[] {
  const parts: Part[] = []
  let rest = 0
  for (const match of template.matchAll(/\{\{\s*([^{}|]+?)\s*((?:\|[^{}|]*)*)\}\}/g)) {
    if (match.index > rest) parts.push({ text: template.slice(rest, match.index) })
    const [whole, field = '', pipeline = ''] = match
    parts.push({ field, filters: pipeline.split('|').slice(1).map(parseFilter) })
    rest = match.index + whole.length
  }
  if (rest < template.length) parts.push({ text: template.slice(rest) })
  return parts
}

function parseFilter(source: string): Filter {
  const [name = '', ...argument] = source.split(':')
  const known = name.trim() as keyof typeof filters
  if (!Object.hasOwn(filters, known)) throw new TypeError(`There is no template filter “${known}”.`)
  return { name: known, argument: argument.join(':') }
}

/** The names of the fields that a template reads. */
export function templateFields(template: string): string[] {
  return partsOf(template).flatMap((part) => ('field' in part ? [part.field] : []))
}

/** Whether a template reads the answer to a token request. */
export const readsToken = (template: string): boolean =>
  templateFields(template).some((field) => field.startsWith('token.'))

export type Scope = Record<string, unknown>
/** Makes a value safe for its place; `before` is what the template rendered to its left. */
export type Encode = (value: string, field: string, before: string) => string

/**
 * Renders a template. Each value passes `encode` before its filters, so literal filter arguments stay as written.
 * Absent fields render as nothing unless a `default:` filter says otherwise.
 */
export function renderTemplate(template: string, scope: Scope, encode: Encode = (value) => value): string {
  let rendered = ''
  for (const part of partsOf(template)) {
    if ('text' in part) {
      rendered += part.text
      continue
    }
    const found = lookUp(scope, part.field)
    let value = found === undefined ? undefined : encode(found, part.field, rendered)
    for (const { name, argument } of part.filters) {
      value =
        name === 'default'
          ? (value ?? argument)
          : value === undefined
            ? undefined
            : filters[name](value, argument)
    }
    rendered += value ?? ''
  }
  return rendered
}

function lookUp(scope: Scope, path: string): string | undefined {
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined), scope)
  const text = Array.isArray(value) ? value.join(' ') : value
  return text === undefined || text === null || text === '' ? undefined : String(text)
}

/** Base64 of the UTF-8 bytes, in browser and server alike. */
export function toBase64(value: string): string {
  return btoa(Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join(''))
}
