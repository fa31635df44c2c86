import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../domains/context.ts'
import type { Tracing } from '../../platform/telemetry/tracing.ts'
import { appRouter } from '../../router.ts'
import type { Member } from '../rpc/trpc.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is at work in which workspace, once that is known. */
    member: Pick<Member, 'actor' | 'workspaceId'> | undefined
    span: ReturnType<Tracing['beginRequest']> | undefined
  }
}

/** Of every request, when it is answered: a line in the log, its time, and a span where there is a collector. */
export function logRequests(
  app: FastifyInstance,
  { log, observer: { metrics, tracing } }: Pick<Deps, 'log' | 'observer'>,
): void {
  app.decorateRequest('member', undefined)
  app.decorateRequest('span', undefined)
  if (tracing) {
    app.addHook('onRequest', async (request) => {
      request.span = tracing.beginRequest(request.headers.traceparent)
    })
    // Not earlier: what reads the body leads out of a span again.
    app.addHook('preHandler', (request, _reply, done) => {
      if (request.span) request.span.within(done)
      else done()
    })
  }
  app.addHook('onResponse', (request, { statusCode: status, elapsedTime }, done) => {
    const { id, method, member, span } = request
    const procedure = procedureOf(request.params)
    log.info({
      id,
      method,
      // Only what we named ourselves: whatever else stands in an address may have been put there by mistake.
      route: request.routeOptions.url,
      procedure,
      status,
      ms: Math.round(elapsedTime),
      actor: member?.actor.kind,
      workspaceId: member?.workspaceId,
      trace: span?.traceId,
    })
    const route = procedure ?? request.routeOptions.url ?? 'none'
    metrics.request({ method, route, status }, elapsedTime / 1000)
    span?.rename(`${method} ${route}`)
    span?.end({ requestId: id, httpMethod: method, route, status }, status >= 500)
    done()
  })
}

/** The procedure that a path of the RPC names, if there is such a one. */
export function procedureOf(params: unknown): string | undefined {
  const { path } = (params ?? {}) as { path?: string }
  return path !== undefined && Object.hasOwn(appRouter._def.procedures, path) ? path : undefined
}
