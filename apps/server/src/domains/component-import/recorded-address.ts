import { hostPattern } from '@stepkey/shared/auth/allowed-hosts'
import { baseUrlOf, httpUrl, labelOf, literalPath, literalQueryValue } from './document-text.ts'
import type { Notes } from './imported-component.ts'
import { createForm, type Form, secretField, textField, urlField } from './method-draft.ts'
import { unreadable } from './read-document.ts'
import { hasKeyValue, isKeyName, isKeyValue, nameForNotes } from './secret-names.ts'

/**
 * The address of a recorded request, as written in a command or collection. Variables are `{{name}}`, which become fields
 * of the form, never placeholders of their own.
 */
export interface RecordedAddress {
  /** The template of the base URL. */
  baseUrl: string
  /** The template of the path, without a query. */
  path: string
  /** The decoded parameters of the query. */
  query: [name: string, value: string][]
  /** User and password before the host. They are never kept. */
  login?: { user: string; password: string }
}

/** Matches a variable. */
const VARIABLE = /\{\{([^{}]{1,100})\}\}/g
const WHOLE_VARIABLE = /^\{\{([^{}]{1,100})\}\}$/

/** The names of the variables in a text. */
export const variablesIn = (text: string): string[] =>
  Array.from(text.matchAll(VARIABLE), ([, name = '']) => name.trim())

/**
 * Splits an address into base URL, path and query.
 * @param known returns the value of a variable that may be kept as a default, such as a base URL
 * @throws DomainError invalid_input if it has no host
 */
export function splitAddress(
  raw: string,
  {
    form,
    notes,
    known = () => undefined,
  }: { form: Form; notes: Notes; known?: (name: string) => string | undefined },
): RecordedAddress {
  const [withoutHash = ''] = raw.trim().split('#')
  const queryAt = withoutHash.indexOf('?')
  const address = queryAt < 0 ? withoutHash : withoutHash.slice(0, queryAt)
  const query = queryAt < 0 ? [] : parseQuery(withoutHash.slice(queryAt + 1))
  const whole = /^\{\{([^{}]{1,100})\}\}(\/.*)?$/.exec(address)
  if (whole) {
    const [, name = '', path = ''] = whole
    const fallback = httpUrl(known(name.trim()))
    return {
      baseUrl: baseUrlField(form, fallback && !isSecretUrl(fallback) ? baseUrlOf(fallback) : undefined),
      path: pathTemplate(path, form, notes),
      query,
    }
  }
  const [, scheme = '', authority = '', path = ''] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/]*)(.*)$/is.exec(address) ?? []
  if (!/^(?:https?)?$/i.test(scheme))
    throw unreadable('The document’s request must go to an http or https address.')
  if (scheme === '') notes.add('guessed', 'The address names no scheme, so https was chosen.')
  const at = authority.lastIndexOf('@')
  const written = authority.slice(at + 1)
  // Users may choose a part of the host only if the rest of it stays with the provider.
  if (
    variablesIn(written).length > 0 &&
    !WHOLE_VARIABLE.test(written) &&
    !hostPattern(`https://${hostTemplate(written, createForm())}`)
  )
    return { baseUrl: baseUrlField(form), path: pathTemplate(path, form, notes), query }
  const host = hostTemplate(written, form)
  if (host === undefined)
    throw unreadable(
      'The document’s request has no complete address. Write it as https://api.example.com/path.',
    )
  const [user = '', ...password] = authority.slice(0, Math.max(at, 0)).split(':')
  return {
    baseUrl: `${scheme.toLowerCase() || 'https'}://${host}`,
    path: pathTemplate(path, form, notes),
    query,
    ...(at >= 0 && { login: { user, password: password.join(':') } }),
  }
}

const baseUrlField = (form: Form, fallback?: string): string => {
  const about = { label: 'Base URL', help: 'The beginning of the address of every request.' }
  return `{{${form.add('baseUrl', urlField(about, fallback))}}}`
}

const isSecretUrl = (url: URL): boolean =>
  url.search !== '' || hasKeyValue(url.pathname) || url.hostname.split('.').some(isKeyValue)

