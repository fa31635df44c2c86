import type { FastifyRequest } from 'fastify'
import { invalidInput } from '../../platform/errors/domain-error.ts'

/** Refuses a GET request with a body, which would be ignored. @throws DomainError invalid_input */
export function refuseBodyOfGet({ method, headers }: FastifyRequest): void {
  if (method !== 'GET') return
  const isEmpty = (headers['content-length'] ?? '0') === '0' && headers['transfer-encoding'] === undefined
  if (!isEmpty)
    throw invalidInput({ path: '', message: 'A GET request has no body. Send its input in the query.' })
}
