import { isRecord } from '@stepkey/shared/schema'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { logFailure } from '../../platform/telemetry/log.ts'
import { describeHttpError } from '../http/http-error.ts'
import { type Caller, createCaller } from '../rpc/caller.ts'
import { describeError, type RequestContext, translate } from '../rpc/trpc.ts'
import { exportAudit, isExportFormat } from './audit-export.ts'
import { type Basis, basisOf, hasTag, tagOf, takesIfMatch } from './etag.ts'
import { direct } from './fast-path.ts'
import { onceWithKey } from './idempotency.ts'
import { openApi } from './openapi.ts'
import { refusals, sendProblem } from './problem.ts'
import { type ProcedureName, type RestRoute, routes } from './routes.ts'

/** `/api/v1`: REST for everybody who doesn't speak tRPC. */
export async function restApi(
  app: FastifyInstance,
  {
    contextOf,
    logOf,
  }: {
    contextOf: (request: FastifyRequest, reply: FastifyReply) => RequestContext
    logOf: (request: FastifyRequest) => Logger
  },
): Promise<void> {
  // A POST without a body is fine where there is nothing to say.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? {} : JSON.parse(String(text)))
    } catch {
      done(Object.assign(new Error('This is not JSON.'), { statusCode: 400 }))
    }
  })
  app.setErrorHandler(async (error: { statusCode?: number }, request, reply) => {
    const { status, code, message } = describeHttpError(error)
    if (status === 500) logFailure(logOf(request), 'rest', error)
    return sendProblem(reply, { status, code, detail: message })
  })
  // A route, not the handler of what has none: below this address the page of the application is no answer.
  app.all('/*', (_request, reply) =>
    sendProblem(reply, { status: 404, code: 'not_found', detail: 'There is nothing at this address.' }),
  )
  // Made when somebody asks for it: it takes longer than all other routes together.
  let document: string | undefined
  app.get('/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(openApi())
    return reply.header('content-type', 'application/json').header('cache-control', 'no-cache').send(document)
  })
  app.get('/audit/export', async (request, reply) => {
    const context = contextOf(request, reply)
    const { format, ...filter } = request.query as { format?: unknown }
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
      return await exportAudit(createCaller(context), reply, format, filter)
    } catch (error) {
      return refuse(reply, context, { method: 'GET', path: '/audit/export' }, error)
    }
  })
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const context = contextOf(request, reply)
        reply.header('cache-control', 'no-store')
        const given = inputOf(request, route)
        const basis = takesIfMatch(route) ? basisOf(request, given.version) : undefined
        const input = basis ? { ...given, version: basis.version } : given
        const call = (ctx: RequestContext) =>
          direct[route.procedure]?.(ctx, input) ?? procedureOf(createCaller(ctx), route.procedure)(input)
        try {
          const keyed = await onceWithKey({ route, request, reply }, context, input, call)
          if ('answered' in keyed) return keyed.answered
          if (keyed.replayed) reply.header('idempotency-replayed', 'true')
          return answer(request, reply, route, keyed.result, basis)
        } catch (error) {
          return refuse(reply, context, route, error, basis)
        }
      },
    })
  }
}

/** What came over HTTP has no type yet: the procedure's own schema parses it. */
function procedureOf(rpc: Caller, name: ProcedureName): (input: unknown) => Promise<unknown> {
  const [domain = '', procedure = ''] = name.split('.')
  return (rpc as unknown as Record<string, Record<string, never>>)[domain]?.[procedure] as never
}

/** Query or body, and over them the parts of the path. */
function inputOf(request: FastifyRequest, { method, without = [] }: RestRoute): Record<string, unknown> {
  const given = method === 'GET' || method === 'DELETE' ? queryOf(request) : request.body
  const input = { ...(isRecord(given) ? given : {}), ...(request.params as object) }
  return Object.fromEntries(Object.entries(input).filter(([name]) => !without.includes(name)))
}

function queryOf(request: FastifyRequest): Record<string, unknown> {
  const query = { ...(request.query as Record<string, unknown>) }
  // The one number and the one list that stand in an address.
  if (typeof query.limit === 'string' && /^\d{1,9}$/.test(query.limit)) query.limit = Number(query.limit)
  if (typeof query.ids === 'string') query.ids = query.ids.split(',')
  return query
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  route: RestRoute,
  result: unknown,
  basis: Basis | undefined,
) {
  const { outcome, ...members } = isRecord(result) ? result : {}
  // A verification has an outcome of its own, and is an answer whatever it is.
  const refusal = typeof outcome === 'string' ? refusals[outcome] : undefined
  if (refusal) {
    const status = outcome === 'stale' && basis?.byHeader ? 412 : refusal.status
    // A flow has a status of its own, which is not the problem's.
    const beside = outcome === 'stale' && route.answersWith === 'flow' ? { flow: members } : members
    return sendProblem(reply, { ...beside, ...refusal, status, code: String(outcome) })
  }
  // Unless there is more to say: whether the vendor has taken back what was granted.
  if (outcome === 'deleted' && Object.keys(members).length === 0) return reply.code(204).send()
  const tag = tagOf(route, result)
  if (tag) reply.header('etag', tag)
  if (tag && route.method === 'GET' && hasTag(request, tag)) return reply.code(304).send()
  return reply.code(route.status ?? 200).send(result)
}

function refuse(
  reply: FastifyReply,
  { log }: RequestContext,
  { method, path }: Pick<RestRoute, 'method' | 'path'>,
  thrown: unknown,
  basis?: Basis,
) {
  const error = thrown instanceof TRPCError ? thrown : translate(thrown)
  if (!error) throw thrown
  const { code, message, fields: wrong } = describeError(error)
  if (code === 'internal') logFailure(log, `${method} ${path}`, error.cause ?? error)
  // No version, or none that can be used: the schema doesn't know that there are two ways to send one.
  const problem = basis?.version === undefined ? basis?.problem : undefined
  const fields = wrong?.map((field) =>
    problem && field.path === 'version' ? { ...field, message: problem } : field,
  )
  return sendProblem(reply, {
    status: getHTTPStatusCodeFromError(error),
    code,
    detail: (code === 'invalid_input' && fields?.[0]?.message) || message,
    ...(fields && { fields }),
  })
}
