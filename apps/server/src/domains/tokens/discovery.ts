import * as oauth from 'oauth4webapi'
import type { createEgressFetch } from '../../platform/egress/egress-fetch.ts'

/** How long an issuer's metadata is believed, in milliseconds. */
const LIFETIME = 10 * 60_000
/** Issuers that are remembered; beyond, the oldest is forgotten. */
const LIMIT = 200

const known = new Map<string, { server: oauth.AuthorizationServer; until: number }>()

/**
 * The metadata of an issuer, by OpenID Connect Discovery or RFC 8414. Errors of the network are thrown.
 * @throws what oauth4webapi throws for metadata that are not this issuer's
 */
export async function discover(
  issuer: URL,
  send: ReturnType<typeof createEgressFetch>,
): Promise<oauth.AuthorizationServer> {
  const remembered = known.get(issuer.href)
  if (remembered && performance.now() < remembered.until) return remembered.server
  const options = {
    [oauth.customFetch]: send,
    [oauth.allowInsecureRequests]: issuer.protocol === 'http:',
  }
  let response = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oidc' })
  if (response.status !== 200) {
    response = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' })
  }
  const server = await oauth.processDiscoveryResponse(issuer, response)
  if (known.size >= LIMIT) known.delete(known.keys().next().value as string)
  known.set(issuer.href, { server, until: performance.now() + LIFETIME })
  return server
}
