import * as oauth from 'oauth4webapi'
import type { createEgressFetch } from '../../platform/egress/egress-fetch.ts'
import { MINUTE } from '../../platform/time.ts'

/** How long an issuer's metadata is cached, in milliseconds. */
const LIFETIME = 10 * MINUTE
/** Maximum number of cached issuers; beyond it, the oldest entry is removed. */
const LIMIT = 200

const cache = new Map<string, { server: oauth.AuthorizationServer; until: number }>()

/**
 * Returns the metadata of an issuer, from the cache, OpenID Connect Discovery or RFC 8414.
 * @throws network errors, and the errors of oauth4webapi for metadata of another issuer
 */
export async function discover(
  issuer: URL,
  send: ReturnType<typeof createEgressFetch>,
): Promise<oauth.AuthorizationServer> {
  const cached = cache.get(issuer.href)
  if (cached && performance.now() < cached.until) return cached.server
  const options = {
    [oauth.customFetch]: send,
    [oauth.allowInsecureRequests]: issuer.protocol === 'http:',
  }
  let response = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oidc' })
  if (response.status !== 200) {
    response = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' })
  }
  const server = await oauth.processDiscoveryResponse(issuer, response)
  if (cache.size >= LIMIT) cache.delete(cache.keys().next().value as string)
  cache.set(issuer.href, { server, until: performance.now() + LIFETIME })
  return server
}
