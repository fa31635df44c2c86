import { isLiteral, labelOf, plainText } from './document-text.ts'
import type { Notes } from './imported-component.ts'
import {
  addLogin,
  type Form,
  keyLabel,
  type MethodDefinition,
  type PlacementDefinition,
  secretField,
  textField,
} from './method-draft.ts'
import { hasKeyValue, isKeyName, nameForNotes } from './secret-names.ts'

/** How a recorded request authenticates. All values become fields. */
export interface Credentials {
  title: string
  place: PlacementDefinition[]
  signer?: MethodDefinition['signer']
  /** The headers of the verification request that are no credentials. */
  headers: Record<string, string>
}

/** A token of HTTP: RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/

/** Headers that Stepkey or the connection sets. */
const SET_BY_STEPKEY =
  /^(?:host|content-length|content-type|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*|user-agent|accept-encoding|referer|origin|sec-.*|:.*|cache-control|pragma|postman-token)$/i

/** Headers whose values describe the request, and are no secrets. */
const DESCRIPTIVE = /^(?:accept|accept-language|x-api-version|.*-version)$/i

/** Returns empty credentials. */
export const noCredentials = (): Credentials => ({ title: '', place: [], headers: {} })

/** Reads a user and a password: RFC 7617. The key may be in the place of the user. */
export function addBasic(
  { user, password }: { user: string; password: string | undefined },
  { form, notes, found }: Target,
): void {
  notes.add('understood', 'User and password are sent with HTTP basic. Their values were left out.')
  // A key with an empty or one-letter password, such as `sk_live_…:` or `key:X`.
  if (password !== undefined && password.length <= 1 && user !== '' && !user.includes('@')) {
    const key = form.add('key', secretField({ label: 'Key', help: 'Sent as the user name of HTTP basic.' }))
    found.place.push({ in: 'basic', user: `{{${key}}}`, password })
    found.title ||= 'Key as the user name'
    return
  }
  const login = addLogin(form)
  const suffix = user.endsWith('/token') ? '/token' : ''
  found.place.push({ in: 'basic', user: login.user + suffix, password: login.password })
  found.title ||= 'User and password'
}

/** Reads a user and a password of HTTP digest: RFC 7616. */
export function addDigest({ form, notes, found }: Target): void {
  notes.add('understood', 'User and password are used for HTTP digest. Their values were left out.')
  const { user, password } = addLogin(form)
  found.signer = { scheme: 'digest', user, password }
  found.title ||= 'Digest'
}

/** Adds a key in a placement of the request. */
export function addKey(
  where: 'header' | 'query' | 'cookie' | 'body',
  name: string,
  { form, notes, found }: Target,
): void {
  if (
    !isLiteral(name) ||
    name.length > 200 ||
    hasKeyValue(name) ||
    (/header|cookie/.test(where) && !TOKEN.test(name))
  ) {
    notes.add('leftOut', `A ${where} with a name that can’t be used was left out.`)
    return
  }
  const place = PLACES[where]
  notes.add('understood', `${place} “${nameForNotes(name)}” carries a key. Its value was left out.`)
  const label = keyLabel(name)
  const field = form.add(name, secretField({ label, help: `Sent in ${place.toLowerCase()} “${name}”.` }))
  found.place.push({ in: where, name, value: `{{${field}}}` })
  found.title ||= where === 'cookie' ? 'Cookie' : label
}

const PLACES = {
  header: 'The header',
  query: 'The parameter',
  cookie: 'The cookie',
  body: 'The member of the body',
} as const

/** The form, the notes and the credentials that are added to. */
export interface Target {
  form: Form
  notes: Notes
  found: Credentials
}

