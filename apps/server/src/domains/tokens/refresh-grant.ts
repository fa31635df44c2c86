import type { ConsentRequest } from '@stepkey/shared/component'
import { renderedParameters, requestFromTokenEndpoint } from './token-endpoint.ts'
import type { TokenPorts, TokenResult } from './token-result.ts'

type Token = Record<string, unknown>

/** Returns whether a granted token can be refreshed without the user. */
export const isRefreshable = ({ refresh }: ConsentRequest, { refresh_token }: Token): boolean =>
  refresh?.grantType !== undefined || typeof refresh_token === 'string'

/**
 * Refreshes an access token: RFC 6749 section 6, or the provider's own request. Members missing in the response, such
 * as the refresh token, keep their value. So the last known lifetime applies to a token without one.
 */
export async function refreshGrant(
  grant: ConsentRequest,
  values: Record<string, unknown>,
  current: Token,
  ports: TokenPorts,
): Promise<TokenResult> {
  const { url = grant.url, grantType = 'refresh_token', parameters } = grant.refresh ?? {}
  const request = {
    grantType,
    parameters: parameters
      ? renderedParameters(parameters, { ...values, token: current })
      : [['refresh_token', String(current.refresh_token)] as const],
  }
  const result = await requestFromTokenEndpoint({ ...grant, url }, values, request, ports)
  // Elsewhere, `expired_token` is about a device code: RFC 8628 section 3.5.
  if (result.outcome === 'refused')
    return result.code === 'expired_token' ? { ...result, code: 'invalid_grant' } : result
  return { ...result, token: { ...current, ...result.token } }
}
