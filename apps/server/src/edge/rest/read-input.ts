import { isRecord } from '@stepkey/shared/schema'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import { findUnknownMembers } from '../../platform/errors/unknown-members.ts'
import type { RestRoute } from './rest-route.ts'

/**
 * Returns the input of a procedure from a REST request: the query (GET, DELETE) or the body, and the path parameters.
 * It is not parsed yet, but query parameters are converted to the types that the schema expects.
 * @throws DomainError invalid_input for members that this route does not accept, and for input in the wrong place
 */
export function readInput(
  request: FastifyRequest,
  { method, without = [] }: Pick<RestRoute, 'method' | 'without'>,
  schema: z.ZodType | undefined,
): Record<string, unknown> {
  const query = request.query as Record<string, unknown>
  const body = readBody(request.body)
  const readsQuery = method === 'GET' || method === 'DELETE'
  refuseMisplaced(readsQuery ? body : query, schema, readsQuery ? 'as a query parameter' : 'in the body')
  const given = readsQuery ? coerceQuery(query, schema) : body
  const inPath = request.params as Record<string, unknown>
  for (const name of Object.keys(given)) {
    if (without.includes(name)) {
      throw invalidInput({ path: name, message: `This route does not accept “${name}”. Remove it.` })
    }
    if (Object.hasOwn(inPath, name) && given[name] !== inPath[name]) {
      throw invalidInput({ path: name, message: `The path contains another ${name}. Remove it.` })
    }
  }
  return { ...given, ...inPath }
}

function readBody(body: unknown): Record<string, unknown> {
  if (body === undefined || body === null) return {}
  if (isRecord(body)) return body
  throw invalidInput({ path: '', message: 'Send a JSON object.' })
}

/** Refuses input in the part of the request that the route does not read, because it would be ignored. */
function refuseMisplaced(
  misplaced: Record<string, unknown>,
  schema: z.ZodType | undefined,
  place: string,
): void {
  const names = Object.keys(misplaced)
  if (names.length === 0) return
  const unknown = findUnknownMembers(schema ?? z.strictObject({}), misplaced)
  throw invalidInput(
    ...(unknown.length > 0
      ? unknown
      : names.map((name) => ({ path: name, message: `Send “${name}” ${place}.` }))),
  )
}

/** Converts query parameters to numbers, booleans and lists (`ids=a,b`) where the schema expects them. */
function coerceQuery(query: Record<string, unknown>, schema: z.ZodType | undefined): Record<string, unknown> {
  const object = unwrap(schema)
  const shape = object instanceof z.ZodObject ? object.shape : {}
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      typeof value === 'string' && Object.hasOwn(shape, name) ? coerce(value, unwrap(shape[name])) : value,
    ]),
  )
}

/** Converts a text. Returns it unchanged if that is not possible, so that the schema reports the error. */
function coerce(text: string, expected: z.core.$ZodType | undefined): unknown {
  if (expected instanceof z.ZodNumber && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text)
  if (expected instanceof z.ZodBoolean && /^(true|false)$/.test(text)) return text === 'true'
  if (expected instanceof z.ZodArray) return text === '' ? [] : text.split(',')
  return text
}

function unwrap(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap())
  }
  return schema instanceof z.ZodPipe ? unwrap(schema.def.in) : schema
}
