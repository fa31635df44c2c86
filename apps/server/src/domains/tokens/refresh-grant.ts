import type { ConsentRequest } from '@stepkey/shared/component'
import { renderedParameters, requestFromTokenEndpoint } from './token-endpoint.ts'
import type { TokenPorts, TokenResult } from './token-result.ts'

type Token = Record<string, unknown>

/** Whether a token that a person granted can be renewed without that person. */
export const isRefreshable = ({ refresh }: ConsentRequest, { refresh_token }: Token): boolean =>
  refresh?.grantType !== undefined || typeof refresh_token === 'string'

/**
 * Renews an access token: RFC 6749 section 6, or the vendor's own way. What the answer leaves out stays as it was:
 * above all the refresh token.
 */
export async function refreshGrant(
  grant: ConsentRequest,
  values: Record<string, unknown>,
  current: Token,
  ports: TokenPorts,
): Promise<TokenResult> {
  const { url = grant.url, grantType = 'refresh_token', parameters } = grant.refresh ?? {}
  const asked = {
    grantType,
    parameters: parameters
      ? renderedParameters(parameters, { ...values, token: current })
      : [['refresh_token', String(current.refresh_token)] as const],
  }
  const minted = await requestFromTokenEndpoint({ ...grant, url }, values, asked, ports)
  // How long the old one lasted says nothing of the new one.
  const { expires_in, ...kept } = current
  return minted.outcome === 'refused' ? minted : { ...minted, token: { ...kept, ...minted.token } }
}
