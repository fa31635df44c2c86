import { createHash, timingSafeEqual } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { isLoopback } from '../../config.ts'
import type { Deps } from '../../domains/context.ts'

type Ports = Pick<Deps, 'config' | 'observer'>

/** `/metrics` for Prometheus, on the main port unless it has one of its own. */
export function serveMetrics(app: FastifyInstance, ports: Ports): void {
  const { token } = ports.config.metrics
  app.get('/metrics', async (request, reply) => {
    const mayRead = token === undefined ? isFromHere(request) : isGiven(token, request)
    return mayRead ? await expose(ports, reply) : refuse(token, reply)
  })
}

/** The port that serves nothing else: whoever reaches it may read, unless there is a token as well. */
export async function startMetricsServer(ports: Ports): Promise<FastifyInstance | undefined> {
  const { port, host, token } = ports.config.metrics
  if (port === undefined) return undefined
  const app = fastify({ logger: false, forceCloseConnections: true })
  app.setErrorHandler((_error, _request, reply) =>
    reply.code(503).send({ error: 'The metrics can’t be read right now.' }),
  )
  app.get('/metrics', async (request, reply) =>
    token === undefined || isGiven(token, request) ? await expose(ports, reply) : refuse(token, reply),
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
        ? 'Metrics are shown on this machine only. Set METRICS_TOKEN, or METRICS_PORT for a port of their own.'
        : 'Send the token of METRICS_TOKEN, as Authorization: Bearer ….',
  })
}

/** A proxy on this machine passes on what comes from elsewhere, and a page elsewhere can have a name of ours. */
const isFromHere = ({ ip, headers }: FastifyRequest): boolean =>
  isLoopback(ip.replace(/^::ffff:/, '')) &&
  isLoopback((headers.host ?? '').replace(/:\d+$/, '')) &&
  !['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'].some((name) => name in headers)

/** Compared as hashes, in a time that tells nothing. */
function isGiven(token: string, { headers: { authorization = '' } }: FastifyRequest): boolean {
  const [, given = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  return timingSafeEqual(digest(given), digest(token))
}

const digest = (text: string) => createHash('sha256').update(text).digest()
