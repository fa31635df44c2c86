import type { HttpCheck, Method, Placement, RequestTemplate, Template } from '../component.ts'
import type { FieldError } from '../errors.ts'
import { isRecord } from '../schema.ts'
import { type Encode, renderTemplate, type Scope, templateFields, toBase64 } from './template.ts'

/** A request ready to be sent. Nothing in it may be logged: it holds the credential. */
export interface BuiltRequest {
  method: string
  url: URL
  headers: Record<string, string>
  body: string | undefined
}

/** What a flow engine adds to its own requests. */
export interface Applied {
  headers: Record<string, string>
  query: Record<string, string>
  body: Record<string, string>
}

/** Values that can't be turned into a request, said for the field that is to blame. Never repeats a value. */
export class UnusableValue extends Error {
  readonly fields: FieldError[]
  constructor(path: string, message: string) {
    super(message)
    this.name = 'UnusableValue'
    this.fields = [{ path, message }]
  }
}

/** What a request is made from: its template, where it starts, and what is put into it. */
export interface RequestPlan extends RequestTemplate {
  baseUrl: Template | undefined
  place: readonly Placement[]
}

/**
 * A request exactly as it will leave.
 * @throws UnusableValue when a value can't stand where it is put
 */
export function buildRequest(plan: RequestPlan, values: Scope): BuiltRequest {
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
  return { method: plan.method, url, headers, body: body?.text }
}

/** The request of a method's check. @throws UnusableValue */
export function buildCheckRequest(method: Method, check: HttpCheck, values: Scope): BuiltRequest {
  return buildRequest({ baseUrl: method.baseUrl, ...check, place: method.place }, values)
}

/** What placements put into the body joins what the template says; without either there is none. */
function renderBody(
  body: RequestTemplate['body'],
  placed: Record<string, string>,
  values: Scope,
): { type: string; text: string } | undefined {
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

/** JSON with every text in it rendered as a template. */
function renderTexts(json: unknown, values: Scope): unknown {
  if (typeof json === 'string') return renderTemplate(json, values)
  if (Array.isArray(json)) return json.map((item) => renderTexts(item, values))
  if (!isRecord(json)) return json
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, renderTexts(value, values)]))
}

/** All placements of a method that have something to place, as headers, query and body. Header names are lower case. */
export function applyPlacements(place: readonly Placement[], values: Scope): Applied {
  // Without a prototype: a name such as __proto__ is a name like any other.
  const applied: Applied = {
    headers: Object.create(null),
    query: Object.create(null),
    body: Object.create(null),
  }
  const cookies: string[] = []
  for (const placement of place) {
    if (placement.in === 'basic') {
      const user = renderTemplate(placement.user, values)
      if (user.includes(':')) {
        throw new UnusableValue(
          firstField(placement.user),
          'A user name can’t contain a colon here. Check it.',
        )
      }
      const password = renderTemplate(placement.password, values)
      applied.headers.authorization = `Basic ${toBase64(`${user}:${password}`)}`
      continue
    }
    const name = renderTemplate(placement.name, values)
    const value = renderTemplate(placement.value, values, encoders[placement.in])
    // An optional field that was left empty leaves no empty header behind.
    if (value === '') continue
    switch (placement.in) {
      case 'header':
        applied.headers[headerName(name, placement.name)] = value
        break
      case 'query':
      case 'body':
        applied[placement.in][name] = value
        break
      case 'cookie':
        cookies.push(`${name}=${value}`)
    }
  }
  if (cookies.length > 0) applied.headers.cookie = cookies.join('; ')
  return applied
}

/** The base URL of a method for these values. @throws UnusableValue */
export function renderBaseUrl({ baseUrl: template }: Pick<Method, 'baseUrl'>, values: Scope): URL {
  if (!template) throw new TypeError('There is an HTTP check, but no base URL.')
  const rendered = renderTemplate(template, values, encodeBaseUrl)
  const url = parseUrl(rendered)
  if (!url) throw new UnusableValue(firstField(template), 'This does not give a complete address. Check it.')
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || rendered.includes('#')) {
    throw new UnusableValue(
      firstField(template),
      'Enter an address that starts with https:// and has no user name or # in it.',
    )
  }
  return url
}

/** Once: asking first whether it can be parsed would be a second time, and every issue comes by here. */
function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/** Resolves a path template below a base URL (a path of the base is kept) and makes sure it stays at its origin. */
function resolvePath(base: URL, template: string, values: Scope): URL {
  const path = renderTemplate(template, values, encodePath)
  const field = firstField(template)
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('\\')) {
    throw new UnusableValue(field, 'Enter a path that starts with a single /, for example /v1/me.')
  }
  const url = new URL(base.origin + base.pathname.replace(/\/+$/, '') + path)
  for (const [name, value] of base.searchParams) url.searchParams.append(name, value)
  if (url.origin !== base.origin)
    throw new UnusableValue(field, 'The path leads to another server. Enter a path only.')
  url.hash = ''
  return url
}

/** At the start of a template a value is a whole address, up to the next slash it is part of the host, then of the path. */
const encodeBaseUrl: Encode = (value, field, before) => {
  if (before === '') return value
  const inHost = /^https?:\/\/[^/]*$/.test(before)
  if (!inHost) return encodeSegment(value)
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/i.test(value)) {
    throw new UnusableValue(
      field,
      'This becomes part of a host name: use letters, digits, hyphens and dots only.',
    )
  }
  return value
}

/** A value that is the whole path (or starts it) is a path already; inside a path it is one segment. */
const encodePath: Encode = (value, _field, before) => (before === '' ? value : encodeSegment(value))

/** RFC 3986 leaves these as they are in a segment of a path, and vendors document them so. */
const encodeSegment = (value: string) =>
  encodeURIComponent(value).replace(/%(?:3A|40|24|26|2B|2C|3B|3D)/g, decodeURIComponent)

const encodeHeader: Encode = (value, field) => {
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
    throw new UnusableValue(
      field,
      'This holds a line break or a character that can’t be sent in a header. Copy it again from where you got it.',
    )
  }
  return value
}

const encodeCookie: Encode = (value, field) => {
  if (!/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/.test(value)) {
    throw new UnusableValue(field, 'This holds a character that can’t be sent in a cookie. Copy it again.')
  }
  return value
}

const encoders: Partial<Record<Placement['in'], Encode>> = { header: encodeHeader, cookie: encodeCookie }

/** Headers that frame the request itself; a credential never travels in them. */
const framing =
  /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*)$/

function headerName(name: string, template: string): string {
  const lower = name.toLowerCase()
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(lower)) {
    throw new UnusableValue(
      firstField(template),
      'This is not a header name. Use letters, digits and hyphens.',
    )
  }
  if (framing.test(lower)) {
    throw new UnusableValue(
      firstField(template),
      'This header belongs to the connection and can’t carry a key.',
    )
  }
  return lower
}

const firstField = (template: string) => templateFields(template)[0] ?? ''
