import type { HttpCheck, Method, Placement } from '../component.ts'
import type { FieldError } from '../errors.ts'
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

/**
 * The dry request of an HTTP check, exactly as it will leave.
 * @throws UnusableValue when a value can't stand where the method puts it
 */
export function buildCheckRequest(method: Method, check: HttpCheck, values: Scope): BuiltRequest {
  const base = renderBaseUrl(method, values)
  const url = resolvePath(base, check.path, values)
  const { headers, query, body } = applyPlacements(method.place, values)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  for (const [name, value] of Object.entries(check.headers ?? {})) {
    headers[name.toLowerCase()] ??= renderTemplate(value, values, encodeHeader)
  }
  headers.accept ??= 'application/json'
  headers['user-agent'] ??= 'Stepkey'
  const json = check.body ? check.body.json : Object.keys(body).length > 0 ? body : undefined
  if (json !== undefined) headers['content-type'] ??= 'application/json'
  return { method: check.method, url, headers, body: json === undefined ? undefined : JSON.stringify(json) }
}

/** All placements of a method as headers, query and body values. Header names are lower case. */
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
    switch (placement.in) {
      case 'header':
        applied.headers[headerName(name, placement.name)] = renderTemplate(
          placement.value,
          values,
          encodeHeader,
        )
        break
      case 'query':
        applied.query[name] = renderTemplate(placement.value, values)
        break
      case 'body':
        applied.body[name] = renderTemplate(placement.value, values)
        break
      case 'cookie':
        cookies.push(`${name}=${renderTemplate(placement.value, values, encodeCookie)}`)
    }
  }
  if (cookies.length > 0) applied.headers.cookie = cookies.join('; ')
  return applied
}

/** The base URL of a method for these values. @throws UnusableValue */
export function renderBaseUrl(method: Method, values: Scope): URL {
  const template = method.baseUrl
  if (!template) throw new TypeError(`The method “${method.title}” has an HTTP check but no base URL.`)
  const rendered = renderTemplate(template, values, encodeBaseUrl)
  const field = firstField(template)
  if (!URL.canParse(rendered))
    throw new UnusableValue(field, 'This does not give a complete address. Check it.')
  const url = new URL(rendered)
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || rendered.includes('#')) {
    throw new UnusableValue(
      field,
      'Enter an address that starts with https:// and has no user name or # in it.',
    )
  }
  return url
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
  if (!inHost) return encodeURIComponent(value)
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/i.test(value)) {
    throw new UnusableValue(
      field,
      'This becomes part of a host name: use letters, digits, hyphens and dots only.',
    )
  }
  return value
}

/** A value that is the whole path (or starts it) is a path already; inside a path it is one segment. */
const encodePath: Encode = (value, _field, before) => (before === '' ? value : encodeURIComponent(value))

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
