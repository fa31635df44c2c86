import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../domains/context.ts'
import type { Tracing } from '../../platform/telemetry/tracing.ts'
import type { Principal } from '../access/principal.ts'
import { isProcedureName } from '../rpc/find-procedure.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller, after authentication. */
    principal: Pick<Principal, 'actor' | 'workspaceId'> | undefined
    span: ReturnType<Tracing['beginRequest']> | undefined
  }
}

/** Logs every answered request, measures its duration, and ends its span if tracing is enabled. */
export function logRequests(
  app: FastifyInstance,
  { log, observer: { metrics, tracing } }: Pick<Deps, 'log' | 'observer'>,
): void {
  app.decorateRequest('principal', undefined)
  app.decorateRequest('span', undefined)
  if (tracing) {
    app.addHook('onRequest', async (request) => {
      request.span = tracing.beginRequest(request.headers.traceparent)
    })
    // Not in an earlier hook, because reading the body loses the context of the span.
    app.addHook('preHandler', (request, _reply, done) => {
      if (request.span) request.span.within(done)
      else done()
    })
  }
  app.addHook('onResponse', (request, { statusCode: status, elapsedTime }, done) => {
    const { id, method, principal, span } = request
    const procedure = procedureOf(request.params)
    log.info({
      id,
      method,
      // The pattern of the route, not the URL: URLs could contain secrets by mistake.
      route: request.routeOptions.url,
      procedure,
      status,
      ms: Math.round(elapsedTime),
      actor: principal?.actor.kind,
      workspaceId: principal?.workspaceId,
      trace: span?.traceId,
    })
    const route = procedure ?? request.routeOptions.url ?? 'none'
    metrics.request({ method, route, status }, elapsedTime / 1000)
    span?.rename(`${method} ${route}`)
    span?.end({ requestId: id, httpMethod: method, route, status }, status >= 500)
    done()
  })
}

/** Returns the procedure that a tRPC path names; undefined if there is none. */
export function procedureOf(params: unknown): string | undefined {
  const { path } = (params ?? {}) as { path?: string }
  return path !== undefined && isProcedureName(path) ? path : undefined
}
