import { classifyResponse, isWebPage } from '@stepkey/shared/auth/classify-response'
import { type BuiltRequest, buildRequest, renderBaseUrl } from '@stepkey/shared/auth/request'
import { renderTemplate } from '@stepkey/shared/auth/template'
import type { ConsentRequest, Method } from '@stepkey/shared/component'
import type { Revocation } from '@stepkey/shared/oauth'
import * as oauth from 'oauth4webapi'
import { endpointOf } from './token-endpoint.ts'
import type { TokenPorts } from './token-result.ts'

type Values = Record<string, unknown>

/** Revokes a grant at the provider: RFC 7009, or the provider's own request. @throws network errors */
export async function revokeToken(
  grant: ConsentRequest,
  values: Values,
  token: Record<string, unknown>,
  ports: TokenPorts,
): Promise<Revocation> {
  const { revoke: how } = grant
  if (!how) return 'not_offered'
  if ('baseUrl' in how) {
    const answer = await ports.egress.fetch(buildRequest(how, { ...values, token }), ports.signal)
    const { outcome } = classifyResponse({ ok: how.ok ?? { status: '2xx' } }, answer, ports.now)
    return outcome === 'verified' ? 'revoked' : 'failed'
  }
  const endpoint = how.clientAuth ? { ...grant, clientAuth: how.clientAuth } : grant
  const { server, client, authentication, options } = await endpointOf(endpoint, values, ports)
  const discovered = server.revocation_endpoint
  if (!discovered && renderTemplate(how.url, values) === '') return 'not_offered'
  const url = discovered ? new URL(discovered) : renderBaseUrl({ baseUrl: how.url }, values)
  // Revoking the refresh token ends the whole grant: RFC 7009 section 2.1.
  const subject = String((how.token ? undefined : token.refresh_token) ?? token.access_token)
  const response = await oauth.revocationRequest(
    { ...server, revocation_endpoint: url.href },
    client,
    authentication,
    subject,
    { ...options, [oauth.allowInsecureRequests]: url.protocol === 'http:' },
  )
  // A web page with this status comes from something in front of the provider.
  const isPage = /^\s*text\/html\b/i.test(response.headers.get('content-type') ?? '')
  return response.status === 200 && !isPage ? 'revoked' : 'failed'
}

/**
 * Revokes a key that a user entered, by the request of its method. If the provider rejects the key itself, it was revoked
 * before; a web page proves nothing, because it may come from something in front of the provider.
 * @throws network errors
 */
export async function revokeKey(method: Method, values: Values, ports: TokenPorts): Promise<Revocation> {
  const { verify, revoke: how } = method
  if (!how) return 'not_offered'
  const answer = await ports.egress.fetch(keyRevocation(method, how, values), ports.signal)
  const rejected = 'path' in verify ? verify.rejected : undefined
  const { outcome } = classifyResponse({ ok: how.ok, rejected }, answer, ports.now)
  const isAuthenticated = how.place === undefined
  const isGone = isAuthenticated && outcome === 'rejected' && !isWebPage(answer)
  return outcome === 'verified' || isGone ? 'revoked' : 'failed'
}

/** Builds the request that revokes the key of these values. Values with the same key at the same server have the same one. */
export const keyRevocation = (
  { baseUrl, place }: Method,
  how: NonNullable<Method['revoke']>,
  values: Values,
): BuiltRequest => buildRequest({ baseUrl, place, ...how }, values)
