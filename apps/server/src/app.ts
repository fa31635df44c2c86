import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { isConnectToken } from './domains/connect/connect-session.ts'
import type { Deps } from './domains/context.ts'
import type { RequestContext } from './edge/access/request-context.ts'
import { collectMethods, refuseUnrouted } from './edge/http/allowed-methods.ts'
import { bearerOf } from './edge/http/bearer-token.ts'
import { browserCookie, cookieName } from './edge/http/browser-cookie.ts'
import { addressOf } from './edge/http/client-address.ts'
import { componentIcons } from './edge/http/component-icons.ts'
import { compressLists } from './edge/http/compression.ts'
import { limitConcurrency } from './edge/http/concurrency-limit.ts'
import { answerCors } from './edge/http/cors.ts'
import { DOCS_ROOT } from './edge/http/docs.ts'
import { describeHttpError } from './edge/http/http-error.ts'
import { messages } from './edge/http/messages.ts'
import { serveMetrics } from './edge/http/metrics.ts'
import { pages } from './edge/http/pages.ts'
import { limitRate } from './edge/http/rate-limit.ts'
import { logRequests, procedureOf } from './edge/http/request-log.ts'
import { originRefusal } from './edge/http/same-origin.ts'
import { schemas } from './edge/http/schemas.ts'
import { securityHeaders } from './edge/http/security-headers.ts'
import { ssoRoutes } from './edge/http/sso-routes.ts'
import { serveAssets, WEB_ROOT } from './edge/http/web-app.ts'
import { sendProblem } from './edge/rest/problem.ts'
import { restApi } from './edge/rest/rest-api.ts'
import { refuseIgnoredInput } from './edge/rpc/ignored-input.ts'
import { type AppRouter, appRouter } from './edge/rpc/router.ts'
import { sendRpcError } from './edge/rpc/rpc-error.ts'
import { type StorageFault, storageFaultOf } from './platform/database/database-error.ts'
import { STORAGE_FAULTS } from './platform/database/storage-health.ts'
import { DomainError } from './platform/errors/domain-error.ts'
import { logFailure } from './platform/telemetry/log.ts'

/** Maximum size of a request body, in bytes. */
const BODY_LIMIT = 1024 * 1024

/** The paths for monitoring, which accept any host name. */
const MONITORING_PATHS = new Set(['/healthz', '/readyz', '/metrics'])

