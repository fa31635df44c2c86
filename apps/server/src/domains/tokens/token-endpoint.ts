import { createPrivateKey } from 'node:crypto'
import { classifyStatus } from '@stepkey/shared/auth/classify-response'
import { renderBaseUrl } from '@stepkey/shared/auth/request'
import { renderTemplate } from '@stepkey/shared/auth/template'
import type { Template, TokenEndpoint } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import * as oauth from 'oauth4webapi'
import { createEgressFetch } from '../../platform/egress/egress-fetch.ts'
import { discover } from './discovery.ts'
import { providerFetch } from './provider-quirks.ts'
import { UnusableKey, webAddress } from './token-error.ts'
import type { TokenPorts, TokenResult } from './token-result.ts'

type Values = Record<string, unknown>

/** Whom a grant asks, and as whom. */
export interface Endpoint {
  server: oauth.AuthorizationServer
  client: oauth.Client
  authentication: oauth.ClientAuth
  /** For every request to it. */
  options: { [oauth.customFetch]: ReturnType<typeof providerFetch>; [oauth.allowInsecureRequests]: boolean }
  host: string
}

/**
 * The endpoint and the client that a component's data and these values stand for. Without fields of its own the client
 * is the OAuth app, which is among the values as `app`. Errors of the network are thrown (an issuer may be asked).
 */
export async function endpointOf(
  token: TokenEndpoint,
  values: Values,
  { egress, signal }: TokenPorts,
): Promise<Endpoint> {
  const send = createEgressFetch(egress, signal)
  const issuer = renderTemplate(token.discover ?? '', values)
  const found = issuer === '' ? undefined : await discover(new URL(issuer), send)
  const clientId = renderTemplate(token.clientId ?? '{{app.clientId}}', values)
  const url = found ? webAddress(found.token_endpoint) : renderBaseUrl({ baseUrl: token.url }, values)
  return {
    server: found ?? { issuer: url.origin, token_endpoint: url.href },
    client: { client_id: clientId === '' ? NOBODY : clientId },
    authentication:
      clientId === '' ? () => {} : await authenticationOf(token, values, found ? undefined : url.href),
    options: {
      [oauth.customFetch]: providerFetch(token, send),
      // The guard decides where a request may go; who typed the address decides whether that is https.
      [oauth.allowInsecureRequests]: url.protocol === 'http:' && !issuer.startsWith('https:'),
    },
    host: url.host,
  }
}

/** An assertion speaks for itself: no client sends it. The protocol's library wants a name all the same. */
const NOBODY = 'nobody'

async function authenticationOf(
  token: TokenEndpoint,
  values: Values,
  audience: string | undefined,
): Promise<oauth.ClientAuth> {
  const secret = renderTemplate(token.clientSecret ?? '{{app.clientSecret}}', values)
  switch (renderTemplate(token.clientAuth, values)) {
    case 'basic':
      return basic(secret)
    case 'body':
      // A public client has no secret to send.
      return secret === '' ? oauth.None() : oauth.ClientSecretPost(secret)
    case 'private_key_jwt':
      return oauth.PrivateKeyJwt(await signingKey(renderTemplate(token.clientKey ?? '', values)), {
        // RFC 7523 section 3: the token endpoint stands for a server that has no other name.
        [oauth.modifyAssertion]: (_header, claims) => {
          if (audience) claims.aud = audience
        },
      })
    default:
      return oauth.None()
  }
}

/**
 * HTTP basic. RFC 6749 wants both parts form-encoded, which many vendors don't undo: what needs no encoding stays as it
 * is, so that most pairs read the same either way.
 */
const basic =
  (secret: string): oauth.ClientAuth =>
  (_server, { client_id }, _body, headers) => {
    const pair = [client_id, secret].map((part) => encodeURIComponent(part).replace(/%20/g, '+')).join(':')
    headers.set('authorization', `Basic ${btoa(pair)}`)
  }

/** A key in PEM, PKCS #1 or #8, for RS256. @throws UnusableKey */
export async function signingKey(pem: string): Promise<oauth.CryptoKey> {
  try {
    const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' })
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    return await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign'])
  } catch {
    throw new UnusableKey()
  }
}

/** Those of the parameters that render to something. */
export function renderedParameters(parameters: Record<string, Template> | undefined, values: Values) {
  const rendered = Object.entries(parameters ?? {}).map(([name, template]): [string, string] => [
    name,
    renderTemplate(template, values).trim(),
  ])
  return rendered.filter(([, value]) => value !== '')
}

/** Sends a token request of any grant and reads what comes back. Errors of the network are thrown. */
export async function requestFromTokenEndpoint(
  token: TokenEndpoint,
  values: Values,
  { grantType, parameters }: { grantType: string; parameters: readonly (readonly [string, string])[] },
  ports: TokenPorts,
): Promise<TokenResult> {
  const { server, client, authentication, options, host } = await endpointOf(token, values, ports)
  const all = new URLSearchParams([
    ...parameters.map(([name, value]): [string, string] => [name, value]),
    ...renderedParameters(token.parameters, values),
  ])
  const response = await oauth.genericTokenEndpointRequest(
    server,
    client,
    authentication,
    grantType,
    all,
    options,
  )
  return await readTokenResponse({ server, client, host }, response)
}

/** What a token endpoint answered. */
export async function readTokenResponse(
  { server, client, host }: Pick<Endpoint, 'server' | 'client' | 'host'>,
  response: Response,
): Promise<TokenResult> {
  const body = await response.clone().text()
  try {
    const token = await oauth.processGenericTokenEndpointResponse(server, client, response)
    return { outcome: 'minted', token, answer: { status: response.status, headers: {}, body } }
  } catch (error) {
    const code = error instanceof oauth.ResponseBodyError ? error.error : undefined
    return { outcome: 'refused', code, finding: { ...meaningOf(code, response.status), target: host } }
  }
}

/** Error codes of RFC 6749 section 5.2, and `access_denied`, which Auth0 answers to a wrong secret. */
const REFUSALS = new Set(['invalid_client', 'unauthorized_client', 'invalid_grant', 'access_denied'])

function meaningOf(code: string | undefined, httpStatus: number): Finding {
  if (code && REFUSALS.has(code)) return { outcome: 'rejected', reason: 'unauthorized', httpStatus }
  if (code) return { outcome: 'unexpected', reason: 'refused_request', httpStatus }
  // Whoever gets no token has nothing that could be limited.
  if (httpStatus === 401 || httpStatus === 403) {
    return { outcome: 'rejected', reason: 'unauthorized', httpStatus }
  }
  return { ...classifyStatus(httpStatus), httpStatus }
}
