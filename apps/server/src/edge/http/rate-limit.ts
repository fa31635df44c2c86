import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'
import { networkOf } from '../../platform/client-network.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { hashToken } from '../../platform/opaque-token.ts'
import { bearerOf } from './bearer-token.ts'
import { cookieName } from './browser-cookie.ts'
import { addressOf } from './client-address.ts'

/** The routes with a limit. Pages and assets are cheap, and probes must always be answered. */
const LIMITED = /^\/(?:trpc|api|auth)\//
/** The number of recognized callers in memory. Beyond it, they are recognized again. */
const MAX_CALLERS = 10_000

/** The window of creations. */
const HOUR = 60 * 60_000
/** The procedures that create what lasts, and that can be deleted and created again without end. */
const CREATIONS: ReadonlySet<string> = new Set([
  'organizations.create',
  'apiKeys.create',
  'invitations.create',
])

/** The limits of requests, as functions that the handling of a request calls. */
interface RateLimits {
  /** To be called when the token or session of a request turns out to be valid. */
  recognizeCaller(request: FastifyRequest): void
  /** To be called before a procedure runs for an account. @throws DomainError too_many_requests */
  countCreation(request: FastifyRequest, procedure: string, accountId: string): Promise<void>
}

/**
 * Limits the requests per minute of each API key, connect token and session. All requests without a valid one count for
 * the network that they come from; otherwise clients could avoid the limit with invented tokens.
 * Also limits how many organizations, API keys and invitations each account and each network creates per hour.
 */
export async function limitRate(
  app: FastifyInstance,
  config: Pick<Config, 'rateLimit' | 'publicUrl'>,
): Promise<RateLimits> {
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
  /** The accounts of requests that create something. */
  const creators = new WeakMap<FastifyRequest, string>()
  const creationsOfAccount = app.createRateLimit({
    max: Math.ceil(config.rateLimit / 60),
    timeWindow: HOUR,
    keyGenerator: (request) => creators.get(request) ?? '',
  })
  const creationsOfNetwork = app.createRateLimit({
    max: Math.ceil(config.rateLimit / 12),
    timeWindow: HOUR,
    keyGenerator: (request) => networkOf(addressOf(request)),
  })
  return {
    recognizeCaller(request) {
      const caller = callerOf(request)
      if (caller === undefined || callers.has(caller)) return
      if (callers.size >= MAX_CALLERS) callers.clear()
      callers.add(caller)
      // This request was counted for its network.
      void count(request)
    },
    async countCreation(request, procedure, accountId) {
      if (!CREATIONS.has(procedure)) return
      creators.set(request, accountId)
      for (const limit of [creationsOfAccount, creationsOfNetwork]) {
        const result = await limit(request)
        if (!result.isAllowed && result.isExceeded) throw tooManyCreations(result.ttlInSeconds)
      }
    },
  }
}

const tooManyCreations = (retryAfter: number) =>
  new DomainError(
    'too_many_requests',
    'You or others on your network created very many organizations, API keys or invitations. Try again later.',
    { retryAfter },
  )
