import { isRecord } from '../schema.ts'

/**
 * Templates are text with `{{field}}` placeholders, dotted for fields of variants (`{{server.host}}`), and
 * filters from a fixed list: `{{host|suffix:/api/v3|default:api.github.com}}`. There are no expressions.
 * Filters transform the value of the field. An absent value stays absent until the filter `default:` replaces
 * it.
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
  /** Replaces the spaces between the items of a list by the argument. */
  join: (value: string, argument: string) => value.split(' ').join(argument),
  /** Returns the text after the last occurrence of the argument, or an empty string. */
  after: (value: string, argument: string) =>
    value.includes(argument) ? value.slice(value.lastIndexOf(argument) + argument.length) : '',
  prefix: (value: string, argument: string) => argument + value,
  suffix: (value: string, argument: string) => value + argument,
  /** Replaces any value that is not empty by the argument. */
  as: (value: string, argument: string) => (value === '' ? '' : argument),
  default: (value: string) => value,
}

/** How many parsed templates are cached: more than the built-in components have. */
const CACHED = 5000
/** A cache of parsed templates. It starts anew when it is full, because components from outside can have any number. */
const parsed = new Map<string, readonly Part[]>()
function partsOf(template: string): readonly Part[] {
  const cached = parsed.get(template)
  if (cached) return cached
  const parts = parseTemplate(template)
  if (parsed.size >= CACHED) parsed.clear()
  parsed.set(template, parts)
  return parts
}

function parseTemplate(template: string): Part[] {
  const parts: Part[] = []
  let rest = 0
  for (const match of template.matchAll(/\{\{([^{}|]+)((?:\|[^{}|]*)*)\}\}/g)) {
    if (match.index > rest) parts.push({ text: template.slice(rest, match.index) })
    const [whole, field = '', pipeline = ''] = match
    parts.push({ field: field.trim(), filters: pipeline.split('|').slice(1).map(parseFilter) })
    rest = match.index + whole.length
  }
  if (rest < template.length) parts.push({ text: template.slice(rest) })
  return parts
}

function parseFilter(source: string): Filter {
  const [name = '', ...argument] = source.split(':')
  const filter = name.trim() as keyof typeof filters
  if (!Object.hasOwn(filters, filter)) throw new TypeError(`There is no template filter “${filter}”.`)
  return { name: filter, argument: argument.join(':') }
}

/** Returns the names of the fields that a template reads. */
export function templateFields(template: string): string[] {
  return partsOf(template).flatMap((part) => ('field' in part ? [part.field] : []))
}

/** Returns whether a template reads the response of a token request. */
export const readsToken = (template: string): boolean =>
  templateFields(template).some((field) => field.startsWith('token.'))

/** The values that templates read. */
export type TemplateValues = Record<string, unknown>
/** Encodes a value for its position. `before` is the text that the template rendered before it. */
export type Encode = (value: string, field: string, before: string) => string

/**
 * Renders a template. Each value passes `encode` before its filters, so that literal filter arguments are not
 * encoded. Absent fields render as an empty string unless a `default:` filter applies.
 */
export function renderTemplate(
  template: string,
  scope: TemplateValues,
  encode: Encode = (value) => value,
): string {
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

function lookUp(scope: TemplateValues, path: string): string | undefined {
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined), scope)
  const text = Array.isArray(value) ? value.join(' ') : value
  return text === undefined || text === null || text === '' ? undefined : String(text)
}

/** Returns the base64 encoding of the UTF-8 bytes of a text. Runs in browsers and in Node.js. */
export function toBase64(value: string): string {
  return btoa(Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join(''))
}
