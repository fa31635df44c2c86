import { randomBytes } from 'node:crypto'
import { defaultsOf } from '@stepkey/shared/auth/app-guide'
import { templateFields } from '@stepkey/shared/auth/template'
import { type AuthorizationCode, type ClientPart, type Component, needsApp } from '@stepkey/shared/component'
import { requestFromTokenEndpoint } from './token-endpoint.ts'
import { tokenErrorFinding } from './token-error.ts'
import type { TokenPorts, TokenResult } from './token-result.ts'

/** The client of an OAuth app with the redirect URI that it is registered for. */
interface CheckedClient {
  clientId: string
  clientSecret: string
  redirectUri: string
}

/** What a provider says about a client: `inconclusive` if it says nothing definite. */
export type ClientCheck =
  | { outcome: 'accepted' | 'inconclusive' }
  /** `part` is the wrong part, if the provider names it. */
  | { outcome: 'refused'; part: ClientPart | undefined }

/**
 * Asks the provider of a component whether it accepts a client, with an authorization code that does not exist. Only
 * `invalid_client` is a refusal. Servers may check the code before the client (RFC 6749 section 5.2 defines no order), so
 * another error proves the client only if a wrong secret gets `invalid_client`.
 */
export async function checkClient(
  { methods }: Pick<Component, 'methods'>,
  client: CheckedClient,
  ports: TokenPorts,
): Promise<ClientCheck> {
  const endpoint = Object.values(methods).flatMap(({ token, fields }) => {
    if (token?.grant !== 'authorization_code' || !needsApp({ token })) return []
    const values = defaultsOf(fields)
    const used = fieldsOfUrl(token)
    return used.every((field) => (field.split('.')[0] ?? '') in values)
      ? [{ token, values, isFixed: used.length === 0 }]
      : []
  })[0]
  if (!endpoint) return { outcome: 'inconclusive' }
  const { token, values, isFixed } = endpoint
  const ask = (clientSecret: string) => askWithInvalidCode(token, values, { ...client, clientSecret }, ports)
  try {
    const answer = await ask(client.clientSecret)
    if (answer.outcome === 'obtained') return { outcome: 'inconclusive' }
    if (answer.code === 'invalid_client') {
      const { wrongClient: part } = answer
      // The client may be registered at another endpoint, for example at that of a sandbox.
      const isDefinite = isFixed || (part === 'clientSecret' && token.wrongClient?.clientSecret !== undefined)
      return isDefinite ? { outcome: 'refused', part } : { outcome: 'inconclusive' }
    }
    if (answer.code === undefined || TEMPORARY.has(answer.code)) return { outcome: 'inconclusive' }
    const control = await ask(randomBytes(24).toString('hex'))
    const isProof = control.outcome === 'refused' && control.code === 'invalid_client'
    return { outcome: isProof ? 'accepted' : 'inconclusive' }
  } catch (error) {
    if (!tokenErrorFinding(error)) throw error
    return { outcome: 'inconclusive' }
  }
}

/** Errors that say nothing about the client: RFC 6749 section 4.1.2.1, RFC 8628 section 3.5. */
const TEMPORARY = new Set(['server_error', 'temporarily_unavailable', 'slow_down'])

/** Returns the fields of the credential that the address of the token endpoint depends on. */
const fieldsOfUrl = ({ url, discover = '' }: AuthorizationCode): string[] =>
  [url, discover].flatMap(templateFields)

async function askWithInvalidCode(
  token: AuthorizationCode,
  values: Record<string, unknown>,
  { clientId, clientSecret, redirectUri }: CheckedClient,
  ports: TokenPorts,
): Promise<TokenResult> {
  const invalid = randomBytes(24).toString('hex')
  return await requestFromTokenEndpoint(
    token,
    { ...values, app: { clientId, clientSecret } },
    {
      grantType: 'authorization_code',
      parameters: [
        ['code', invalid],
        ['redirect_uri', redirectUri],
        ...(token.pkce === false ? [] : [['code_verifier', invalid] as const]),
      ],
    },
    ports,
  )
}
