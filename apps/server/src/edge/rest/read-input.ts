import { isRecord } from '@stepkey/shared/schema'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import { findUnknownMembers } from '../../platform/errors/unknown-members.ts'
import { refuseBodyOfGet } from '../rpc/body-of-get.ts'
import { type RestRoute, readsQuery } from './rest-route.ts'

/** The input of a REST request, and the names that its query or body can have. */
interface Input {
  raw: unknown
  known: string[]
}

/**
 * Returns the input of a procedure from a REST request: the query (GET, DELETE) or the body, and the path parameters.
 * It is not parsed yet, but parameters of the query and the path are converted to the types that the schema expects.
 * @throws DomainError invalid_input for members that this route does not accept, and for input in the wrong place
 */
export function readInput(
  request: FastifyRequest,
  { method, without = [] }: Pick<RestRoute, 'method' | 'without'>,
  schema: z.ZodType | undefined,
): Input {
  refuseBodyOfGet(request)
  const { body = {} } = request
  const query = request.query as Record<string, unknown>
  const inPath = request.params as Record<string, unknown>
  const [given, misplaced, place] = readsQuery(method)
    ? [coerceQuery(query, schema), body, 'as a query parameter']
    : [body, query, 'in the body']
  const known = Object.keys(shapeOf(schema)).filter((name) => !without.includes(name) && !(name in inPath))
  // The schema refuses it.
  if (!isRecord(given)) return { raw: given, known }
  if (!isRecord(misplaced)) throw invalidInput({ path: '', message: 'This route reads no body. Remove it.' })

  for (const [name, value] of Object.entries({ ...misplaced, ...given })) {
    if (without.includes(name))
      throw invalidInput({ path: name, message: `This route does not accept “${name}”. Remove it.` })
    if (Object.hasOwn(inPath, name) && (value !== inPath[name] || Object.hasOwn(misplaced, name)))
      throw invalidInput({ path: name, message: `“${name}” is in the path. Remove it here.` })
  }
  const unknown = findUnknownMembers(anyOf(known), misplaced)
  if (unknown.length > 0) throw invalidInput(...unknown)
  for (const name of Object.keys(misplaced)) {
    throw invalidInput({ path: name, message: `Send “${name}” ${place}.` })
  }
  return { raw: { ...given, ...coerceQuery(inPath, schema) }, known }
}

const anyOf = (names: readonly string[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.unknown()])))

/**
 * Converts parameters to numbers, booleans and lists (`ids=a,b`) where the schema expects them.
 * @throws DomainError invalid_input for a parameter that is sent twice
 */
function coerceQuery(query: Record<string, unknown>, schema: z.ZodType | undefined): Record<string, unknown> {
  const shape = shapeOf(schema)
  const isList = (name: string) => Object.hasOwn(shape, name) && unwrap(shape[name]) instanceof z.ZodArray
  const twice = Object.keys(query).find((name) => Array.isArray(query[name]) && !isList(name))
  if (twice !== undefined) throw invalidInput({ path: twice, message: `Send “${twice}” once.` })
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

function shapeOf(schema: z.ZodType | undefined): Record<string, z.core.$ZodType> {
  const object = unwrap(schema)
  return object instanceof z.ZodObject ? object.shape : {}
}

function unwrap(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap())
  }
  return schema instanceof z.ZodPipe ? unwrap(schema.def.in) : schema
}
