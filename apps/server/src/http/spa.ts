import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The built web application. */
export const WEB_ROOT = join(import.meta.dirname, '../../../web/dist')

/** Serves the single-page application: hashed assets for good, and its one page for every address of its own. */
export async function serveSpa(app: FastifyInstance, root: string): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) {
    app.setNotFoundHandler((_request, reply) =>
      reply.code(404).send({ error: 'The web application is not built.' }),
    )
    return
  }
  const page = readFileSync(join(root, 'index.html'), 'utf8')
  await app.register(fastifyStatic, {
    root,
    index: false,
    wildcard: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      const forGood = path.includes('/assets/')
      reply.header('cache-control', forGood ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.setNotFoundHandler((request, reply) => {
    // A browser that opens an address asks for HTML; a script, a probe or an image does not.
    const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html')
    if (!isPage) return reply.code(404).send({ error: 'There is nothing at this address.' })
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page.replaceAll('__CSP_NONCE__', reply.cspNonce.style))
  })
}
