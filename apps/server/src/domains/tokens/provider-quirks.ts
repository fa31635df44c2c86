import { atPointer, matchesJson } from '@stepkey/shared/auth/classify-response'
import type { ClientPart, TokenEndpoint } from '@stepkey/shared/component'
import { isRecord } from '@stepkey/shared/schema'
import type { CustomFetchOptions } from 'oauth4webapi'
import type { createEgressFetch } from '../../platform/egress/egress-fetch.ts'
import { type BasicClient, type ClientVerdict, sendAsBasicClient } from './client-authentication.ts'
import { lifetimeOf } from './token-lifetime.ts'

type Send = ReturnType<typeof createEgressFetch>
type Options = CustomFetchOptions<'GET' | 'POST', URLSearchParams | undefined>
type Deviations = Pick<TokenEndpoint, 'body' | 'answer' | 'errors' | 'wrongClient'>

/**
 * Returns a `fetch` for oauth4webapi that translates a provider's deviations from OAuth: it sends JSON bodies if the
 * provider requires them, and moves the members of responses to their standard places.
 * @param client the client, if it authenticates with HTTP basic
 */
export const providerFetch =
  (token: Deviations, send: Send, { client, now }: { client: BasicClient | undefined; now: Date }) =>
  async (url: string, request: Options): Promise<Response> =>
    await sendAsBasicClient(client, url, request, {
      send: async (authenticated) => await sendOnce(token, send, url, authenticated, now),
      verdictOf: verdictOnClient,
      now,
    })

async function sendOnce(
  token: Deviations,
  send: Send,
  url: string,
  { method, headers, body }: Options,
  now: Date,
): Promise<Response> {
  const asJson = token.body === 'json' && body !== undefined
  const response = await send(url, {
    method,
    headers: {
      accept: 'application/json',
      ...headers,
      ...(asJson && { 'content-type': 'application/json' }),
    },
    body: asJson ? JSON.stringify(Object.fromEntries(body)) : body,
  })
  return toStandardResponse(token, response.status, await response.text(), now)
}

/** Errors that a server names only after it has authenticated the client. */
const LATER_ERRORS = new Set(['invalid_grant', 'invalid_scope', 'invalid_target'])

async function verdictOnClient(response: Response): Promise<ClientVerdict> {
  const { status } = response
  const json = parsed(await response.clone().text())
  const error = isRecord(json) ? json.error : undefined
  if (error === 'invalid_client' || (status === 401 && typeof error !== 'string')) return 'refused'
  if (response.ok || LATER_ERRORS.has(String(error))) return 'accepted'
  return status >= 500 || status === 408 || status === 425 || status === 429 ? 'unknown' : 'other'
}

/** Returns the response in standard form. A body without members remains unchanged. */
function toStandardResponse(
  { answer = {}, errors, wrongClient = {} }: Omit<Deviations, 'body'>,
  status: number,
  body: string,
  now: Date,
) {
  const json = parsed(body) ?? parsedForm(body)
  const asIs = new Response(body === '' ? null : body, {
    status,
    headers: { 'content-type': 'application/json' },
  })
  if (!isRecord(json)) return asIs
  // Some providers use places of their own for new grants only, and the standard ones for refreshed tokens.
  const at = (pointer: string | undefined, name: string) =>
    (pointer ? atPointer(json, pointer) : undefined) ?? json[name]

  const accessToken = at(answer.accessToken, 'access_token')
  if (typeof accessToken !== 'string' || accessToken === '') {
    const named = PARTS.find((part) => wrongClient[part]?.some((test) => matchesJson([test], json)))
    const error = named ? 'invalid_client' : errorIn(json, answer.error)
    // Responses of other endpoints, such as the device authorization endpoint, have no token.
    if (error === undefined) return asIs
    const code = errors?.[error] ?? standardCode(error)
    const part = named ?? (code === 'invalid_client' ? WRONG_PARTS.get(error.toLowerCase()) : undefined)
    return Response.json({ error: code, [WRONG_CLIENT]: part }, { status: Math.max(status, 400) })
  }
  const refreshToken = at(answer.refreshToken, 'refresh_token')
  const expiresIn = at(answer.expiresIn, 'expires_in')
  const scope = at(answer.scope, 'scope')
  const { id_token, ...members } = json
  return Response.json(
    {
      ...members,
      access_token: accessToken,
      // Providers return various token types. The component's placements define how the token is sent.
      token_type: 'bearer',
      refresh_token: typeof refreshToken === 'string' && refreshToken !== '' ? refreshToken : undefined,
      expires_in: lifetimeOf(json, { expiresIn, accessToken, now }),
      scope: Array.isArray(scope) ? scope.join(' ') : typeof scope === 'string' ? scope : undefined,
    },
    // Some providers answer 201, which oauth4webapi does not accept.
    { status: status >= 200 && status < 300 ? 200 : status },
  )
}

/** The member of standard error responses that names the wrong part of the client, if the provider says so. */
export const WRONG_CLIENT = 'wrong_client'
const PARTS = ['clientId', 'clientSecret'] as const satisfies ClientPart[]

/** Error codes that name the wrong part. */
const WRONG_PARTS = new Map<string, ClientPart>([
  ['bad_client_id', 'clientId'],
  ['invalid_client_id', 'clientId'],
  ['bad_client_secret', 'clientSecret'],
  ['invalid_client_secret', 'clientSecret'],
])

/** Returns the standard error code, also for spellings such as `INVALID_GRANT`, `invalid grant` and `InvalidGrant`. */
function standardCode(error: string): string {
  const words = error
    .slice(0, 100)
    .replace(/([a-z])(?=[A-Z])/g, '$1_')
    .replace(/[\s.-]+/g, '_')
    .toLowerCase()
  return SYNONYMS.get(words) ?? (STANDARD_CODES.has(words) ? words : error)
}

/** RFC 6749 section 5.2, RFC 8707 section 2. */
const STANDARD_CODES = new Set([
  'access_denied',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'invalid_target',
  'unauthorized_client',
  'unsupported_grant_type',
])

/** Other names of providers for standard error codes: RFC 6749 section 5.2. */
const SYNONYMS = new Map([
  ...[
    'bad_refresh_token',
    'expired_refresh_token',
    'grant_expired',
    'grant_revoked',
    'invalid_refresh_token',
    'invalid_token',
    'refresh_token_expired',
    'refresh_token_invalid',
    'refresh_token_revoked',
    'token_expired',
    'token_revoked',
    // OpenID Connect Core section 3.1.2.6: the provider needs the user.
    'consent_required',
    'interaction_required',
    'login_required',
  ].map((name) => [name, 'invalid_grant'] as const),
  ...[
    'bad_client_secret',
    'bad_client_id',
    'incorrect_client_credentials',
    'invalid_client_id',
    'invalid_client_secret',
  ].map((name) => [name, 'invalid_client'] as const),
])

/** Returns the error code of a response without a token, from the provider's place or the standard one. */
function errorIn(json: Record<string, unknown>, pointer: string | undefined): string | undefined {
  const error = pointer ? atPointer(json, pointer) : json.error
  const code = isRecord(error) ? (error.code ?? error.type) : error
  return typeof code === 'string' || typeof code === 'number' ? String(code) : undefined
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Parses a form-encoded response, which older providers send: `access_token=…&expires_in=3600`. */
function parsedForm(body: string): Record<string, unknown> | undefined {
  if (!/^\s*(?:[\w.-]+=[^\s<>&]*&)*(?:access_token|error)=/.test(body.slice(0, 4096))) return undefined
  return Object.fromEntries(new URLSearchParams(body.trim()))
}
