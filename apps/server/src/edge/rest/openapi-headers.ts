import { isRecord } from '@stepkey/shared/schema'
import { takesIfMatch } from './etag.ts'
import type { RestRoute } from './routes.ts'

type Json = Record<string, unknown>

const header = (description: string, schema: Json): Json => ({ description, schema })
const count = { type: 'integer', minimum: 0 }

/** The headers that answers carry. */
export const headers: Json = {
  'X-Request-Id': header(
    'The id of this request in Stepkey’s log: the one that came as X-Request-Id, if it is at most 64 letters, digits, _ and -, else a new one.',
    { type: 'string', pattern: '^[\\w-]{1,64}$' },
  ),
  'X-RateLimit-Limit': header('How many requests this API key may make in a minute.', count),
  'X-RateLimit-Remaining': header('How many of them are left.', count),
  'X-RateLimit-Reset': header('Seconds until the minute is over.', count),
  'Retry-After': header('Seconds to wait before the next try.', count),
  ETag: header(
    'The version, and what tells the states of one version apart. Send it back as If-Match or If-None-Match.',
    { type: 'string', pattern: '^"\\d+\\.[\\w-]+"$' },
  ),
  'Idempotency-Replayed': header(
    'That this was made by an earlier request with the same Idempotency-Key; it is shown as it is now.',
    { type: 'string', const: 'true' },
  ),
}

const parameter = (name: string, description: string, schema: Json = { type: 'string' }): Json => ({
  name,
  in: 'header',
  description,
  schema,
})

/** The headers that requests may carry. */
export const parameters: Json = {
  'If-None-Match': parameter('If-None-Match', 'ETags that you have: 304 if one of them still holds.'),
  'If-Match': parameter(
    'If-Match',
    'The ETag that your change is based on, or its version in quotes (`"3"`), in place of the body’s `version`. Only the version counts.',
  ),
  'Idempotency-Key': parameter(
    'Idempotency-Key',
    'A random text. Sent again within 24 hours with the same body, it makes nothing anew: the answer shows what was made. What was refused is tried again.',
    { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$', minLength: 1, maxLength: 255 },
  ),
}

const refer = (kind: 'headers' | 'parameters', ...names: string[]): [string, Json][] =>
  names.map((name) => [name, { $ref: `#/components/${kind}/${name}` }])

/** References to the headers that a request for this route may carry. */
export function headerParameters(route: RestRoute): Json[] {
  const names = [
    ...(route.method === 'GET' && route.etag ? ['If-None-Match'] : []),
    ...(takesIfMatch(route) ? ['If-Match'] : []),
    ...(route.idempotent ? ['Idempotency-Key'] : []),
  ]
  return refer('parameters', ...names).map(([, reference]) => reference)
}

/** Adds to each answer the headers that it has; without a route, those that all have. */
export function withHeaders(responses: Json, route?: RestRoute): Json {
  const always = ['X-Request-Id', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      const names = [
        ...always,
        ...(status === '429' || (status === '409' && route?.idempotent) ? ['Retry-After'] : []),
        ...(route?.etag && /^(2|304)/.test(status) ? ['ETag'] : []),
        ...(status === '201' && route?.idempotent ? ['Idempotency-Replayed'] : []),
      ]
      return [
        status,
        { ...(isRecord(response) && response), headers: Object.fromEntries(refer('headers', ...names)) },
      ]
    }),
  )
}
