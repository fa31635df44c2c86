import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../domains/context.ts'
import { apiReference } from './api-reference.ts'
import { embedPage } from './embed-page.ts'
import { serveWebApp } from './web-app.ts'

/** What people look at, with a policy for browsers that lets nothing in from elsewhere. */
export async function pages(
  app: FastifyInstance,
  { deps, webRoot }: { deps: Deps; webRoot: string },
): Promise<void> {
  await app.register(helmet, {
    enableCSPNonces: true,
    strictTransportSecurity: deps.config.publicUrl.startsWith('https://'),
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
  await app.register(apiReference)
  await app.register(embedPage, { deps, root: webRoot })
  await serveWebApp(app, webRoot)
}
