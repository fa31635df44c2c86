/** A request of the API reference. */
export interface SampleRequest {
  method: string
  /** The path below `/api/v1`, with the values of its parameters. */
  path: string
  query: Record<string, unknown>
  headers: Record<string, unknown>
  body?: unknown
  /** How the caller authenticates; undefined if the operation needs no authentication. */
  caller: 'apiKey' | 'session' | undefined
}

/**
 * Returns a sample for `x-codeSamples`: a command for curl 7.76 or newer in a POSIX shell. It reads the address and the
 * secret of the caller from environment variables.
 */
export function curlSample({ method, path, query, headers, body, caller }: SampleRequest) {
  const sent = { ...headers, ...contentType(method, body, caller) }
  const lines = [
    `curl --fail-with-body${method === 'GET' ? '' : ` --request ${method}`} "$STEPKEY_URL/api/v1${path}${search(query)}"`,
    ...(caller === 'apiKey' ? ['--header "Authorization: Bearer $STEPKEY_API_KEY"'] : []),
    ...(caller === 'session' ? ['--cookie "$STEPKEY_COOKIE"'] : []),
    ...Object.entries(sent).map(([name, value]) => `--header ${quote(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data ${quote(format(body))}`]),
  ]
  return { lang: 'Shell', label: 'curl', source: lines.join(' \\\n  ') }
}

/** With a session cookie, a POST needs the content type even without a body; see `same-origin.ts`. */
const contentType = (method: string, body: unknown, caller: SampleRequest['caller']) =>
  body !== undefined || (method === 'POST' && caller === 'session')
    ? { 'Content-Type': 'application/json' }
    : {}

function search(query: Record<string, unknown>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${inUrl(value)}`)
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

/** Encodes a value for a URL. Shells leave the result unchanged, also in double quotes. */
export const inUrl = (value: unknown): string =>
  encodeURIComponent(String(value)).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** Quotes a text for the shell. In single quotes, only the apostrophe is special. */
const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** The length of a body that is written in one line. */
const LINE = 70

function format(body: unknown): string {
  const line = JSON.stringify(body)
  return line.length <= LINE ? line : JSON.stringify(body, null, 2)
}
