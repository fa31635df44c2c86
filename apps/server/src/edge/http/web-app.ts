import { existsSync, readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The built web application, as seen from the server's package: this code may run from its sources or built. */
export const WEB_ROOT = join(dirname(findPackageJSON('..', import.meta.url) ?? ''), '../web/dist')

/** Serves the hashed assets of the application, for good. There are dozens to a page: they need no headers of pages. */
export async function serveAssets(app: FastifyInstance, root: string): Promise<void> {
  if (!existsSync(join(root, 'assets'))) return
  // One route for all assets: hundreds of their own would cost as much as the rest of the start.
  await app.register(fastifyStatic, {
    root: join(root, 'assets'),
    prefix: '/assets/',
    index: false,
    decorateReply: false,
    preCompressed: true,
    setHeaders: (reply) => reply.header('cache-control', 'public, max-age=31536000, immutable'),
  })
}

/** Serves the single-page application: its one page for every address that nothing else answers. */
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
    // A browser that opens an address asks for HTML; a script, a probe or an image does not.
    if (!request.headers.accept?.includes('text/html')) return reply.code(404).send(NOT_FOUND_BODY)
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page.replaceAll('__CSP_NONCE__', reply.cspNonce.style))
  })
}

export const NOT_FOUND_BODY = { error: 'There is nothing at this address.' }
