import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import pLimit, { type LimitFunction } from 'p-limit'
import { networkOf } from '../../platform/client-network.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { hashToken } from '../../platform/opaque-token.ts'
import type { Principal } from '../access/principal.ts'
import { bearerOf } from './bearer-token.ts'
import { addressOf } from './client-address.ts'

/** Requests of one workspace that run concurrently in this process; further ones wait. */
const MAX_RUNNING = 16
/** Requests of one workspace that may wait. */
const MAX_WAITING = 500
/** After how many seconds a caller may try again if more are waiting. */
const RETRY_AFTER = 1
/**
 * How long a request counts as running, in milliseconds. A request that takes longer waits for a target, not for this
 * process, and targets have limits of their own.
 */
const MAX_COUNTED = 500
/** The number of known tokens in memory. Beyond it, they are recognized again. */
const MAX_TOKENS = 10_000

const LIMITED = /^\/(?:trpc|api)\//
/** The requests of flow engines. They count separately, so that they never wait for other requests. */
const ISSUE =
  /^\/(?:trpc\/(?:credentials|flows)\.issue|api\/v1\/flows\/[^/]+\/(?:steps\/[^/]+\/credential|credentials))(?:\?|$)/

/**
 * Limits how many requests of one workspace run concurrently, so that the requests of others don't wait behind a
 * thousand of them. Requests without a known token count for the network that they come from.
 * @param sessionCookie the name of the cookie with the token of the session
 * @returns a function to call when the caller of a request is authenticated
 */
export function limitConcurrency(
  app: FastifyInstance,
  sessionCookie: string,
  maxCounted = MAX_COUNTED,
): (request: FastifyRequest, principal: Principal) => void {
  /** The workspaces of valid tokens, by the hash of the token. */
  const workspaces = new Map<string, string>()
  const limiters = new Map<string, LimitFunction>()

  const tokenOf = ({ headers, cookies }: FastifyRequest): string | undefined => {
    const token = bearerOf(headers.authorization) ?? cookies[sessionCookie]
    return token === undefined ? undefined : hashToken(token)
  }
  const groupOf = (request: FastifyRequest): string => {
    const token = tokenOf(request)
    const owner = (token && workspaces.get(token)) ?? networkOf(addressOf(request))
    return `${ISSUE.test(request.url) ? 'issue' : 'other'} ${owner}`
  }

  async function waitForSlot(group: string, reply: FastifyReply): Promise<void> {
    const limiter = limiters.get(group) ?? pLimit(MAX_RUNNING)
    if (limiter.pendingCount >= MAX_WAITING) throw tooMany()
    limiters.set(group, limiter)
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    reply.raw.once('close', end)
    await new Promise<void>((start) => {
      const slot = limiter(async () => {
        start()
        const timer = setTimeout(end, maxCounted)
        await ended
        clearTimeout(timer)
      })
      void slot.finally(() => {
        if (limiter.activeCount + limiter.pendingCount === 0) limiters.delete(group)
      })
    })
    // The client left while its request waited.
    if (reply.raw.closed) throw tooMany()
  }

  app.addHook('onRequest', async (request, reply) => {
    if (LIMITED.test(request.routeOptions.url ?? '')) await waitForSlot(groupOf(request), reply)
  })
  return (request, { workspaceId }) => {
    const token = tokenOf(request)
    if (token === undefined || workspaces.get(token) === workspaceId) return
    if (workspaces.size >= MAX_TOKENS) workspaces.clear()
    workspaces.set(token, workspaceId)
  }
}

const tooMany = () =>
  new DomainError(
    'too_many_requests',
    'Very many requests of this workspace are waiting. Send fewer at the same time, and try again in a moment.',
    { retryAfter: RETRY_AFTER },
  )
