import { isRecord } from '@stepkey/shared/schema'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import { findUnknownMembers } from '../../platform/errors/unknown-members.ts'

/** Maximum number of calls in one batch. */
const BATCH_LIMIT = 10

/** The query parameters of tRPC. Mutations have their input in the body. */
const parametersOf = {
  GET: z.strictObject({ batch: z.unknown(), input: z.unknown() }),
  POST: z.strictObject({ batch: z.unknown() }),
}

/**
 * Refuses what tRPC would ignore: unknown query parameters, input in the query of a mutation, and inputs of a batch
 * that belong to none of its calls. Also refuses batches that are too large.
 * @throws DomainError invalid_input
 */
export function refuseIgnoredInput({ method, params, query, body }: FastifyRequest): void {
  if (method !== 'GET' && method !== 'POST') return
  const unknown = findUnknownMembers(parametersOf[method], query)
  if (unknown.length > 0) throw invalidInput(...unknown)
  const { batch, input } = query as Record<string, unknown>
  if (Array.isArray(input)) throw invalidInput({ path: 'input', message: 'Send “input” once.' })
  if (batch === undefined) return
  if (batch !== '1') throw invalidInput({ path: 'batch', message: 'For a batch, send batch=1.' })

  const { path = '' } = params as { path?: string }
  const calls = path.split(',').length
  if (calls > BATCH_LIMIT)
    throw invalidInput({ path: '', message: `A batch can contain at most ${BATCH_LIMIT} calls.` })
  const inputs = parseJson(method === 'GET' ? input : body)
  if (inputs === undefined) return
  const places = Array.from({ length: calls }, (_, place) => String(place))
  if (!isRecord(inputs) || Object.keys(inputs).some((place) => !places.includes(place)))
    throw invalidInput({
      path: '',
      message: `The input of a batch of ${calls} is a JSON object with the members: ${places.join(', ')}.`,
    })
}

/** Parses JSON; undefined if there is none or if it is invalid, which tRPC reports. */
function parseJson(text: unknown): unknown {
  if (typeof text !== 'string' || text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
