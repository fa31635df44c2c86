import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { hashToken } from './accounts/tokens.ts'
import { isConnectToken } from './connect/tokens.ts'
import type { Deps } from './context.ts'
import { apiReference } from './http/api-reference.ts'
import { bearerOf } from './http/bearer.ts'
import { crossOrigin } from './http/cross-origin.ts'
import { embedPage } from './http/embed-page.ts'
import { describeFailure } from './http/failure.ts'
import { refusal } from './http/same-origin.ts'
import { sessionCookie } from './http/session-cookie.ts'
import { serveSpa, WEB_ROOT } from './http/spa.ts'
import { newId } from './ids.ts'
import { logFailure } from './log.ts'
import { oidcRoutes } from './oidc/routes.ts'
import { sendProblem } from './rest/problem.ts'
import { restApi } from './rest/rest.ts'
import { type AppRouter, appRouter } from './router.ts'
import type { RequestContext } from './trpc.ts'

/** Largest request body, in bytes. */
const BODY_LIMIT = 1024 * 1024
/** Calls in one batch. */
const BATCH_LIMIT = 10

const HEALTH = new Set(['/healthz', '/readyz'])

/** The whole HTTP surface: what is refused, the RPC, health, and the single-page application. */
export async function createApp(deps: Deps, { webRoot = WEB_ROOT } = {}): Promise<FastifyInstance> {
  const { config, keyring, background, log } = deps
  const app = fastify({
    logger: false,
    trustProxy: config.trustProxy.length > 0 ? config.trustProxy : false,
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: 'idle',
    // A request that takes longer to arrive than this is none.
    requestTimeout: 30_000,
    genReqId: ({ headers }) => ownRequestId(headers['x-request-id']) ?? newId(),
    frameworkErrors: (_error, request, reply: FastifyReply) => {
      const message = 'This address can’t be read.'
      if (!isApi(request)) return reply.code(400).send({ error: message })
      reply.header('x-request-id', request.id)
      return sendProblem(reply, { status: 400, code: 'invalid_input', detail: message })
    },
  })

  // Before everything else: what is registered takes over the handler that is there by then.
  app.setErrorHandler(async (error: { statusCode?: number }, _request, reply) => {
    const { status, code, message } = describeFailure(error)
    if (status === 500) logFailure(log, 'http', error)
    return reply.code(status).send({ error: { message, code: -32603, data: { code, httpStatus: status } } })
  })

  // Before whatever may refuse: a refusal is what people ask about.
  app.addHook('onRequest', async (request, reply) => {
    if (isApi(request)) reply.header('x-request-id', request.id)
  })
  await app.register(cookie)
  await app.register(helmet, {
    enableCSPNonces: true,
    strictTransportSecurity: config.publicUrl.startsWith('https://'),
    referrerPolicy: { policy: 'no-referrer' },
    // Else the windows in which people agree at a vendor would look closed to the page that opened them.
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
  })

  // Keys are used by programs, and programs loop. People are held back where they try passwords: accounts/back-off.ts.
  await app.register(rateLimit, {
    max: config.rateLimit,
    timeWindow: '1 minute',
    keyGenerator: ({ headers }) => hashToken(bearerOf(headers.authorization) ?? ''),
    allowList: ({ headers }) => bearerOf(headers.authorization) === undefined,
  })

  app.addHook('onRequest', async (request, reply) => {
    const isRpc = request.url.startsWith('/trpc/')
    if (isApi(request) || isRpc) reply.header('cache-control', 'no-store')
    // Whoever watches over the process asks by whatever address it has.
    const answered = HEALTH.has(request.url)
      ? undefined
      : ((isRpc ? await crossOrigin(deps, request, reply) : undefined) ?? refusal(config, request))
    if (answered === undefined) return
    if (answered === true) return reply
    if (isApi(request)) return sendProblem(reply, { status: 403, code: 'forbidden', detail: answered })
    await reply
      .code(403)
      .send({ error: { message: answered, code: -32003, data: { code: 'forbidden', httpStatus: 403 } } })
  })
  app.addHook('onResponse', async (request, reply) => {
    log.info({
      id: request.id,
      method: request.method,
      // Only what we named ourselves: whatever else stands in an address may have been put there by mistake.
      route: request.routeOptions.url,
      procedure: procedureOf(request.params),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
  })

  const contextOf = (request: FastifyRequest, reply: FastifyReply): RequestContext => ({
    ...deps,
    session: sessionCookie(config, request, reply),
    apiKey: bearerOf(request.headers.authorization),
    namedWorkspace: request.headers['stepkey-workspace']?.toString(),
    address: request.ip,
    userAgent: request.headers['user-agent'],
    signal: abortedWhenClosed(reply.raw),
  })

  await app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      maxBatchSize: BATCH_LIMIT,
      createContext: ({ req, res }) => withConnectToken(contextOf(req, res)),
      onError: ({ error, path }) => {
        if (error.code === 'INTERNAL_SERVER_ERROR')
          logFailure(log, procedureOf({ path }) ?? 'rpc', error.cause ?? error)
      },
    },
  } satisfies FastifyTRPCPluginOptions<AppRouter>)

  await app.register(oidcRoutes, { deps, contextOf })
  await app.register(restApi, { prefix: '/api/v1', contextOf, log })
  await app.register(apiReference)

  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    try {
      await keyring.prove()
      return { status: 'ok' }
    } catch (error) {
      logFailure(log, 'readyz', error)
      return reply.code(503).send({ status: 'unavailable' })
    }
  })
  // When no request is under way any more.
  app.addHook('onClose', () => background.finish())
  await app.register(embedPage, { deps, root: webRoot })
  await serveSpa(app, webRoot)
  return app
}

const isApi = ({ url }: Pick<FastifyRequest, 'url'>) => url.startsWith('/api/')

/** A sender's own id for a request, if it can do no harm in a log. */
const ownRequestId = (header: string | string[] | undefined): string | undefined =>
  /^[\w-]{1,64}$/.exec(String(header ?? ''))?.[0]

function procedureOf(params: unknown): string | undefined {
  const { path } = params as { path?: string }
  return path !== undefined && Object.hasOwn(appRouter._def.procedures, path) ? path : undefined
}

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