/** Returns the template of a host, or undefined if it can't be one. */
function hostTemplate(host: string, form: Form): string | undefined {
  const names: string[] = []
  const bare = host.replace(VARIABLE, (_, name: string) => {
    names.push(name.trim())
    return 'x0x'
  })
  const plain = httpUrl(`https://${bare}`)
  // A part of another address, or of a key, may stand where the host should be.
  const isKey = isKeyValue(bare) && !bare.includes('.')
  if (!plain || isKey || !/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(bare)) return undefined
  if (names.length === 0) return plain.host
  const isWhole = WHOLE_VARIABLE.test(host)
  return host.toLowerCase().replace(VARIABLE, () => {
    const name = names.shift() ?? ''
    const help = isWhole
      ? 'The host name of the API.'
      : `This is a part of the host name: ${bare.replaceAll('x0x', '…')}`
    const field = form.add(name, {
      ...textField({ label: labelOf(name), help }),
      ...(isWhole && { format: 'host' as const }),
    } as ReturnType<typeof textField>)
    return `{{${field}}}`
  })
}

/** Returns the template of a path. Variables, and segments that look like keys, become fields. */
function pathTemplate(path: string, form: Form, notes: Notes): string {
  const segments = path.split('/').map((segment, index) => {
    if (index === 0 && segment === '') return ''
    const parameter = /^:([A-Za-z_]\w{0,60})$/.exec(segment)
    if (parameter) return `{{${addPathField(parameter[1] ?? '', form)}}}`
    if (variablesIn(segment).length > 0) return withFields(segment, form)
    return withoutKeys(segment, form, notes)
  })
  const joined = segments.join('/').replace(/^\/{2,}/, '/')
  return joined.startsWith('/') ? joined : `/${joined}`
}

const addPathField = (name: string, form: Form): string =>
  form.add(
    name,
    isKeyName(name)
      ? secretField({ label: labelOf(name), help: 'This is a part of the path of each request.' })
      : textField({ label: labelOf(name), help: 'This is a part of the path of the verification request.' }),
  )

const withFields = (text: string, form: Form): string =>
  text
    .split(/(\{\{[^{}]{1,100}\}\})/)
    .map((part) => {
      const name = WHOLE_VARIABLE.exec(part)?.[1]?.trim()
      return name === undefined ? literalPath(part).replaceAll('?', '%3F') : `{{${addPathField(name, form)}}}`
    })
    .join('')

/** Replaces a key in a segment by a field: `bot123:AA…` becomes `bot{{key}}`. */
function withoutKeys(segment: string, form: Form, notes: Notes): string {
  const [, prefix = '', rest = segment] = /^(bot)(\d.*)$/.exec(segment) ?? []
  const decoded = decode(rest)
  if (!hasKeyValue(decoded)) return literalPath(segment).replaceAll('?', '%3F')
  notes.add(
    'understood',
    'A part of the path looks like a key or an id. It became a field, and its value was left out.',
  )
  const help = 'This is a part of the path of each request.'
  return `${prefix}{{${form.add('pathKey', secretField({ label: 'Key in the path', help }))}}}`
}

/** Returns the parameters of a query, decoded as far as they are well-formed. */
export function parseQuery(query: string): [string, string][] {
  return query
    .split('&', 200)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=')
      return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
    })
}

/** Decodes a part of an address. Malformed parts stay. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/**
 * Returns the query of a verification request, with its question mark. Parameters with variables and values that may be
 * secrets become fields.
 */
export function queryTemplate(query: [string, string][], form: Form, notes: Notes): string {
  const pairs = query.flatMap(([name, value]) => {
    const key = literalQueryValue(name)
    if (hasKeyValue(name)) return []
    if (value.length <= 100 && !value.includes('{{') && !hasKeyValue(value))
      return `${key}=${literalQueryValue(value)}`
    notes.add(
      'guessed',
      `The value of the parameter “${nameForNotes(name)}” was left out. It became a field.`,
    )
    if (form.isFull()) return []
    return `${key}={{${form.add(name, textField({ label: labelOf(name), help: 'A parameter of the verification request.' }))}}}`
  })
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}
