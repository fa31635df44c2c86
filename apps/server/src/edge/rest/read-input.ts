import { isRecord } from '@stepkey/shared/schema'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import type { RestRoute } from './routes.ts'

/**
 * Returns the input of a procedure as a REST request carries it: query (GET, DELETE) or body, and the parts of the path.
 * It is not parsed yet, except that texts of the query become what the schema expects.
 * @throws DomainError invalid_input for members that this address does not take
 */
export function readInput(
  request: FastifyRequest,
  { method, without = [] }: Pick<RestRoute, 'method' | 'without'>,
  schema: z.ZodType | undefined,
): Record<string, unknown> {
  const hasQuery = method === 'GET' || method === 'DELETE'
  const given = hasQuery
    ? coerceQuery(request.query as Record<string, unknown>, schema)
    : readBody(request.body)
  const inPath = request.params as Record<string, unknown>
  for (const name of Object.keys(given)) {
    if (without.includes(name)) {
      throw invalidInput({ path: name, message: `This address does not take “${name}”. Remove it.` })
    }
    if (Object.hasOwn(inPath, name) && given[name] !== inPath[name]) {
      throw invalidInput({ path: name, message: `The address names another ${name}. Remove it.` })
    }
  }
  return { ...given, ...inPath }
}

function readBody(body: unknown): Record<string, unknown> {
  if (body === undefined || body === null) return {}
  if (isRecord(body)) return body
  throw invalidInput({ path: '', message: 'Send a JSON object.' })
}

/** Turns the texts of a query into numbers, booleans and lists (`ids=a,b`) where the schema expects them. */
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

/** Returns the text as it is when it does not fit: the schema then says what is wrong. */
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
