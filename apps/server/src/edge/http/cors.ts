import type { FastifyReply, FastifyRequest } from 'fastify'
import { findTokenOrigin, isConnectToken } from '../../domains/connect/connect-session.ts'
import { isEmbedOrigin } from '../../domains/connect/embeds.ts'
import type { Deps } from '../../domains/context.ts'
import { bearerOf } from './bearer-token.ts'
import { isOwnHost, isOwnOrigin, type Refusal } from './same-origin.ts'

/**
 * Handles CORS, for pages of other origins that contain the picker as a component. Only requests with a connect token
 * from the origin of its embed are allowed, without cookies.
 * @returns the reason of a refusal; true if the request was answered; undefined if it may continue
 */
export async function answerCors(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Refusal | true | undefined> {
  const { origin, host, authorization } = request.headers
  if (!isOwnHost(deps.config, host)) return undefined
  if (origin === undefined || isOwnOrigin(deps.config, origin, host)) return undefined
  if (request.method === 'OPTIONS') return await answerPreflight(deps, request, reply, origin)
  const token = bearerOf(authorization)
  if (token === undefined || !isConnectToken(token)) return undefined
  const tokenOrigin = await findTokenOrigin(deps, token)
  // The page of an embed must be able to read that its token has expired, to get another one.
  const mayRead = tokenOrigin === undefined ? await isEmbedOrigin(deps, origin) : tokenOrigin === origin
  // Without CORS headers the page can't read the answer. The refused request changes nothing.
  if (!mayRead) return { code: 'wrong_origin', message: 'This connect token is not valid for this origin.' }
  allow(reply, origin)
  return undefined
}

/** Answers a preflight request. It carries no token yet, so the origin of any embed is allowed. */
async function answerPreflight(
  deps: Deps,
  { headers }: FastifyRequest,
  reply: FastifyReply,
  origin: string,
): Promise<true | undefined> {
  const isPreflight = headers['access-control-request-method'] !== undefined
  if (!isPreflight || !(await isEmbedOrigin(deps, origin))) return undefined
  allow(reply, origin)
  await reply
    .code(204)
    .header('access-control-allow-methods', 'GET, POST')
    .header('access-control-allow-headers', 'authorization, content-type')
    .header('access-control-max-age', '600')
    .send()
  return true
}

function allow(reply: FastifyReply, origin: string) {
  reply.header('access-control-allow-origin', origin).header('vary', 'Origin')
}
