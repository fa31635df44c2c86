import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { procedureOf } from './request-log.ts'

const compress = promisify(gzip)

/**
 * Compresses the list of components, the largest answer for the first page. It contains no secrets. Other answers are
 * not compressed: the length of a compressed answer discloses secrets next to text that an attacker chose (BREACH).
 */
export async function compressLists(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  if (!(payload instanceof Response) || procedureOf(request.params) !== 'components.list') return payload
  if (payload.status !== 200 || !/\bgzip\b/.test(String(request.headers['accept-encoding']))) return payload
  reply.headers(Object.fromEntries(payload.headers))
  reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding')
  return await compress(await payload.text())
}
