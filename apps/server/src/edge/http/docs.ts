import { existsSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The folder of the built documentation. Resolved from package.json, so it is right for sources and for a build. */
export const DOCS_ROOT = join(dirname(findPackageJSON('..', import.meta.url) ?? ''), '../docs/dist')

/** Serves `/docs`: the documentation, built from the Markdown files in `docs`; and `/llms.txt`, its overview. */
export async function docs(app: FastifyInstance, { root }: { root: string }): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) return
  const assets = join(root, 'assets')
  await app.register(fastifyStatic, {
    root,
    serve: false,
    setHeaders: (reply, path) =>
      reply.header(
        'cache-control',
        path.startsWith(assets) ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  })
  app.get('/docs', (_request, reply) => reply.sendFile('index.html'))
  app.get('/llms.txt', (_request, reply) => reply.sendFile('llms.txt'))
  app.get('/docs/*', (request, reply) => {
    const { '*': path } = request.params as { '*': string }
    // `/docs/tutorial` is tutorial.html.
    if (/^[\w/-]+$/.test(path)) {
      return existsSync(join(root, `${path}.html`))
        ? reply.sendFile(`${path}.html`)
        : reply.code(404).sendFile('not-found.html')
    }
    return reply.sendFile(path)
  })
}
