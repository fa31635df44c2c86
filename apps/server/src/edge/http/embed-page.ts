import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { findEmbedOrigin } from '../../domains/connect/embeds.ts'
import type { Deps } from '../../domains/context.ts'

/**
 * Serves `/embed/picker?embed=ID`: the picker for a frame in a page of another origin. The id is public and only
 * selects the origin that may frame the page. The page reads and sets no cookies; the picker authenticates by connect
 * token.
 */
export async function embedPage(
  app: FastifyInstance,
  { deps, root }: { deps: Deps; root: string },
): Promise<void> {
  const file = join(root, 'embed.html')
  if (!existsSync(file)) return
  const page = readFileSync(file, 'utf8')
  app.get('/embed/picker', async (request, reply) => {
    const { embed } = request.query as { embed?: unknown }
    const origin = typeof embed === 'string' ? await findEmbedOrigin(deps, embed) : undefined
    const policy = String(reply.getHeader('content-security-policy'))
    // X-Frame-Options can't allow an origin, and Cross-Origin-Opener-Policy has no effect in a frame.
    reply.raw.removeHeader('x-frame-options')
    reply.raw.removeHeader('cross-origin-opener-policy')
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header(
        'content-security-policy',
        // The policy of all pages, except for the origin that may frame this one.
        policy.replace("frame-ancestors 'none'", `frame-ancestors ${origin ?? "'none'"}`),
      )
      .send(
        page.replaceAll('__CSP_NONCE__', reply.cspNonce.style).replaceAll('__PARENT_ORIGIN__', origin ?? ''),
      )
  })
}
