import { createHash, timingSafeEqual } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { isLoopback } from '../../config.ts'
import type { Deps } from '../../domains/context.ts'
import { collectMethods, refuseUnrouted } from './allowed-methods.ts'

type Ports = Pick<Deps, 'config' | 'observer'>

/** Serves `/metrics` for Prometheus on the main port: with the token if one is set, else from this machine only. */
export function serveMetrics(app: FastifyInstance, ports: Ports): void {
  const { token } = ports.config.metrics
  app.get('/metrics', async (request, reply) => {
    const mayRead = token === undefined ? isLocal(request) : hasToken(token, request)
    return mayRead ? await expose(ports, reply) : refuse(token, reply)
  })
}

/**
 * Starts a server on METRICS_PORT that serves only `/metrics`: with the token if one is set, else to every client.
 * @returns undefined if METRICS_PORT is not set
 */
export async function startMetricsServer(ports: Ports): Promise<FastifyInstance | undefined> {
  const { port, host, token } = ports.config.metrics
  if (port === undefined) return undefined
  const app = fastify({ logger: false, forceCloseConnections: true })
  const methodsAt = collectMethods(app)
  app.setNotFoundHandler((request, reply) => refuseUnrouted(request, reply, methodsAt))
  app.setErrorHandler((_error, _request, reply) =>
    reply.code(503).send({ error: 'The metrics are not available right now.' }),
  )
  app.get('/metrics', async (request, reply) =>
    token === undefined || hasToken(token, request) ? await expose(ports, reply) : refuse(token, reply),
  )
  await app.listen({ host, port })
  return app
}

async function expose({ observer }: Ports, reply: FastifyReply) {
  const { contentType, text } = await observer.metrics.expose()
  return reply.header('content-type', contentType).header('cache-control', 'no-store').send(text)
}

function refuse(token: string | undefined, reply: FastifyReply) {
  if (token !== undefined) reply.header('www-authenticate', 'Bearer')
  return reply.code(token === undefined ? 403 : 401).send({
    error:
      token === undefined
        ? 'Metrics are available from this machine only. Set METRICS_TOKEN, or METRICS_PORT for a separate port.'
        : 'Send the value of METRICS_TOKEN as Authorization: Bearer ….',
  })
}

/**
 * Whether a request comes from this machine. The address alone does not prove that: a local proxy forwards remote
 * requests, and a foreign page can reach loopback under its own host name (DNS rebinding).
 */
const isLocal = ({ ip, headers }: FastifyRequest): boolean =>
  isLoopback(ip.replace(/^::ffff:/, '')) &&
  isLoopback((headers.host ?? '').replace(/:\d+$/, '')) &&
  !['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'].some((name) => name in headers)

/** Compares hashes in constant time. */
function hasToken(token: string, { headers: { authorization = '' } }: FastifyRequest): boolean {
  const [, given = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  return timingSafeEqual(digest(given), digest(token))
}

const digest = (text: string) => createHash('sha256').update(text).digest()
