import type { FastifyRequest } from 'fastify'
import { type Config, isLoopback } from '../../config.ts'

/** Why a request is refused before anything looks at it, in a sentence; undefined if it isn't. */
export function originRefusal(config: Config, request: FastifyRequest): string | undefined {
  if (!isOwnHost(config, request.headers.host)) {
    return 'This Stepkey does not answer under that name. Use the address it was started with, or set PUBLIC_URL.'
  }
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  // With a key of its own a request needs no cookie, and another site's page can't add this header unasked.
  if (request.headers.authorization !== undefined) return undefined
  // Another site's page can send a form or text with the person's cookie, but not JSON, and not from our origin.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return 'Send JSON, with the content type application/json.'
  const { origin, 'sec-fetch-site': site } = request.headers
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return 'This request comes from another site.'
  if (origin !== undefined && !isOwnOrigin(config, origin, request.headers.host))
    return 'This request comes from another site.'
  return undefined
}

/** A foreign name in the Host header is how a page elsewhere gets at a server on loopback (DNS rebinding). */
export function isOwnHost(config: Config, host: string | undefined): boolean {
  if (host === undefined) return false
  const name = host.replace(/:\d+$/, '')
  return isLoopback(name) || name === config.host || host === new URL(config.publicUrl).host
}

export function isOwnOrigin(config: Config, origin: string, host: string | undefined): boolean {
  return origin === config.publicUrl || (!config.publicUrlIsSet && origin === `http://${host}`)
}
