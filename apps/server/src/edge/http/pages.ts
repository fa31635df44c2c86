import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../domains/context.ts'
import { apiReference } from './api-reference.ts'
import { consentWindow } from './consent-window.ts'
import { docs } from './docs.ts'
import { embedPage } from './embed-page.ts'
import { packages } from './packages.ts'
import { serveWebApp } from './web-app.ts'
import { wellKnown } from './well-known.ts'

/** Serves the pages for browsers, with a content security policy that allows no other origins. */
export async function pages(
  app: FastifyInstance,
  { deps, webRoot, docsRoot }: { deps: Deps; webRoot: string; docsRoot: string },
): Promise<void> {
  await app.register(helmet, {
    enableCSPNonces: true,
    strictTransportSecurity: deps.config.publicUrl.startsWith('https://'),
    referrerPolicy: { policy: 'no-referrer' },
    // With `same-origin`, the window for the consent at a provider would look closed to the page that opened it.
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
  await app.register(wellKnown, { deps })
  await app.register(apiReference)
  await app.register(packages)
  await app.register(docs, { root: docsRoot })
  await app.register(consentWindow, { root: webRoot })
  await app.register(embedPage, { deps, root: webRoot })
  await serveWebApp(app, webRoot)
}
