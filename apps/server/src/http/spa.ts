import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The built web application. */
export const WEB_ROOT = join(import.meta.dirname, '../../../web/dist')

/**
 * Serves the single-page application: hashed assets for good, and its one page for every address that nothing else
 * answers.
 */
export async function serveSpa(app: FastifyInstance, root: string): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) {
    app.get('/*', (_request, reply) => reply.code(404).send({ error: 'The web application is not built.' }))
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
  app.get('/*', (request, reply) => {
    // A browser that opens an address asks for HTML; a script, a probe or an image does not.
    if (!request.headers.accept?.includes('text/html')) return reply.code(404).send(NOTHING)
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page.replaceAll('__CSP_NONCE__', reply.cspNonce.style))
  })
}

export const NOTHING = { error: 'There is nothing at this address.' }
