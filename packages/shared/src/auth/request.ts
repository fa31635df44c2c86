import type { HttpCheck, Method, Placement, RequestTemplate, Template } from '../component.ts'
import type { FieldMessage } from '../errors.ts'
import { isRecord } from '../schema.ts'
import { trimEndOf } from '../trim.ts'
import { type Encode, renderTemplate, type TemplateValues, templateFields, toBase64 } from './template.ts'

/** A complete request. Never log any part of it, because it contains the credential. */
export interface BuiltRequest {
  method: string
  url: URL
  headers: Record<string, string>
  body: string | undefined
}

/** The parts of a request that carry the credential. */
export interface AppliedPlacements {
  headers: Record<string, string>
  query: Record<string, string>
  body: Record<string, string>
}

/** Thrown if a value can't be used in a request. Names the field and never repeats the value. */
export class UnusableValue extends Error {
  readonly fields: FieldMessage[]
  constructor(path: string, message: string) {
    super(message)
    this.name = 'UnusableValue'
    this.fields = [{ path, message }]
  }
}

/** The parts of a request before rendering: template, base URL and placements. */
export interface RequestPlan extends RequestTemplate {
  baseUrl: Template | undefined
  place: readonly Placement[]
}

/**
 * Builds a request exactly as it is sent.
 * @throws UnusableValue if a value is not allowed at its position
 */
export function buildRequest(plan: RequestPlan, values: TemplateValues): BuiltRequest {
  const url = resolvePath(renderBaseUrl(plan, values), plan.path, values)
  const applied = applyPlacements(plan.place, values)
  for (const [name, value] of Object.entries(applied.query)) url.searchParams.set(name, value)
  const { headers } = applied
  for (const [name, value] of Object.entries(plan.headers ?? {})) {
    headers[name.toLowerCase()] ??= renderTemplate(value, values, encodeHeader)
  }
  headers.accept ??= 'application/json'
  headers['user-agent'] ??= 'Stepkey'
  const body = renderBody(plan.body, applied.body, values)
  if (body) headers['content-type'] ??= body.type
  return { method: renderTemplate(plan.method, values), url, headers, body: body?.text }
}

/** Builds the verification request of a method. @throws UnusableValue */
export function buildCheckRequest(method: Method, check: HttpCheck, values: TemplateValues): BuiltRequest {
  return buildRequest({ baseUrl: method.baseUrl, ...check, place: method.place }, values)
}

/** Merges body placements into the body of the template. Returns undefined if there are neither. */
function renderBody(
  body: RequestTemplate['body'],
  placed: Record<string, string>,
  values: TemplateValues,
): { type: string; text: string } | undefined {
  if (body && 'text' in body) {
    const text = renderTemplate(body.text, values)
    const given = text === '' ? undefined : parseJson(text, body.text)
    if (given === undefined && Object.keys(placed).length === 0) return undefined
    if (given !== undefined && !isRecord(given) && Object.keys(placed).length > 0) {
      throw new UnusableValue(firstField(body.text), 'Values can be added only to a JSON object: { … }.')
    }
    const merged = isRecord(given ?? {}) ? { ...(given as object), ...placed } : given
    return { type: 'application/json', text: JSON.stringify(merged) }
  }
  if (body && 'form' in body) {
    const form = new URLSearchParams({ ...(renderTexts(body.form, values) as typeof placed), ...placed })
    return { type: 'application/x-www-form-urlencoded', text: form.toString() }
  }
  const isPlaced = Object.keys(placed).length > 0
  if (!body && !isPlaced) return undefined
  const json = renderTexts(body?.json ?? {}, values)
  const text = JSON.stringify(isPlaced && isRecord(json) ? { ...json, ...placed } : json)
  return { type: 'application/json', text }
}

function parseJson(text: string, template: Template): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UnusableValue(firstField(template), 'This is not valid JSON.')
  }
}

/** Renders every string in a JSON value as a template. */
function renderTexts(json: unknown, values: TemplateValues): unknown {
  if (typeof json === 'string') return renderTemplate(json, values)
  if (Array.isArray(json)) return json.map((item) => renderTexts(item, values))
  if (!isRecord(json)) return json
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, renderTexts(value, values)]))
}

/** Renders all placements that have a value to headers, query and body. Header names are in lower case. */
export function applyPlacements(place: readonly Placement[], values: TemplateValues): AppliedPlacements {
  // The objects have no prototype, so that a name such as __proto__ is an ordinary key.
  const applied: AppliedPlacements = {
    headers: Object.create(null),
    query: Object.create(null),
    body: Object.create(null),
  }
  const cookies: string[] = []
  for (const placement of place) {
    if (placement.in === 'basic') {
      const user = renderTemplate(placement.user, values)
      if (user.includes(':')) {
        throw new UnusableValue(firstField(placement.user), 'This must not contain a colon.')
      }
      const password = renderTemplate(placement.password, values)
      applied.headers.authorization = `Basic ${toBase64(`${user}:${password}`)}`
      continue
    }
    for (const { name, value, template } of namedValues(placement, values)) {
      if (placement.in === 'cookie') {
        cookies.push(`${cookieName(name, template)}=${value}`)
        continue
      }
      const [parts, key] =
        placement.in === 'header'
          ? [applied.headers, headerName(name, template)]
          : [applied[placement.in], name]
      if ('lines' in placement && key in parts) {
        throw new UnusableValue(firstField(template), 'A name is already used. Enter each name only once.')
      }
      parts[key] = value
    }
  }
  if (cookies.length > 0) {
    const { cookie } = applied.headers
    applied.headers.cookie = [...(cookie ? [cookie] : []), ...cookies].join('; ')
  }
  return applied
}

