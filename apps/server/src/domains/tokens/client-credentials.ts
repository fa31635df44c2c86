import type { ClientCredentials } from '@stepkey/shared/component'
import { requestFromTokenEndpoint } from './token-endpoint.ts'
import type { TokenPorts, TokenResult } from './token-result.ts'

/** Requests a token with the client credentials grant: RFC 6749 section 4.4. */
export const clientCredentials = (
  grant: ClientCredentials,
  values: Record<string, unknown>,
  ports: TokenPorts,
): Promise<TokenResult> =>
  requestFromTokenEndpoint(grant, values, { grantType: 'client_credentials', parameters: [] }, ports)
