import type { ClientCredentials } from '@stepkey/shared/component'
import { askForToken } from './token-endpoint.ts'
import type { Minted, MintPorts } from './token-result.ts'

/** The client credentials grant, RFC 6749 section 4.4. */
export const clientCredentials = (
  grant: ClientCredentials,
  values: Record<string, unknown>,
  ports: MintPorts,
): Promise<Minted> => askForToken(grant, values, { grantType: 'client_credentials', parameters: [] }, ports)
