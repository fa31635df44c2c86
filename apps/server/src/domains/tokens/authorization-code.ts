import { renderBaseUrl } from '@stepkey/shared/auth/request'
import { renderTemplate } from '@stepkey/shared/auth/template'
import type { AuthorizationCode } from '@stepkey/shared/component'
import * as oauth from 'oauth4webapi'
import { endpointOf, readTokenResponse, renderedParameters } from './token-endpoint.ts'
import { webAddress } from './token-error.ts'
import type { TokenPorts, TokenResult } from './token-result.ts'

type Values = Record<string, unknown>

/** What is remembered between the way to the vendor and the way back. */
export interface AuthorizationAttempt {
  redirectUri: string
  state: string
  /** Of PKCE. */
  verifier: string
}

export const newAuthorizationAttempt = (redirectUri: string): AuthorizationAttempt => ({
  redirectUri,
  state: oauth.generateRandomState(),
  verifier: oauth.generateRandomCodeVerifier(),
})

/** Where the browser is sent, so that a person consents there. */
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
    ['state', state],
    ...pkce,
  ] as [string, string][]) {
    url.searchParams.set(name, value)
  }
  return url
}

/**
 * Turns the code that the browser brought back into a token. State and issuer are checked first.
 * @throws what oauth4webapi throws for a way back that is not this journey's; errors of the network, too
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
  const announced = new URLSearchParams(back)
  // Who a vendor is that never said so can't be compared with anything.
  if (issuer === '') announced.delete('iss')
  const known = issuer === '' ? server : { ...server, issuer }
  const checked = oauth.validateAuthResponse(known, client, announced, state)
  const response = await oauth.authorizationCodeGrantRequest(
    known,
    client,
    authentication,
    checked,
    redirectUri,
    grant.pkce === false ? oauth.nopkce : verifier,
    { ...options, additionalParameters: renderedParameters(grant.parameters, values) },
  )
  const minted = await readTokenResponse({ server, client, host }, response)
  if (minted.outcome === 'refused') return minted
  const brought = (grant.redirectParameters ?? []).flatMap((name) => {
    const value = back.get(name)
    return value === null ? [] : [[name, value]]
  })
  return { ...minted, token: { ...minted.token, ...Object.fromEntries(brought) } }
}
