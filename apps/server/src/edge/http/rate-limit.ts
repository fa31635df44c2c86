import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'
import { networkOf } from '../../platform/client-network.ts'
import { hashToken } from '../../platform/opaque-token.ts'
import { bearerOf } from './bearer-token.ts'
import { cookieName } from './browser-cookie.ts'
import { addressOf } from './client-address.ts'

/** The routes with a limit. Pages and assets are cheap, and probes must always be answered. */
const LIMITED = /^\/(?:trpc|api|auth)\//
/** The number of recognized callers in memory. Beyond it, they are recognized again. */
const MAX_CALLERS = 10_000

/**
 * Limits the requests per minute of each API key, connect token and session. All requests without a valid one count for
 * the network that they come from; otherwise clients could avoid the limit with invented tokens.
 * @returns a function to call when the token or session of a request turns out to be valid
 */
export async function limitRate(
  app: FastifyInstance,
  config: Pick<Config, 'rateLimit' | 'publicUrl'>,
): Promise<(request: FastifyRequest) => void> {
  /** The hashes of valid tokens. One that was revoked later still has only its own limit. */
  const callers = new Set<string>()
  const session = cookieName('session', config)
  const callerOf = ({ headers, cookies }: FastifyRequest): string | undefined => {
    const token = bearerOf(headers.authorization) ?? cookies[session]
    return token === undefined ? undefined : hashToken(token)
  }
  await app.register(rateLimit, {
    max: config.rateLimit,
    timeWindow: '1 minute',
    keyGenerator: (request) => {
      const caller = callerOf(request)
      return caller !== undefined && callers.has(caller) ? caller : networkOf(addressOf(request))
    },
    allowList: ({ routeOptions }) => !LIMITED.test(routeOptions.url ?? ''),
  })
  const count = app.createRateLimit()
  return (request) => {
    const caller = callerOf(request)
    if (caller === undefined || callers.has(caller)) return
    if (callers.size >= MAX_CALLERS) callers.clear()
    callers.add(caller)
    // This request was counted for its network.
    void count(request)
  }
}