/** Reads the header `authorization`: RFC 9110 section 11.6.2. */
export function addAuthorization(value: string, target: Target): void {
  const { form, notes, found } = target
  const text = value.trim()
  const [, scheme = '', rest = ''] = /^([A-Za-z][\w-]{0,40})[ \t]+(\S[\s\S]*)$/.exec(text) ?? []
  if (/^basic$/i.test(scheme)) {
    const [user = '', ...password] = Buffer.from(rest.slice(0, 4096), 'base64').toString('utf8').split(':')
    addBasic({ user, password: /^[\w+/=-]+$/.test(rest) ? password.join(':') : undefined }, target)
    return
  }
  if (/^digest$/i.test(scheme)) {
    addDigest(target)
    return
  }
  if (/^(?:AWS4-HMAC-SHA256|OAuth|Hawk|NTLM|Negotiate)$/i.test(scheme)) {
    notes.add(
      'leftOut',
      `The scheme ${scheme} signs each request, so the recorded header can’t be sent again.`,
    )
    return
  }
  const isScheme = scheme !== '' && !hasKeyValue(scheme)
  // `Token token="…"` and `key=…`: the name stays, and only the value is the key.
  const [, name = '', quote = ''] =
    /^([A-Za-z][\w-]{0,40}=)("?)[^",=\s]+"?$/.exec(isScheme ? rest : text) ?? []
  const isBearer = /^bearer$/i.test(scheme)
  const label = isBearer ? 'Token' : isScheme ? labelOf(`${scheme} key`) : 'Key'
  const before = `${isScheme ? `${scheme} ` : ''}${name}${quote}`
  const help =
    before === '' ? 'Sent in the header Authorization.' : `Sent as “Authorization: ${before}…${quote}”.`
  const field = form.add(isBearer ? 'accessToken' : 'key', secretField({ label, help }))
  found.place.push({ in: 'header', name: 'authorization', value: `${before}{{${field}}}${quote}` })
  found.title ||= isBearer ? 'Bearer token' : label
  notes.add('understood', 'The header Authorization carries a key. Its value was left out.')
}

/** Reads the headers of a request. */
export function addHeaders(headers: [string, string][], target: Target): void {
  const { form, notes, found } = target
  for (const [name, value] of headers.slice(0, 100)) {
    if (form.isFull() || found.place.length >= 18) break
    if (/^(?:proxy-)?authorization$/i.test(name) && !/^proxy/i.test(name)) addAuthorization(value, target)
    else if (/^cookie$/i.test(name)) addCookies(value, target)
    else if (SET_BY_STEPKEY.test(name)) continue
    else if (isKeyName(name)) addKey('header', name, target)
    else if (!TOKEN.test(name) || hasKeyValue(name))
      notes.add('leftOut', 'A header with an invalid name was left out.')
    else if (DESCRIPTIVE.test(name) && isDescription(value)) found.headers[name.toLowerCase()] = value.trim()
    else addUnknownHeader(name, value, target)
  }
}

const isDescription = (value: string) =>
  value.length <= 200 && /^[\w.+*/;=, -]*$/.test(value) && !value.split(/[ ;=,/]/).some(hasKeyValue)

/** A header of unknown meaning may carry a secret, or choose a tenant. */
function addUnknownHeader(name: string, value: string, { form, notes, found }: Target): void {
  const isSecret = hasKeyValue(value)
  const about = { label: labelOf(name), help: `Sent in the header “${name}” of each request.` }
  const field = form.add(name, isSecret ? secretField(about) : textField(about))
  found.place.push({ in: 'header', name, value: `{{${field}}}` })
  const text = `The header “${nameForNotes(name)}” became a field, and its value was left out. Remove it if the API doesn’t need it.`
  notes.add('guessed', text)
}

/** Reads cookies: RFC 6265 section 4.2.1. */
export function addCookies(text: string, target: Target): void {
  for (const pair of text.split(';', 20)) {
    const [name = ''] = pair.trim().split('=', 1)
    if (pair.includes('=') && target.found.place.length < 18) addKey('cookie', name, target)
  }
}

/** Adds the parameters of a query that carry keys, and returns the others. */
export function takeKeys(query: [string, string][], target: Target): [string, string][] {
  return query.slice(0, 100).filter(([name]) => {
    if (!isKeyName(name) || target.found.place.length >= 18 || target.form.isFull()) return !isKeyName(name)
    addKey('query', plainText(name, 200), target)
    return false
  })
}
