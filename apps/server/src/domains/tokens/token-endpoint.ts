import { createPrivateKey } from 'node:crypto'
import { classifyStatus, type HttpResponse, isWebPage } from '@stepkey/shared/auth/classify-response'
import { renderBaseUrl, splitLine, splitLines } from '@stepkey/shared/auth/request'
import { renderTemplate } from '@stepkey/shared/auth/template'
import type { ClientPart, Template, TokenEndpoint } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import * as oauth from 'oauth4webapi'
import { createEgressFetch } from '../../platform/egress/egress-fetch.ts'
import { encodedBasic } from './client-authentication.ts'
import { discover } from './discovery.ts'
import { providerFetch, WRONG_CLIENT } from './provider-quirks.ts'
import { UnusableKey, webAddress } from './token-error.ts'
import type { TokenPorts, TokenResult } from './token-result.ts'

type Values = Record<string, unknown>

/** A token endpoint with the client and its authentication. */
export interface Endpoint {
  server: oauth.AuthorizationServer
  client: oauth.Client
  authentication: oauth.ClientAuth
  /** Options of oauth4webapi for every request to the endpoint. */
  options: { [oauth.customFetch]: ReturnType<typeof providerFetch>; [oauth.allowInsecureRequests]: boolean }
  host: string
}

/**
 * Returns the endpoint and the client for a component's token configuration and these values. The default client is
 * the OAuth app, which the values contain as `app`.
 * @throws network errors, because the issuer's metadata may be requested
 */
export async function endpointOf(
  token: TokenEndpoint,
  values: Values,
  { egress, signal, now }: TokenPorts,
): Promise<Endpoint> {
  const send = createEgressFetch(egress, signal)
  const issuer = renderTemplate(token.discover ?? '', values)
  const discovered = issuer === '' ? undefined : await discover(new URL(issuer), send)
  const clientId = renderTemplate(token.clientId ?? '{{app.clientId}}', values)
  const clientSecret = renderTemplate(token.clientSecret ?? '{{app.clientSecret}}', values)
  const clientAuth = renderTemplate(token.clientAuth, values)
  const url = discovered
    ? webAddress(discovered.token_endpoint)
    : renderBaseUrl({ baseUrl: token.url }, values)
  return {
    server: discovered ?? { issuer: url.origin, token_endpoint: url.href },
    client: { client_id: clientId === '' ? NO_CLIENT : clientId },
    authentication:
      clientId === ''
        ? () => {}
        : await authenticationOf(token, values, {
            clientAuth,
            clientSecret,
            audience: discovered ? undefined : url.href,
          }),
    options: {
      [oauth.customFetch]: providerFetch(token, send, {
        client: clientAuth === 'basic' ? { id: clientId, secret: clientSecret } : undefined,
        now,
      }),
      // A configured http URL is allowed, but an https issuer must not name an http endpoint. The egress filter decides
      // which addresses may be reached.
      [oauth.allowInsecureRequests]: url.protocol === 'http:' && !issuer.startsWith('https:'),
    },
    host: url.host,
  }
}

/** A placeholder that is never sent: assertion grants have no client, but oauth4webapi requires a client id. */
const NO_CLIENT = 'none'

async function authenticationOf(
  token: TokenEndpoint,
  values: Values,
  {
    clientAuth,
    clientSecret,
    audience,
  }: { clientAuth: string; clientSecret: string; audience: string | undefined },
): Promise<oauth.ClientAuth> {
  switch (clientAuth) {
    case 'basic':
      return basic(clientSecret)
    case 'body':
      // A public client has no secret.
      return clientSecret === '' ? oauth.None() : oauth.ClientSecretPost(clientSecret)
    case 'private_key_jwt':
      return oauth.PrivateKeyJwt(await signingKey(renderTemplate(token.clientKey ?? '', values)), {
        // Without an issuer, the token endpoint is the audience: RFC 7523 section 3.
        [oauth.modifyAssertion]: (_header, claims) => {
          if (audience) claims.aud = audience
        },
      })
    default:
      return oauth.None()
  }
}

/** Client authentication with HTTP basic, as RFC 6749 requires. `providerFetch` tries other ways after a refusal. */
const basic =
  (secret: string): oauth.ClientAuth =>
  (_server, { client_id: id }, _body, headers) => {
    headers.set('authorization', encodedBasic({ id, secret }))
  }

/** Imports a private key in PEM (PKCS #1 or #8) for RS256. @throws UnusableKey */
export async function signingKey(pem: string): Promise<oauth.CryptoKey> {
  try {
    const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' })
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    return await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign'])
  } catch {
    throw new UnusableKey()
  }
}