/** Creates the HTTP server: request checks, tRPC, REST, SSO, health, metrics and the web application. */
export async function createApp(
  deps: Deps,
  {
    webRoot = WEB_ROOT,
    docsRoot = DOCS_ROOT,
    isStopping,
  }: { webRoot?: string; docsRoot?: string; isStopping?: () => boolean } = {},
): Promise<FastifyInstance> {
  const { config, keyring, storage, background, log } = deps
  const commonHeaders = Object.entries(securityHeaders(config))
  const setCommonHeaders = (request: FastifyRequest, reply: FastifyReply) => {
    // Set on the raw response, where helmet replaces them with those of pages.
    for (const [name, value] of commonHeaders) reply.raw.setHeader(name, value)
    // Assets and documents replace it.
    reply.header('cache-control', 'no-store').header('x-request-id', request.id)
  }
  const app = fastify({
    logger: false,
    trustProxy: config.trustProxy.length > 0 ? config.trustProxy : false,
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 2500 },
    forceCloseConnections: 'idle',
    // Time limit for receiving a complete request, in milliseconds.
    requestTimeout: 30_000,
    genReqId: ({ headers }) => ownRequestId(headers['x-request-id']) ?? randomUUID(),
    // No hook runs for these.
    frameworkErrors: (_error, request, reply: FastifyReply) => {
      const message = 'This URL is invalid.'
      setCommonHeaders(request, reply)
      if (!request.url.startsWith('/api/')) return reply.code(400).send({ error: message })
      return sendProblem(reply, { status: 400, code: 'invalid_input', detail: message })
    },
  })

  // First, because plugins inherit the error handler that is set when they are registered.
  app.setErrorHandler(async (error: { statusCode?: number }, request, reply) => {
    const shown = describeHttpError(error)
    if (error instanceof DomainError && error.retryAfter !== undefined)
      reply.header('retry-after', error.retryAfter)
    if (shown.status === 500) logFailure(logOf(request), 'http', error)
    return sendRpcError(reply, shown)
  })

  const methodsAt = collectMethods(app)
  const logOf = (request: FastifyRequest) => log.child({ id: request.id })
  logRequests(app, deps)
  // Before all checks, so that refusals have these headers, too.
  app.addHook('onRequest', (request, reply, done) => {
    setCommonHeaders(request, reply)
    done()
  })
  await app.register(cookie)

  // Wrong passwords have a limit of their own; see `sign-in-throttle.ts`.
  const rateLimits = await limitRate(app, config)
  const learnWorkspace = limitConcurrency(app, cookieName('session', config))

  app.addHook('onRequest', async (request, reply) => {
    // Probes and metrics collectors may use any address of this machine.
    if (MONITORING_PATHS.has(request.url) && !request.is404) return
    // Not the URL, in which characters can be encoded.
    const route = request.routeOptions.url
    // Before the body is parsed, whose media type would otherwise matter.
    if (request.is404) return refuseUnrouted(request, reply, methodsAt)
    const refusal =
      (route?.startsWith('/trpc/') ? await answerCors(deps, request, reply) : undefined) ??
      originRefusal(config, request)
    if (refusal === undefined) return
    if (refusal === true) return reply
    if (route?.startsWith('/api/'))
      return sendProblem(reply, { status: 403, code: refusal.code, detail: refusal.message })
    return sendRpcError(reply, { status: 403, ...refusal })
  })
  const contextOf = (request: FastifyRequest, reply: FastifyReply): RequestContext => ({
    ...deps,
    log: logOf(request),
    session: browserCookie('session', config, request, reply),
    device: browserCookie('device', config, request, reply),
    consentCookie: (id) => browserCookie('consent', config, request, reply, `-${id}`),
    apiKey: bearerOf(request.headers.authorization),
    namedWorkspace: request.headers['stepkey-workspace']?.toString(),
    address: addressOf(request),
    userAgent: request.headers['user-agent'],
    signal: abortedWhenClosed(reply.raw),
    onValidToken: () => rateLimits.recognizeCaller(request),
    onAdmitted: (procedure, accountId) => rateLimits.countCreation(request, procedure, accountId),
    onAuthenticated: (principal) => {
      request.principal = principal
      learnWorkspace(request, principal)
    },
  })

  await app.register(async (rpc) => {
    rpc.addHook('onSend', compressLists)
    rpc.addHook('preHandler', async (request) => refuseIgnoredInput(request))
    await rpc.register(fastifyTRPCPlugin, {
      prefix: '/trpc',
      trpcOptions: {
        router: appRouter,
        createContext: ({ req, res }) => withConnectToken(contextOf(req, res)),
        responseMeta: ({ errors, type }) => ({
          headers: { ...retryAfterOf(errors), ...allowOf(errors, type) },
        }),
        onError: ({ error, path, req }) => {
          if (error.code === 'INTERNAL_SERVER_ERROR')
            logFailure(logOf(req), procedureOf({ path }) ?? 'rpc', error.cause ?? error)
        },
      },
    } satisfies FastifyTRPCPluginOptions<AppRouter>)
  })

  await app.register(ssoRoutes, { deps, contextOf })
  await app.register(restApi, { prefix: '/api/v1', contextOf, logOf, methodsAt })

  await app.register(schemas, { config })
  await app.register(componentIcons, { deps })
  await app.register(messages)
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (request, reply) => {
    if (isStopping?.()) return reply.code(503).send({ status: 'stopping' })
    try {
      await keyring.prove()
    } catch (error) {
      logFailure(logOf(request), 'readyz', error)
      const fault = storageFaultOf(error)
      return reply.code(503).send({ status: 'unavailable', ...(fault && describeFault(fault)) })
    }
    const fault = await storage.findFault()
    if (fault === undefined) return { status: 'ok' }
    log.error({ where: 'readyz', fault })
    return reply.code(503).send({ status: 'unavailable', ...describeFault(fault) })
  })
  if (config.metrics.port === undefined) serveMetrics(app, deps)
  // Runs after the last request.
  app.addHook('onClose', async () => {
    await background.finish()
    storage.close()
  })
  await serveAssets(app, webRoot)
  await app.register(pages, { deps, webRoot, docsRoot })
  app.setNotFoundHandler((request, reply) => refuseUnrouted(request, reply, methodsAt))
  return app
}

const describeFault = (fault: StorageFault) => ({ fault, message: STORAGE_FAULTS[fault] })

/** Returns the request id of the client, if it is safe in a log. */
const ownRequestId = (header: string | string[] | undefined): string | undefined =>
  /^[\w-]{1,64}$/.exec(String(header ?? ''))?.[0]

/** Returns the header that tells when the calls of a tRPC request can succeed, if an error knows that. */
function retryAfterOf(errors: readonly { cause?: unknown }[]): Record<string, string> {
  const seconds = errors.map(({ cause }) => (cause instanceof DomainError ? (cause.retryAfter ?? 0) : 0))
  const longest = Math.max(0, ...seconds)
  return longest > 0 ? { 'retry-after': String(longest) } : {}
}

/** Returns the header that names the methods of a tRPC procedure, if a call was sent with another one. */
function allowOf(errors: readonly { code: string }[], type: string): Record<string, string> {
  if (!errors.some(({ code }) => code === 'METHOD_NOT_SUPPORTED')) return {}
  return { allow: { query: 'GET, HEAD', mutation: 'POST' }[type] ?? 'GET, HEAD, POST' }
}

/** Recognizes connect tokens, for tRPC only. All other routes treat them as unknown API keys. */
function withConnectToken(context: RequestContext): RequestContext {
  const { apiKey } = context
  return apiKey !== undefined && isConnectToken(apiKey)
    ? { ...context, apiKey: undefined, connectToken: apiKey }
    : context
}

/** Returns a signal that is aborted when the client closes the connection before the answer is complete. */
function abortedWhenClosed(response: NodeJS.EventEmitter & { writableFinished: boolean }): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  return controller.signal
}
