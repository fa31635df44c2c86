import { renderBaseUrl } from '@stepkey/shared/auth/request'
import { renderTemplate } from '@stepkey/shared/auth/template'
import type { AuthorizationCode } from '@stepkey/shared/component'
import * as oauth from 'oauth4webapi'
import { endpointOf, parametersInLines, readTokenResponse, renderedParameters } from './token-endpoint.ts'
import { webAddress } from './token-error.ts'
import type { TokenPorts, TokenResult } from './token-result.ts'

type Values = Record<string, unknown>

/** The state of a consent between the redirect to the provider and the callback. */
export interface AuthorizationAttempt {
  redirectUri: string
  state: string
  /** The PKCE code verifier. */
  verifier: string
}

/** Creates an attempt with a random PKCE verifier and state. The state begins with the id of the consent. */
export const newAuthorizationAttempt = (redirectUri: string, consentId: string): AuthorizationAttempt => ({
  redirectUri,
  state: `${consentId}.${oauth.generateRandomState()}`,
  verifier: oauth.generateRandomCodeVerifier(),
})

/** Returns the provider's authorization URL, to which the browser is redirected for the user's consent. */
export async function authorizationUrl(
  grant: AuthorizationCode,
  values: Values,
  { redirectUri, state, verifier }: AuthorizationAttempt,
  ports: TokenPorts,
): Promise<URL> {
  const { server, client } = await endpointOf(grant, values, ports)
  const url =
    grant.discover && renderTemplate(grant.discover, values) !== ''
      ? webAddress(server.authorization_endpoint)
      : renderBaseUrl({ baseUrl: grant.authorizeUrl }, values)
  const pkce: [string, string][] =
    grant.pkce === false
      ? []
      : [
          ['code_challenge', await oauth.calculatePKCECodeChallenge(verifier)],
          ['code_challenge_method', 'S256'],
        ]
  for (const [name, value] of [
    ['response_type', 'code'],
    ['client_id', client.client_id],
    ['redirect_uri', redirectUri],
    ...renderedParameters({ [grant.scopeParameter ?? 'scope']: grant.scope ?? '' }, values),
    ...renderedParameters(grant.authorizeParameters, values),
    ...parametersInLines(grant.moreAuthorizeParameters, values),
    ['state', state],
    ...pkce,
  ] as [string, string][]) {
    url.searchParams.set(name, value)
  }
  return url
}

/**
 * Exchanges the code from the callback for a token, after checking state and issuer.
 * @param back the query parameters of the callback
 * @throws the errors of oauth4webapi for a callback that does not belong to this attempt, and network errors
 */
export async function exchangeCode(
  grant: AuthorizationCode,
  values: Values,
  back: URLSearchParams,
  { redirectUri, state, verifier }: AuthorizationAttempt,
  ports: TokenPorts,
): Promise<TokenResult> {
  const { server, client, authentication, options, host } = await endpointOf(grant, values, ports)
  const issuer = renderTemplate(grant.issuer ?? '', values) || (grant.discover ? server.issuer : '')
  const callback = new URLSearchParams(back)
  // Without a configured issuer there is nothing to compare `iss` with.
  if (issuer === '') callback.delete('iss')
  const serverWithIssuer = issuer === '' ? server : { ...server, issuer }
  const checked = oauth.validateAuthResponse(serverWithIssuer, client, callback, state)
  const response = await oauth.authorizationCodeGrantRequest(
    serverWithIssuer,
    client,
    authentication,
    checked,
    redirectUri,
    grant.pkce === false ? oauth.nopkce : verifier,
    {
      ...options,
      additionalParameters: [
        ...renderedParameters(grant.parameters, values),
        ...parametersInLines(grant.moreParameters, values),
      ],
    },
  )
  const result = await readTokenResponse({ server, client, host }, response)
  if (result.outcome === 'refused') return result
  const fromCallback = (grant.redirectParameters ?? []).flatMap((name) => {
    const value = back.get(name)
    return value === null ? [] : [[name, value]]
  })
  return { ...result, token: { ...result.token, ...Object.fromEntries(fromCallback) } }
}
