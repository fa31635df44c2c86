import type { Notes } from './imported-component.ts'
import { itemsOf, memberOf, pointerOf, textOf } from './json-values.ts'
import { authOf, type PostmanAuth } from './postman-auth.ts'

/** One request of a collection. */
export interface PostmanRequest {
  method: string
  /** The address as written, with variables. */
  url: string
  headers: [string, string][]
  /** The auth of the request, its folders or the collection. Undefined without one. */
  auth: PostmanAuth | undefined
  at: string
}

/** How many requests are read, and how deep folders are nested. */
const REQUESTS_LIMIT = 5000
const DEPTH_LIMIT = 20

/** Returns the requests of a collection in their order. */
export function requestsOf(collection: Record<string, unknown>, notes: Notes): PostmanRequest[] {
  const requests: PostmanRequest[] = []
  const visit = (items: unknown, inherited: PostmanAuth | undefined, at: (string | number)[]): void => {
    for (const [index, item] of itemsOf(items).entries()) {
      if (requests.length >= REQUESTS_LIMIT || at.length > 2 * DEPTH_LIMIT) {
        notes.add('leftOut', 'The collection has too many requests or folders. Some were not looked at.')
        return
      }
      const place = [...at, index]
      const auth = ownAuth(item, inherited)
      if (Array.isArray(memberOf(item, 'item'))) visit(memberOf(item, 'item'), auth, [...place, 'item'])
      const request = requestOf(memberOf(item, 'request'), auth, pointerOf(...place, 'request'))
      if (request) requests.push(request)
    }
  }
  visit(collection.item, ownAuth(collection, undefined), ['item'])
  return requests
}

/** An absent auth is inherited. `null` and `noauth` mean none. */
function ownAuth(holder: unknown, inherited: PostmanAuth | undefined): PostmanAuth | undefined {
  const auth = memberOf(holder, 'auth')
  if (auth === undefined) return inherited
  const own = authOf(auth)
  return own?.type === 'noauth' ? undefined : own
}

function requestOf(
  request: unknown,
  inherited: PostmanAuth | undefined,
  at: string,
): PostmanRequest | undefined {
  if (typeof request === 'string') return { method: 'GET', url: request, headers: [], auth: inherited, at }
  const url = addressOf(memberOf(request, 'url'))
  if (url === undefined) return undefined
  return {
    method: textOf(memberOf(request, 'method'))?.toUpperCase() ?? 'GET',
    url,
    headers: headersOf(memberOf(request, 'header')),
    auth: ownAuth(request, inherited),
    at,
  }
}

/** Returns the address of a URL object: its text, or its parts. */
function addressOf(url: unknown): string | undefined {
  const raw = textOf(url) ?? textOf(memberOf(url, 'raw'))
  if (raw !== undefined) return raw.length <= 4000 ? raw : undefined
  const join = (name: string, separator: string) => {
    const value = memberOf(url, name)
    return (
      textOf(value) ??
      itemsOf(value)
        .slice(0, 100)
        .map((part) => textOf(part) ?? textOf(memberOf(part, 'value')) ?? '')
        .join(separator)
    )
  }
  const host = join('host', '.')
  if (host === '') return undefined
  const port = textOf(memberOf(url, 'port'))
  const protocol = textOf(memberOf(url, 'protocol')) ?? (host.startsWith('{{') ? '' : 'https')
  const query = itemsOf(memberOf(url, 'query'))
    .slice(0, 100)
    .filter((parameter) => memberOf(parameter, 'disabled') !== true)
    .map(
      (parameter) =>
        `${textOf(memberOf(parameter, 'key')) ?? ''}=${textOf(memberOf(parameter, 'value')) ?? ''}`,
    )
  const address = `${protocol && `${protocol}://`}${host}${port ? `:${port}` : ''}/${join('path', '/')}`
  return query.length > 0 ? `${address}?${query.join('&')}` : address
}

/** Headers are a list, or one text with a header per line. */
function headersOf(header: unknown): [string, string][] {
  if (typeof header === 'string') {
    return header.split('\n', 100).flatMap((line): [string, string][] => {
      const at = line.indexOf(':')
      return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()]] : []
    })
  }
  return itemsOf(header)
    .slice(0, 100)
    .filter((item) => memberOf(item, 'disabled') !== true)
    .flatMap((item): [string, string][] => {
      const name = textOf(memberOf(item, 'key'))
      return name === undefined ? [] : [[name.trim(), textOf(memberOf(item, 'value')) ?? '']]
    })
}
