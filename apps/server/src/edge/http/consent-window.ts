import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { OPENED_FROM } from '../../domains/oauth/relayed-consent.ts'

/**
 * Serves `/oauth/start`: the window that goes on to the page of a provider. The page says where it was opened from, which
 * scripts of other pages can't change, because only this server can tell. See `relayed-consent.ts`.
 */
export async function consentWindow(app: FastifyInstance, { root }: { root: string }): Promise<void> {
  const file = join(root, 'index.html')
  if (!existsSync(file)) return
  const page = readFileSync(file, 'utf8')
  app.get('/oauth/start', (request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(
        page
          .replace(
            '</head>',
            `<meta name="stepkey-opened-from" content="${openedFrom(request)}" />\n  </head>`,
          )
          .replaceAll('__CSP_NONCE__', reply.cspNonce.style),
      ),
  )
}

/** Returns the page that opened this one, as its browser tells: Stepkey itself, an origin, `elsewhere` or `unknown`. */
function openedFrom({ headers }: FastifyRequest): string {
  const { 'sec-fetch-site': site, referer = '' } = headers
  // Browsers send it to HTTPS and localhost only.
  if (site === undefined) return OPENED_FROM.unknown
  if (site === 'same-origin') return OPENED_FROM.self
  const origin = URL.canParse(referer) ? new URL(referer).origin : ''
  return /^https?:\/\/[\w.:[\]-]+$/.test(origin) ? origin : OPENED_FROM.elsewhere
}
