import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { apiReference } from './api-reference.ts'
import { serveSpa } from './spa.ts'

/** What people look at, with a policy for browsers that lets nothing in from elsewhere. */
export async function pages(
  app: FastifyInstance,
  { config, webRoot }: { config: Config; webRoot: string },
): Promise<void> {
  await app.register(helmet, {
    enableCSPNonces: true,
    strictTransportSecurity: config.publicUrl.startsWith('https://'),
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
  await serveSpa(app, webRoot)
}
