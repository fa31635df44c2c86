import { ObjectId } from '@stepkey/shared/inputs'
import { isRecord } from '@stepkey/shared/schema'
import { isOfWorkspace } from '../rpc/execute.ts'
import { findProcedure } from '../rpc/find-procedure.ts'
import { takesIfMatch } from './etag.ts'
import type { RestRoute } from './rest-route.ts'
import { scopesFor } from './scope.ts'

type Json = Record<string, unknown>

const header = (description: string, schema: Json): Json => ({ description, schema })
const count = { type: 'integer', minimum: 0 }

/** The headers of answers. */
export const headers: Json = {
  'X-Request-Id': header(
    'The id of this request in Stepkey’s log: that of the request’s X-Request-Id if it consists of at most 64 letters, digits, _ and -; otherwise a new one.',
    { type: 'string', pattern: '^[\\w-]{1,64}$' },
  ),
  'X-RateLimit-Limit': header(
    'The number of requests that this API key, session or network address may send per minute.',
    count,
  ),
  'X-RateLimit-Remaining': header('The number of requests left in this minute.', count),
  'X-RateLimit-Reset': header('Seconds until the end of this minute.', count),
  'Retry-After': header('Seconds to wait before the next attempt.', count),
  ETag: header('The version and a hash of the state. Send it back as If-Match or If-None-Match.', {
    type: 'string',
    pattern: '^"\\d+\\.[\\w-]+"$',
  }),
  Location: header('The path of the new object on this server.', {
    type: 'string',
    format: 'uri-reference',
  }),
  'Idempotency-Replayed': header(
    'Present if an earlier request with the same Idempotency-Key created this object. The answer shows its current state.',
    { type: 'string', const: 'true' },
  ),
}

const parameter = (name: string, description: string, schema: Json = { type: 'string' }): Json => ({
  name,
  in: 'header',
  description,
  schema,
})

/** The optional headers of requests. */
export const parameters: Record<string, Json> = {
  'If-None-Match': parameter(
    'If-None-Match',
    'Known ETags. The answer is 304 if one of them is still current.',
  ),
  'If-Match': parameter(
    'If-Match',
    'The ETag that your change is based on, or its version in quotes (`"3"`), instead of `version` in the body. Only the version is compared.',
  ),
  'Stepkey-Workspace': parameter(
    'stepkey-workspace',
    'The id of the workspace, one of those in `GET /account`. If absent, the user’s personal workspace.',
    { type: 'string', ...ObjectId.meta() },
  ),
  'Idempotency-Key': parameter(
    'Idempotency-Key',
    'A random text. If you send the same request with the same key again within 24 hours, it creates nothing; the answer shows the object created before. A request that was refused is not remembered: a repeat is executed normally.',
    { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$', minLength: 1, maxLength: 255 },
  ),
}

const refer = (kind: 'headers' | 'parameters', ...names: string[]): [string, Json][] =>
  names.map((name) => [name, { $ref: `#/components/${kind}/${name}` }])

/** Returns references to the optional headers of requests for a route. */
export function headerParameters(route: RestRoute): Json[] {
  const procedure = findProcedure(route.procedure)
  const names = [
    ...(route.method === 'GET' && route.etag ? ['If-None-Match'] : []),
    ...(takesIfMatch(route) ? ['If-Match'] : []),
    ...(route.idempotent ? ['Idempotency-Key'] : []),
    ...(isOfWorkspace(procedure) && scopesFor(procedure).length === 0 ? ['Stepkey-Workspace'] : []),
  ]
  return refer('parameters', ...names).map(([, reference]) => reference)
}

/** Adds the headers to each answer of a route. Without a route, adds only those that all answers have. */
export function withHeaders(responses: Json, route?: RestRoute): Json {
  const always = ['X-Request-Id', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      const names = [
        ...always,
        ...(['429', '503'].includes(status) || (status === '409' && route?.idempotent)
          ? ['Retry-After']
          : []),
        ...(route?.etag && /^(2|304)/.test(status) ? ['ETag'] : []),
        ...(status === '201' && route?.location ? ['Location'] : []),
        ...(status === '201' && route?.idempotent ? ['Idempotency-Replayed'] : []),
      ]
      return [
        status,
        { ...(isRecord(response) && response), headers: Object.fromEntries(refer('headers', ...names)) },
      ]
    }),
  )
}
