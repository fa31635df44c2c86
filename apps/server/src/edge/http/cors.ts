import type { FastifyReply, FastifyRequest } from 'fastify'
import { findTokenOrigin, isConnectToken } from '../../domains/connect/connect-tokens.ts'
import { isEmbedOrigin } from '../../domains/connect/embeds.ts'
import type { Deps } from '../../domains/context.ts'
import { bearerOf } from './bearer-token.ts'
import { isOwnHost, isOwnOrigin } from './same-origin.ts'

/**
 * CORS, for the picker as a component of another origin's page: `/trpc` answers a connect token from the origin of its
 * embed. There are never cookies in it, and every other origin gets nothing.
 * @returns why the request is refused; true when it is answered; undefined when it may go on
 */
export async function answerCors(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string | true | undefined> {
  const { origin, host, authorization } = request.headers
  if (!isOwnHost(deps.config, host)) return undefined
  if (origin === undefined || isOwnOrigin(deps.config, origin, host)) return undefined
  if (request.method === 'OPTIONS') return await answerPreflight(deps, request, reply, origin)
  const token = bearerOf(authorization)
  if (token === undefined || !isConnectToken(token)) return undefined
  if ((await findTokenOrigin(deps, token)) !== origin) {
    // A browser shows its page nothing of any answer then. Whoever asked must not have changed anything either.
    return 'This connect token is not for pages of this origin, or it has expired.'
  }
  allow(reply, origin)
  return undefined
}

/** What a browser asks ahead: it doesn't show the token yet, so whoever has an embed is told that he may come. */
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
