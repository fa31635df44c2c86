import { atPointer } from '@stepkey/shared/auth/classify-response'
import type { TokenEndpoint } from '@stepkey/shared/component'
import { isRecord } from '@stepkey/shared/schema'
import type { CustomFetchOptions } from 'oauth4webapi'
import type { createEgressFetch } from '../../platform/egress/egress-fetch.ts'

type Send = ReturnType<typeof createEgressFetch>
type Options = CustomFetchOptions<'GET' | 'POST', URLSearchParams | undefined>

/**
 * Speaks to a vendor in its own dialect of OAuth, so that the protocol's library hears and says only the standard:
 * requests as JSON where that is wanted, answers with every member at its place.
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
    return standard(token, response.status, await response.text())
  }

/** The answer as the standard has it. What isn't JSON stays what it is. */
function standard(
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
    // An endpoint for devices answers without a token, too.
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
      // Vendors call it what they like; how it is sent is the component's business.
      token_type: 'bearer',
      refresh_token: typeof refreshToken === 'string' && refreshToken !== '' ? refreshToken : undefined,
      expires_in: Number.isFinite(expiresIn) && expiresIn > 0 ? expiresIn : undefined,
      scope: Array.isArray(scope) ? scope.join(' ') : typeof scope === 'string' ? scope : undefined,
    },
    // Some say 201 to what is new.
    { status: status >= 200 && status < 300 ? 200 : status },
  )
}

/** The error code of an answer without a token, wherever the vendor has it. */
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
