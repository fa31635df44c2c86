import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { isConnectToken } from './domains/connect/connect-tokens.ts'
import type { Deps } from './domains/context.ts'
import type { RequestContext } from './edge/access/request-context.ts'
import { bearerOf } from './edge/http/bearer-token.ts'
import { compressLists } from './edge/http/compression.ts'
import { answerCors } from './edge/http/cors.ts'
import { describeHttpError } from './edge/http/http-error.ts'
import { serveMetrics } from './edge/http/metrics.ts'
import { pages } from './edge/http/pages.ts'
import { logRequests, procedureOf } from './edge/http/request-log.ts'
import { originRefusal } from './edge/http/same-origin.ts'
import { schemas } from './edge/http/schemas.ts'
import { securityHeaders } from './edge/http/security-headers.ts'
import { sessionCookie } from './edge/http/session-cookie.ts'
import { ssoRoutes } from './edge/http/sso-routes.ts'
import { NOT_FOUND_BODY, serveAssets, WEB_ROOT } from './edge/http/web-app.ts'
import { sendProblem } from './edge/rest/problem.ts'
import { restApi } from './edge/rest/rest-api.ts'
import { hashToken } from './platform/opaque-token.ts'
import { logFailure } from './platform/telemetry/log.ts'
import { type AppRouter, appRouter } from './router.ts'

/** Largest request body, in bytes. */
const BODY_LIMIT = 1024 * 1024
/** Calls in one batch. */
const BATCH_LIMIT = 10

/** What is asked by whoever watches over the process. */
const WATCHING = new Set(['/healthz', '/readyz', '/metrics'])

/** The whole HTTP surface: what is refused, the RPC, health, and the single-page application. */
export async function createApp(
  deps: Deps,
  { webRoot = WEB_ROOT, isStopping }: { webRoot?: string; isStopping?: () => boolean } = {},
): Promise<FastifyInstance> {
  const { config, keyring, background, log } = deps
  const app = fastify({
    logger: false,
    trustProxy: config.trustProxy.length > 0 ? config.trustProxy : false,
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: 'idle',
    // A request that takes longer to arrive than this is none.
    requestTimeout: 30_000,
    genReqId: ({ headers }) => ownRequestId(headers['x-request-id']) ?? randomUUID(),
    frameworkErrors: (_error, request, reply: FastifyReply) => {
      const message = 'This address can’t be read.'
      if (!isApi(request)) return reply.code(400).send({ error: message })
      reply.header('x-request-id', request.id)
      return sendProblem(reply, { status: 400, code: 'invalid_input', detail: message })
    },
  })

  // Before everything else: what is registered takes over the handler that is there by then.
  app.setErrorHandler(async (error: { statusCode?: number }, request, reply) => {
    const { status, code, message } = describeHttpError(error)
    if (status === 500) logFailure(logOf(request), 'http', error)
    return reply.code(status).send({ error: { message, code: -32603, data: { code, httpStatus: status } } })
  })

  const logOf = (request: FastifyRequest) => log.child({ id: request.id })
  logRequests(app, deps)
  // Before whatever may refuse: a refusal is what people ask about. Pages add what theirs need.
  const safe = Object.entries(securityHeaders(config))
  app.addHook('onRequest', (request, reply, done) => {
    // Where helmet writes its own, so that on a page they come in place of these.
    for (const [name, value] of safe) reply.raw.setHeader(name, value)
    if (isApi(request)) reply.header('x-request-id', request.id)
    if (isApi(request) || request.url.startsWith('/trpc/')) reply.header('cache-control', 'no-store')
    done()
  })
  await app.register(cookie)

  // Keys are used by programs, and programs loop. People are held back where they try passwords: accounts/back-off.ts.
  await app.register(rateLimit, {
    max: config.rateLimit,
    timeWindow: '1 minute',
    keyGenerator: ({ headers }) => hashToken(bearerOf(headers.authorization) ?? ''),
    allowList: ({ headers }) => bearerOf(headers.authorization) === undefined,
  })

  app.addHook('onRequest', async (request, reply) => {
    // Whoever watches over the process asks by whatever address it has.
    if (WATCHING.has(request.url)) return
    const isRpc = request.url.startsWith('/trpc/')
    const answered =
      (isRpc ? await answerCors(deps, request, reply) : undefined) ?? originRefusal(config, request)
    if (answered === undefined) return
    if (answered === true) return reply
    if (isApi(request)) return sendProblem(reply, { status: 403, code: 'forbidden', detail: answered })
    return reply
      .code(403)
      .send({ error: { message: answered, code: -32003, data: { code: 'forbidden', httpStatus: 403 } } })
  })
  const contextOf = (request: FastifyRequest, reply: FastifyReply): RequestContext => ({
    ...deps,
    log: logOf(request),
    session: sessionCookie(config, request, reply),
    apiKey: bearerOf(request.headers.authorization),
    namedWorkspace: request.headers['stepkey-workspace']?.toString(),
    address: request.ip,
    userAgent: request.headers['user-agent'],
    signal: abortedWhenClosed(reply.raw),
    onAuthenticated: (principal) => {
      request.principal = principal
    },
  })

  await app.register(async (rpc) => {
    rpc.addHook('onSend', compressLists)
    await rpc.register(fastifyTRPCPlugin, {
      prefix: '/trpc',
      trpcOptions: {
        router: appRouter,
        maxBatchSize: BATCH_LIMIT,
        createContext: ({ req, res }) => withConnectToken(contextOf(req, res)),
        onError: ({ error, path, req }) => {
          if (error.code === 'INTERNAL_SERVER_ERROR')
            logFailure(logOf(req), procedureOf({ path }) ?? 'rpc', error.cause ?? error)
        },
      },
    } satisfies FastifyTRPCPluginOptions<AppRouter>)
  })

  await app.register(ssoRoutes, { deps, contextOf })
  await app.register(restApi, { prefix: '/api/v1', contextOf, logOf })

  await app.register(schemas, { config })
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (request, reply) => {
    if (isStopping?.()) return reply.code(503).send({ status: 'stopping' })
    try {
      await keyring.prove()
      return { status: 'ok' }
    } catch (error) {
      logFailure(logOf(request), 'readyz', error)
      return reply.code(503).send({ status: 'unavailable' })
    }
  })
  if (config.metrics.port === undefined) serveMetrics(app, deps)
  // When no request is under way any more.
  app.addHook('onClose', () => background.finish())
  await serveAssets(app, webRoot)
  await app.register(pages, { deps, webRoot })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(NOT_FOUND_BODY))
  return app
}

const isApi = ({ url }: Pick<FastifyRequest, 'url'>) => url.startsWith('/api/')

/** A sender's own id for a request, if it can do no harm in a log. */
const ownRequestId = (header: string | string[] | undefined): string | undefined =>
  /^[\w-]{1,64}$/.exec(String(header ?? ''))?.[0]

/** The RPC takes connect tokens, too; to everything else they are keys that nobody knows. */
function withConnectToken(context: RequestContext): RequestContext {
  const { apiKey } = context
  const isOne = apiKey !== undefined && isConnectToken(apiKey)
  return isOne ? { ...context, apiKey: undefined, connectToken: apiKey } : context
}

function abortedWhenClosed(response: NodeJS.EventEmitter & { writableFinished: boolean }): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  return controller.signal
}
