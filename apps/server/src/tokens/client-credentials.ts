import { usualMeaning } from '@stepkey/shared/auth/judge'
import { renderBaseUrl } from '@stepkey/shared/auth/request'
import { renderTemplate } from '@stepkey/shared/auth/template'
import type { ClientCredentials } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import * as oauth from 'oauth4webapi'
import { asFetch } from '../egress/as-fetch.ts'
import type { Minted, MintPorts } from './minted.ts'

/** The client credentials grant, RFC 6749 section 4.4. */
export async function clientCredentials(
  grant: ClientCredentials,
  values: Record<string, unknown>,
  { egress, signal }: MintPorts,
): Promise<Minted> {
  const url = renderBaseUrl({ baseUrl: grant.url }, values)
  const server = { issuer: url.origin, token_endpoint: url.href }
  const client = { client_id: renderTemplate(grant.clientId, values) }
  const secret = renderTemplate(grant.clientSecret, values)
  const authentication =
    grant.clientAuth === 'basic' ? oauth.ClientSecretBasic(secret) : oauth.ClientSecretPost(secret)
  const send = asFetch(egress, signal)
  const response = await oauth.clientCredentialsGrantRequest(
    server,
    client,
    authentication,
    parametersOf(grant, values),
    {
      [oauth.customFetch]: (address, options) => send(address, options),
      // The guard decides where a request may go; the component decides whether that is https.
      [oauth.allowInsecureRequests]: url.protocol === 'http:',
    },
  )
  const body = await response.clone().text()
  try {
    const token = await oauth.processClientCredentialsResponse(server, client, response)
    return { outcome: 'minted', token, answer: { status: response.status, headers: {}, body } }
  } catch (error) {
    return { outcome: 'refused', finding: { ...meaningOf(error, response), target: url.host } }
  }
}

function parametersOf({ parameters = {} }: ClientCredentials, values: Record<string, unknown>) {
  const rendered = Object.entries(parameters).map(([name, template]) => [
    name,
    renderTemplate(template, values),
  ])
  return new URLSearchParams(rendered.filter(([, value]) => value !== '') as [string, string][])
}

/** Error codes of RFC 6749 section 5.2, and `access_denied`, which Auth0 answers to a wrong secret. */
const REFUSALS = new Set(['invalid_client', 'unauthorized_client', 'invalid_grant', 'access_denied'])

function meaningOf(error: unknown, { status }: Response): Finding {
  const httpStatus = status
  const code = error instanceof oauth.ResponseBodyError ? error.error : undefined
  if (code && REFUSALS.has(code)) return { outcome: 'rejected', reason: 'unauthorized', httpStatus }
  if (code) return { outcome: 'unexpected', reason: 'refused_request', httpStatus }
  // Whoever gets no token has nothing that could be limited.
  if (status === 401 || status === 403) return { outcome: 'rejected', reason: 'unauthorized', httpStatus }
  return { ...usualMeaning(status), httpStatus }
}
