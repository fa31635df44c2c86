import { isRecord } from '@stepkey/shared/schema'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { createCaller } from '../caller.ts'
import { describeFailure } from '../http/failure.ts'
import { logFailure } from '../log.ts'
import { describeError, type RequestContext } from '../trpc.ts'
import { exportAudit, isExportFormat } from './audit-export.ts'
import { refusals, sendProblem } from './problem.ts'
import { type RestRoute, routes } from './routes.ts'

/** `/api/v1`: REST for everybody who doesn't speak tRPC. */
export async function restApi(
  app: FastifyInstance,
  {
    contextOf,
    log,
  }: { contextOf: (request: FastifyRequest, reply: FastifyReply) => RequestContext; log: Logger },
): Promise<void> {
  // A POST without a body is fine where there is nothing to say.
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? {} : JSON.parse(String(text)))
    } catch {
      done(Object.assign(new Error('This is not JSON.'), { statusCode: 400 }))
    }
  })
  app.setErrorHandler(async (error: { statusCode?: number }, _request, reply) => {
    const { status, code, message } = describeFailure(error)
    if (status === 500) logFailure(log, 'rest', error)
    return sendProblem(reply, { status, code, detail: message })
  })
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, { status: 404, code: 'not_found', detail: 'There is nothing at this address.' }),
  )
  app.get('/audit/export', async (request, reply) => {
    const context = contextOf(request, reply)
    const { format } = request.query as { format?: unknown }
    reply.header('cache-control', 'no-store')
    if (!isExportFormat(format)) {
      const fields = [{ path: 'format', message: 'Choose csv or jsonl.' }]
      return sendProblem(reply, {
        status: 400,
        code: 'invalid_input',
        detail: 'Choose csv or jsonl.',
        fields,
      })
    }
    try {
      return await exportAudit(createCaller(context), reply, format)
    } catch (error) {
      return refuse(reply, context, { method: 'GET', path: '/audit/export' }, error)
    }
  })
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => {
        const context = contextOf(request, reply)
        reply.header('cache-control', 'no-store')
        try {
          return answer(reply, route, await route.call(createCaller(context), inputOf(request)))
        } catch (error) {
          return refuse(reply, context, route, error)
        }
      },
    })
  }
}

function inputOf(request: FastifyRequest) {
  const query = { ...(request.query as Record<string, unknown>) }
  // The one number that stands in an address.
  if (typeof query.limit === 'string' && /^\d{1,9}$/.test(query.limit)) query.limit = Number(query.limit)
  return {
    params: request.params as Record<string, string>,
    query,
    body: isRecord(request.body) ? request.body : {},
  }
}

function answer(reply: FastifyReply, route: RestRoute, result: unknown) {
  const { outcome, ...members } = isRecord(result) ? result : {}
  // A verification has an outcome of its own, and is an answer whatever it is.
  const refusal = typeof outcome === 'string' ? refusals[outcome] : undefined
  if (refusal) return sendProblem(reply, { ...refusal, code: String(outcome), ...members })
  if (outcome === 'deleted') return reply.code(204).send()
  return reply.code(route.status ?? 200).send(result)
}

function refuse(
  reply: FastifyReply,
  { log }: RequestContext,
  { method, path }: Pick<RestRoute, 'method' | 'path'>,
  error: unknown,
) {
  if (!(error instanceof TRPCError)) throw error
  const { code, message, fields } = describeError(error)
  if (code === 'internal') logFailure(log, `${method} ${path}`, error.cause ?? error)
  return sendProblem(reply, {
    status: getHTTPStatusCodeFromError(error),
    code,
    detail: message,
    ...(fields && { fields }),
  })
}
