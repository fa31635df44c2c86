import { isRecord } from '@stepkey/shared/schema'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import type { RequestContext } from '../access/request-context.ts'
import { describeMethods, type MethodsAt, matches, pathOf } from '../http/allowed-methods.ts'
import { describeHttpError, HTTP_STATUS } from '../http/http-error.ts'
import { execute } from '../rpc/execute.ts'
import { findProcedure } from '../rpc/find-procedure.ts'
import { INTERNAL } from '../rpc/rpc-error.ts'
import { exportAudit } from './audit-export.ts'
import { etagOf, hasEtag, readVersionBasis, type VersionBasis } from './etag.ts'
import { acceptBasic, sendExpiryCalendar } from './expiry-calendar.ts'
import { once, readIdempotencyKey } from './idempotency.ts'
import { locationOf } from './location.ts'
import { openApi } from './openapi.ts'
import { refusalOf, sendProblem } from './problem.ts'
import { readInput } from './read-input.ts'
import type { RestRoute } from './rest-route.ts'
import { routes } from './routes.ts'

/** The routes that answer with a file, for which they run a procedure several times. */
const FILES = [
  { method: 'GET', path: '/audit/export', send: exportAudit },
  { method: 'GET', path: '/credentials/expiry.ics', send: sendExpiryCalendar, onRequest: acceptBasic },
] as const

interface RouteOptions {
  contextOf: (request: FastifyRequest, reply: FastifyReply) => RequestContext
  methodsAt: MethodsAt
}

/** Serves `/api/v1`: the procedures as REST. Only the encoding of inputs, answers and errors differs from tRPC. */
export async function restApi(
  app: FastifyInstance,
  { logOf, ...options }: RouteOptions & { logOf: (request: FastifyRequest) => Logger },
): Promise<void> {
  const { contextOf, methodsAt } = options
  acceptJson(app)
  app.setErrorHandler(async (error: { statusCode?: number }, request, reply) => {
    const { status, code, message } = describeHttpError(error)
    if (status === 500) logFailure(logOf(request), 'rest', error)
    return sendProblem(reply, { status, code, detail: message, ...membersOf(error) })
  })
  // A route, because otherwise the page of the web application would answer for unknown paths below this prefix.
  app.all('/*', (request, reply) => {
    const methods = methodsAt(pathOf(request))
    // The router also comes here when a parameter is too long.
    if (methods.length === 0 || methods.includes(request.method))
      return sendProblem(reply, {
        status: 404,
        code: 'unknown_route',
        detail: 'There is nothing at this address.',
      })
    return refuseMethod(reply, methods)
  })
  // Built at the first request, because it takes longer than all other routes of the start.
  let document: string | undefined
  app.get('/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(openApi())
    return reply.header('content-type', 'application/json').header('cache-control', 'no-cache').send(document)
  })
  for (const { send, ...route } of FILES) {
    app.get(route.path, async (request, reply) => {
      if ('onRequest' in route) route.onRequest(request)
      const context = contextOf(request, reply)
      try {
        return await send(context, request, reply)
      } catch (error) {
        return refuse(reply, context, route, error)
      }
    })
  }
  for (const route of routes) addRoute(app, route, options)
}

const refuseMethod = (reply: FastifyReply, methods: readonly string[]) =>
  sendProblem(reply.header('allow', methods.join(', ')), {
    status: 405,
    code: 'method_not_allowed',
    detail: describeMethods(methods),
  })

/** Accepts only JSON. An empty body counts as an empty object, for procedures without input. */
function acceptJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? {} : JSON.parse(String(text)))
    } catch {
      done(Object.assign(new Error('This is not JSON.'), { statusCode: 400 }))
    }
  })
}

function addRoute(app: FastifyInstance, route: RestRoute, { contextOf, methodsAt }: RouteOptions): void {
  const procedure = findProcedure(route.procedure)
  const url = route.path.replace(/\{(\w+)\}/g, ':$1')
  // Addresses such as `/credentials/verify` look like those of an object, but accept other methods.
  const otherAddresses = new Set(
    routes
      .filter(({ path }) => path !== route.path && !path.includes('{') && matches(url, path))
      .map(({ path }) => `${app.prefix}${path}`),
  )
  app.route({
    method: route.method,
    url,
    handler: async (request, reply) => {
      const path = pathOf(request)
      if (otherAddresses.has(path)) return refuseMethod(reply, methodsAt(path))
      const context = contextOf(request, reply)
      let basis: VersionBasis | undefined
      try {
        const result = await execute(procedure, {
          name: route.procedure,
          request: context,
          read: () => {
            const { raw: input, known } = readInput(request, route, procedure.input)
            basis = readVersionBasis(request, route, input)
            const key = readIdempotencyKey(request, route)
            return {
              known,
              raw: basis && isRecord(input) ? { ...input, version: basis.version } : input,
              wrap: key === undefined ? undefined : once(route, key, reply),
            }
          },
        })
        return answer(request, reply, route, result, basis)
      } catch (error) {
        return refuse(reply, context, route, error, basis)
      }
    },
  })
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  route: RestRoute,
  result: unknown,
  basis: VersionBasis | undefined,
) {
  const { outcome, ...members } = isRecord(result) ? result : {}
  const refusal = refusalOf(findProcedure(route.procedure), outcome)
  if (refusal) {
    const status = outcome === 'stale' && basis?.byHeader ? 412 : refusal.status
    // The flow is nested, because its member `status` would conflict with the problem's.
    const extensions = outcome === 'stale' && route.answersWith === 'flow' ? { flow: members } : members
    return sendProblem(reply, { ...extensions, ...refusal, status, code: String(outcome) })
  }
  if (outcome === 'deleted' && Object.keys(members).length === 0) return reply.code(204).send()
  const etag = etagOf(route, result)
  if (etag) reply.header('etag', etag)
  if (etag && route.method === 'GET' && hasEtag(request, etag)) return reply.code(304).send()
  const location = locationOf(route, result)
  if (location) reply.header('location', `${reply.server.prefix}${location}`)
  return reply.code(route.status ?? 200).send(result)
}

function refuse(
  reply: FastifyReply,
  { log }: RequestContext,
  { method, path }: Pick<RestRoute, 'method' | 'path'>,
  error: unknown,
  basis?: VersionBasis,
) {
  const { code, message, fields: invalidFields } = error instanceof DomainError ? error : INTERNAL
  if (code === 'internal') logFailure(log, `${method} ${path}`, error)
  // Replaces the schema's message for a missing version, which does not mention If-Match.
  const problem = basis?.version === undefined ? basis?.problem : undefined
  const fields = invalidFields?.map((field) =>
    problem && field.path === 'version' ? { ...field, message: problem } : field,
  )
  const detail = problem && fields?.[0]?.path === 'version' ? problem : message
  return sendProblem(reply, {
    status: HTTP_STATUS[code],
    code,
    detail,
    ...(fields && { fields }),
    ...membersOf(error),
  })
}

/** Returns the further members of the problem of an error. */
const membersOf = (error: unknown) =>
  error instanceof DomainError
    ? { ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }), ...error.members }
    : {}
