import type { JsonTest, Pointer, ResponseRule, ResponseRules, Source } from '../component.ts'
import { expiryAt, expiryAtUnixTime, expiryOfDate } from '../expiry-time.ts'
import { isRecord } from '../schema.ts'
import type { Finding } from '../verification.ts'

/** An HTTP response, read completely. */
export interface HttpResponse {
  status: number
  /** The headers by lower-case name. */
  headers: Record<string, string | undefined>
  body: string
}

/** Classifies a response by its rules. If no rule matches, the default meaning of the status applies. */
export function classifyResponse(
  reading: ResponseRules,
  response: HttpResponse,
  now: Date,
): Omit<Finding, 'target'> {
  const httpStatus = response.status
  const json = parseJson(response.body)
  const matches = (rule: ResponseRule) => matchesRule(rule, response, json)

  const rejected = reading.rejected?.find(matches)
  if (rejected) return { outcome: 'rejected', reason: rejected.reason ?? 'unauthorized', httpStatus }
  if (httpStatus === 403 && isRateLimited(response)) return { outcome: 'rate_limited', httpStatus }
  if (reading.forbidden?.some(matches)) return { outcome: 'limited', httpStatus }
  const wrongTarget = reading.wrongTarget?.find(matches)
  if (wrongTarget) return { outcome: 'unexpected', reason: wrongTarget.reason, httpStatus }
  // Firewalls block requests with a 403 web page, which proves nothing about the key.
  if (isWebPage(response) && (httpStatus < 300 || httpStatus === 403)) {
    return { outcome: 'unexpected', reason: 'web_page', httpStatus }
  }
  if (matches(reading.ok)) return { outcome: 'verified', httpStatus, ...extractFacts(reading, response, now) }
  return { ...classifyStatus(httpStatus), httpStatus }
}

/**
 * Returns whether a 403 is about the number of requests and not about the key:
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const isRateLimited = ({ headers }: HttpResponse): boolean =>
  headers['retry-after'] !== undefined ||
  ['x-ratelimit-remaining', 'ratelimit-remaining', 'x-rate-limit-remaining'].some(
    (name) => headers[name]?.trim() === '0',
  )

/** Returns the default meaning of a status code. */
export function classifyStatus(status: number): Pick<Finding, 'outcome' | 'reason'> {
  if (status === 401) return { outcome: 'rejected', reason: 'unauthorized' }
  if (status === 403) return { outcome: 'limited' }
  if (status === 429) return { outcome: 'rate_limited' }
  if (status === 404) return { outcome: 'unexpected', reason: 'not_found' }
  if (status >= 500) return { outcome: 'unexpected', reason: 'server_error' }
  if (status >= 400) return { outcome: 'unexpected', reason: 'refused_request' }
  if (status >= 300) return { outcome: 'unexpected', reason: 'redirect' }
  return { outcome: 'unexpected', reason: 'other_content' }
}

function matchesRule(rule: ResponseRule, { status, body }: HttpResponse, json: unknown): boolean {
  return (
    matchesStatus(rule.status, status) &&
    (rule.json === undefined || matchesJson(rule.json, json)) &&
    (rule.text === undefined || rule.text.some((text) => body.includes(text)))
  )
}

function matchesStatus(wanted: ResponseRule['status'], status: number): boolean {
  if (wanted === undefined) return true
  if (wanted === '2xx') return status >= 200 && status < 300
  return typeof wanted === 'number' ? wanted === status : wanted.includes(status)
}

/** Returns whether a JSON value passes every test. */
export function matchesJson(tests: readonly JsonTest[], json: unknown): boolean {
  if (json === undefined) return false
  return tests.every((test) => {
    const value = atPointer(json, test.at)
    if ('equals' in test) return value === test.equals
    if ('oneOf' in test) return test.oneOf.includes(value)
    return test.exists === (value !== undefined && value !== null)
  })
}

type CredentialFacts = Pick<Finding, 'identity' | 'scopes' | 'expiresAt'>

/** Extracts facts about the credential from a response: its identity, its scopes and its expiry. */
export function extractFacts(
  { identity, scopes, expires }: Pick<ResponseRules, 'identity' | 'scopes' | 'expires'>,
  response: HttpResponse,
  now: Date,
): CredentialFacts {
  const json = parseJson(response.body)
  const read = (source: Source) =>
    'header' in source
      ? response.headers[source.header.toLowerCase()]
      : valuesOf(atPointer(json, source.at), source.each)
  const pointers = typeof identity === 'string' ? [identity] : (identity ?? [])
  const name = pointers
    .map((pointer) => atPointer(json, pointer))
    .find((value) => (typeof value === 'string' && value !== '') || typeof value === 'number')
  const grantedScopes = scopes && toScopes(read(scopes))
  const expiresAt = expires && toTime(read(expires), expires.as, now)
  return {
    ...(name !== undefined && { identity: String(name) }),
    ...(grantedScopes?.length && { scopes: grantedScopes }),
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
  }
}

const valuesOf = (value: unknown, each: Pointer | undefined) =>
  each !== undefined && Array.isArray(value) ? value.map((item) => atPointer(item, each)) : value

function toScopes(value: unknown): string[] {
  if (typeof value === 'string') return value.split(/[\s,]+/).filter(Boolean)
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** Returns undefined for values that are not times, and for no expiry, which providers write as 0 or -1. */
function toTime(
  value: unknown,
  as: NonNullable<ResponseRules['expires']>['as'],
  now: Date,
): Date | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const count = Number(value)
  if (as !== 'date' && !(count > 0)) return undefined
  return {
    date: () => expiryOfDate(String(value)),
    seconds: () => expiryAtUnixTime(count),
    milliseconds: () => expiryAt(count),
    lifetime: () => expiryAt(now.getTime() + count * 1000),
  }[as]()
}

/** Returns the value at a JSON pointer (RFC 6901), or undefined. */
export function atPointer(json: unknown, pointer: string): unknown {
  if (pointer === '') return json
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, token) => {
      if (Array.isArray(at)) return /^\d+$/.test(token) ? at[Number(token)] : undefined
      return isRecord(at) && Object.hasOwn(at, token) ? at[token] : undefined
    }, json)
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/**
 * Returns whether a response is a web page, such as a sign-in page or one of a proxy. The body decides: many servers send
 * JSON as `text/html`, which is the default of PHP.
 */
export function isWebPage({ headers, body }: HttpResponse): boolean {
  const start = body.slice(0, 1024).trimStart().toLowerCase()
  if (!start.startsWith('<')) return false
  if (/^<\?xml\b/.test(start)) return start.includes('<html')
  return (
    /^\s*text\/html\b/i.test(headers['content-type'] ?? '') ||
    /^<(?:!doctype html|html|head|title|!--)/.test(start)
  )
}