/** Renders parameters, and omits those that are empty. */
export function renderedParameters(parameters: Record<string, Template> | undefined, values: Values) {
  const rendered = Object.entries(parameters ?? {}).map(([name, template]): [string, string] => [
    name,
    renderTemplate(template, values).trim(),
  ])
  return rendered.filter(([, value]) => value !== '')
}

/** Parameters that Stepkey sets: RFC 6749, 7521, 7636 and 8628. */
const RESERVED =
  /^(?:response_type|redirect_uri|state|nonce|scope|grant_type|code|code_.*|client_.*|refresh_token|assertion|device_code)$/

/** Returns the parameters of a text, `name=value` per line. Those that Stepkey sets are left out. */
export const parametersInLines = (template: Template | undefined, values: Values): [string, string][] =>
  splitLines(renderTemplate(template ?? '', values)).flatMap((line): [string, string][] => {
    const { name, value } = splitLine(line, '=')
    return name === '' || value === '' || RESERVED.test(name) ? [] : [[name, value]]
  })

/** Sends a token request of any grant type and returns the result. @throws network errors */
export async function requestFromTokenEndpoint(
  token: TokenEndpoint,
  values: Values,
  { grantType, parameters }: { grantType: string; parameters: readonly (readonly [string, string])[] },
  ports: TokenPorts,
): Promise<TokenResult> {
  const { server, client, authentication, options, host } = await endpointOf(token, values, ports)
  const allParameters = new URLSearchParams([
    ...parameters.map(([name, value]): [string, string] => [name, value]),
    ...renderedParameters(token.parameters, values),
    ...parametersInLines(token.moreParameters, values),
  ])
  const response = await oauth.genericTokenEndpointRequest(
    server,
    client,
    authentication,
    grantType,
    allParameters,
    options,
  )
  return await readTokenResponse({ server, client, host }, response)
}

/** Reads the response of a token endpoint. */
export async function readTokenResponse(
  { server, client, host }: Pick<Endpoint, 'server' | 'client' | 'host'>,
  response: Response,
): Promise<TokenResult> {
  const body = await response.clone().text()
  try {
    const token = await oauth.processGenericTokenEndpointResponse(server, client, response)
    return { outcome: 'obtained', token, answer: { status: response.status, headers: {}, body } }
  } catch (error) {
    const code = error instanceof oauth.ResponseBodyError ? error.error : undefined
    const answer = { status: response.status, headers: {}, body }
    const meaning = code === undefined ? meaningOfAnswer(answer) : meaningOfCode(code)
    const finding = { ...meaning, httpStatus: response.status, target: host }
    return { outcome: 'refused', code, finding, ...(code !== undefined && wrongClientIn(error)) }
  }
}

/** Returns the part of the client that the provider called wrong: `providerFetch` adds it to the response. */
function wrongClientIn(error: unknown): { wrongClient?: ClientPart } {
  const body = error instanceof oauth.ResponseBodyError ? error.cause : {}
  const part = body[WRONG_CLIENT]
  return part === 'clientId' || part === 'clientSecret' ? { wrongClient: part } : {}
}

/** Classifies an error code: RFC 6749 section 5.2, RFC 8707 section 2, and `access_denied` of Auth0. */
function meaningOfCode(code: string): Meaning {
  switch (code) {
    case 'invalid_client':
    case 'invalid_grant':
    case 'access_denied':
      return { outcome: 'rejected', reason: 'unauthorized' }
    case 'unauthorized_client':
    case 'unsupported_grant_type':
      return { outcome: 'rejected', reason: 'grant_not_allowed' }
    case 'invalid_scope':
    case 'invalid_target':
      return { outcome: 'rejected', reason: 'scope_refused' }
    case 'slow_down':
      return { outcome: 'rate_limited' }
    case 'server_error':
    case 'temporarily_unavailable':
      return { outcome: 'unexpected', reason: 'server_error' }
  }
  return { outcome: 'unexpected', reason: 'refused_request' }
}

/** Classifies an answer without an error code. */
function meaningOfAnswer(answer: HttpResponse): Meaning {
  // A proxy or a sign-in page in front of the provider, or not a token endpoint: it knows nothing of the client.
  if (answer.status < 500 && isWebPage(answer)) return { outcome: 'unexpected', reason: 'web_page' }
  // Without a token there is no credential that could be limited.
  if (answer.status === 401 || answer.status === 403) return { outcome: 'rejected', reason: 'unauthorized' }
  return classifyStatus(answer.status)
}
type Meaning = Pick<Finding, 'outcome' | 'reason'>
