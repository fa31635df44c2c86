import { atPointer } from '@stepkey/shared/auth/classify-response'
import type { TokenEndpoint } from '@stepkey/shared/component'
import { isRecord } from '@stepkey/shared/schema'
import type { CustomFetchOptions } from 'oauth4webapi'
import type { createEgressFetch } from '../../platform/egress/egress-fetch.ts'

type Send = ReturnType<typeof createEgressFetch>
type Options = CustomFetchOptions<'GET' | 'POST', URLSearchParams | undefined>

/**
 * Returns a `fetch` for oauth4webapi that translates a provider's deviations from OAuth: it sends JSON bodies if the
 * provider requires them, and moves the members of responses to their standard places.
 */
export const providerFetch =
  (token: Pick<TokenEndpoint, 'body' | 'answer' | 'errors'>, send: Send) =>
  async (url: string, { method, headers, body }: Options): Promise<Response> => {
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
    return toStandardResponse(token, response.status, await response.text())
  }

/** Returns the response in standard form. A body that is not a JSON object remains unchanged. */
function toStandardResponse(
  { answer = {}, errors }: Pick<TokenEndpoint, 'answer' | 'errors'>,
  status: number,
  body: string,
) {
  const json = parsed(body)
  const asIs = new Response(body === '' ? null : body, {
    status,
    headers: { 'content-type': 'application/json' },
  })
  if (!isRecord(json)) return asIs
  const at = (pointer: string | undefined, name: string) => (pointer ? atPointer(json, pointer) : json[name])

  const accessToken = at(answer.accessToken, 'access_token')
  if (typeof accessToken !== 'string' || accessToken === '') {
    const error = errorIn(json, answer.error)
    // Responses of other endpoints, such as the device authorization endpoint, have no token.
    if (error === undefined) return asIs
    return Response.json({ error: errors?.[error] ?? error }, { status: Math.max(status, 400) })
  }
  const refreshToken = at(answer.refreshToken, 'refresh_token')
  const expiresIn = Number(at(answer.expiresIn, 'expires_in'))
  const scope = at(answer.scope, 'scope')
  const { id_token, ...members } = json
  return Response.json(
    {
      ...members,
      access_token: accessToken,
      // Providers return various token types. The component's placements define how the token is sent.
      token_type: 'bearer',
      refresh_token: typeof refreshToken === 'string' && refreshToken !== '' ? refreshToken : undefined,
      expires_in: Number.isFinite(expiresIn) && expiresIn > 0 ? expiresIn : undefined,
      scope: Array.isArray(scope) ? scope.join(' ') : typeof scope === 'string' ? scope : undefined,
    },
    // Some providers answer 201, which oauth4webapi does not accept.
    { status: status >= 200 && status < 300 ? 200 : status },
  )
}

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
