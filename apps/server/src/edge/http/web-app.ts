import { existsSync, readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { NOT_FOUND_BODY, pathOf } from './allowed-methods.ts'

/** The folder of the built web application. Resolved from package.json, so it is right for sources and for a build. */
export const WEB_ROOT = join(dirname(findPackageJSON('..', import.meta.url) ?? ''), '../web/dist')

/** Serves the hashed assets of the application, which browsers may cache forever. */
export async function serveAssets(app: FastifyInstance, root: string): Promise<void> {
  if (!existsSync(join(root, 'assets'))) return
  // One route for all assets: hundreds of routes would double the start time of the server.
  await app.register(fastifyStatic, {
    root: join(root, 'assets'),
    prefix: '/assets/',
    index: false,
    decorateReply: false,
    preCompressed: true,
    setHeaders: (reply) => reply.header('cache-control', 'public, max-age=31536000, immutable'),
  })
}

/** Serves the page of the single-page application for every URL without another route. */
export async function serveWebApp(app: FastifyInstance, root: string): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) {
    app.get('/*', (_request, reply) => reply.code(404).send({ error: 'The web application is not built.' }))
    return
  }
  const page = readFileSync(join(root, 'index.html'), 'utf8')
  await app.register(fastifyStatic, {
    root,
    index: false,
    wildcard: false,
    globIgnore: ['assets/**'],
    preCompressed: true,
    setHeaders: (reply) => reply.header('cache-control', 'no-cache'),
  })
  app.get('/*', (request, reply) => {
    // Only navigations of browsers accept HTML. Scripts, probes and images get 404. Crawlers ask for the first page without it.
    if (pathOf(request) !== '/' && !request.headers.accept?.includes('text/html'))
      return reply.code(404).send(NOT_FOUND_BODY)
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .send(page.replaceAll('__CSP_NONCE__', reply.cspNonce.style))
  })
}
