import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../domains/context.ts'
import { DAY, isoAfter } from '../../platform/time.ts'

/** How long security.txt is valid, in milliseconds. RFC 9116 recommends less than a year. */
const LIFETIME = 180 * DAY

/** Serves the addresses below `/.well-known` that tools and password managers look for. */
export async function wellKnown(
  app: FastifyInstance,
  { deps: { config, clock } }: { deps: Pick<Deps, 'config' | 'clock'> },
): Promise<void> {
  // RFC 9116.
  app.get('/.well-known/security.txt', (_request, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .send(
        [
          `Contact: ${config.securityContact ?? `${config.publicUrl}/docs/security#reporting-a-vulnerability`}`,
          `Expires: ${isoAfter(clock(), LIFETIME)}`,
          'Preferred-Languages: en',
          `Canonical: ${config.publicUrl}/.well-known/security.txt`,
          `Policy: ${config.publicUrl}/docs/security#reporting-a-vulnerability`,
          '',
        ].join('\n'),
      ),
  )
  // https://w3c.github.io/webappsec-change-password-url/
  app.get('/.well-known/change-password', (_request, reply) => reply.redirect('/change-password', 302))
}
