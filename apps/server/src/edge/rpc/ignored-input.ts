import { isRecord } from '@stepkey/shared/schema'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { DomainError, invalidInput } from '../../platform/errors/domain-error.ts'
import { findUnknownMembers } from '../../platform/errors/unknown-members.ts'
import { refuseBodyOfGet } from './body-of-get.ts'

/** Maximum number of calls in one batch. */
const BATCH_LIMIT = 10

/** The query parameters of tRPC. Mutations have their input in the body. */
const parametersOf = {
  GET: z.strictObject({ batch: z.unknown(), input: z.unknown() }),
  POST: z.strictObject({ batch: z.unknown() }),
}

/**
 * Refuses what tRPC would ignore: unknown query parameters, input in the query of a mutation or in the body of a query,
 * invalid JSON, conditional headers, and inputs of a batch that belong to none of its calls. Also refuses batches that
 * are too large.
 * @throws DomainError invalid_input
 */
export function refuseIgnoredInput(request: FastifyRequest): void {
  const { method, headers, params, query, body } = request
  if (method !== 'GET' && method !== 'POST') return
  refuseBodyOfGet(request)
  for (const name of ['if-match', 'idempotency-key'])
    if (headers[name] !== undefined)
      throw invalidInput({ path: name, message: `tRPC does not accept ${name}. Remove it.` })
  const unknown = findUnknownMembers(parametersOf[method], query)
  if (unknown.length > 0) throw invalidInput(...unknown)
  const { batch, input } = query as Record<string, unknown>
  if (Array.isArray(input)) throw invalidInput({ path: 'input', message: 'Send “input” once.' })
  const inputs = parseJson(method === 'GET' ? input : body)
  if (batch === undefined) return
  if (batch !== '1') throw invalidInput({ path: 'batch', message: 'For a batch, send batch=1.' })

  const { path = '' } = params as { path?: string }
  const calls = path.split(',').length
  if (calls > BATCH_LIMIT)
    throw invalidInput({ path: '', message: `A batch can contain at most ${BATCH_LIMIT} calls.` })
  if (inputs === undefined) return
  const places = Array.from({ length: calls }, (_, place) => String(place))
  if (!isRecord(inputs) || Object.keys(inputs).some((place) => !places.includes(place)))
    throw invalidInput({
      path: '',
      message: `The input of a batch of ${calls} is a JSON object with the members: ${places.join(', ')}.`,
    })
}

/** Parses JSON; undefined if there is none. Procedures without input accept the empty body that clients send. */
function parseJson(text: unknown): unknown {
  if (typeof text !== 'string' || text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new DomainError('invalid_json', 'The input is not valid JSON.')
  }
}