/** Returns the templates of a placement. */
export const placementTemplates = (placement: Placement): Template[] => {
  if (placement.in === 'basic') return [placement.user, placement.password]
  return 'lines' in placement ? [placement.lines] : [placement.name, placement.value]
}

/** Yields the names and values of a placement. An empty optional field yields nothing. */
function* namedValues(placement: Exclude<Placement, { in: 'basic' }>, values: TemplateValues) {
  const encode = encoders[placement.in] ?? String
  if (!('lines' in placement)) {
    const name = renderTemplate(placement.name, values)
    const value = renderTemplate(placement.value, values, encode)
    if (value !== '') yield { name, value, template: placement.name }
    return
  }
  const template = placement.lines
  const field = firstField(template)
  for (const line of splitLines(renderTemplate(template, values))) {
    const { name, value } = splitLine(line, placement.in === 'header' ? ':' : '=')
    if (name === '') {
      const form = placement.in === 'header' ? 'Name: value' : 'name=value'
      throw new UnusableValue(field, `Write each line as “${form}”.`)
    }
    yield { name, value: encode(value, field, ''), template }
  }
}

/** Returns the lines of a text that are not blank. */
export const splitLines = (text: string): string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '')

/** Splits a line at its first separator. The name is empty if there is none. */
export function splitLine(line: string, separator: ':' | '='): { name: string; value: string } {
  const at = line.indexOf(separator)
  return at < 0
    ? { name: '', value: '' }
    : { name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() }
}

/** Returns the base URL of a method for these values. @throws UnusableValue */
export function renderBaseUrl({ baseUrl: template }: Pick<Method, 'baseUrl'>, values: TemplateValues): URL {
  if (!template) throw new TypeError('The method has an HTTP check but no base URL.')
  const rendered = renderTemplate(template, values, encodeBaseUrl)
  const url = parseUrl(rendered)
  if (!url) throw new UnusableValue(firstField(template), 'This is not a complete URL. Check it.')
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || rendered.includes('#')) {
    throw new UnusableValue(
      firstField(template),
      'Enter a URL that starts with https:// and contains no user name and no #.',
    )
  }
  return url
}

/**
 * Parses a URL only once, because every issue runs through here. `URL.canParse` would parse it a second time.
 */
function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/**
 * Resolves a path template below a base URL, whose own path is kept. Ensures that the origin does not change.
 */
function resolvePath(base: URL, template: string, values: TemplateValues): URL {
  const path = renderTemplate(template, values, encodePath)
  const field = firstField(template)
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('\\')) {
    throw new UnusableValue(field, 'Enter a path that starts with a single /, for example /v1/me.')
  }
  const url = new URL(base.origin + trimEndOf(base.pathname, '/') + path)
  for (const [name, value] of base.searchParams) url.searchParams.append(name, value)
  if (url.origin !== base.origin)
    throw new UnusableValue(field, 'The path leads to another server. Enter only a path.')
  url.hash = ''
  return url
}

/**
 * At the start of a template a value is a complete URL; before the next slash, part of the host; after it, of
 * the path.
 */
const encodeBaseUrl: Encode = (value, field, before) => {
  if (before === '') return value
  const inHost = /^https?:\/\/[^/]*$/.test(before)
  if (!inHost) return encodeSegment(value)
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/i.test(value)) {
    throw new UnusableValue(
      field,
      'This becomes part of a host name. Use only letters, digits, hyphens and dots.',
    )
  }
  return value
}

/** A value at the start of the template is a path; any other value is one segment. */
const encodePath: Encode = (value, _field, before) => (before === '' ? value : encodeSegment(value))

/**
 * Does not encode characters that RFC 3986 allows in a path segment, because providers document them
 * unencoded.
 */
const encodeSegment = (value: string) =>
  encodeURIComponent(value).replace(/%(?:3A|40|24|26|2B|2C|3B|3D)/g, decodeURIComponent)

const encodeHeader: Encode = (value, field) => {
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw new UnusableValue(
      field,
      'This contains a line break or a character that is not allowed in a header. Copy the value again.',
    )
  }
  return value
}

const encodeCookie: Encode = (value, field) => {
  if (!/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/.test(value)) {
    throw new UnusableValue(
      field,
      'This contains a character that is not allowed in a cookie. Copy the value again.',
    )
  }
  return value
}

const encoders: Partial<Record<Placement['in'], Encode>> = { header: encodeHeader, cookie: encodeCookie }

/** Headers that frame the request or control the connection. A credential is never sent in them. */
const framingHeaders =
  /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*)$/

/** A token: RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i

function cookieName(name: string, template: string): string {
  if (TOKEN.test(name)) return name
  throw new UnusableValue(
    firstField(template),
    'This is not a cookie name. Use only letters, digits, hyphens and underscores.',
  )
}

function headerName(name: string, template: string): string {
  const lower = name.toLowerCase()
  if (!TOKEN.test(lower)) {
    throw new UnusableValue(
      firstField(template),
      'This is not a header name. Use only letters, digits and hyphens.',
    )
  }
  if (framingHeaders.test(lower)) {
    throw new UnusableValue(
      firstField(template),
      'This header controls the connection and can’t carry a key. Use another name.',
    )
  }
  return lower
}

const firstField = (template: string) => templateFields(template)[0] ?? ''
