import { createHash } from 'node:crypto'
import type { CustomFetchOptions } from 'oauth4webapi'
import { DAY } from '../../platform/time.ts'

type TokenRequest = CustomFetchOptions<'GET' | 'POST', URLSearchParams | undefined>

/** A client that authenticates with HTTP basic. */
export interface BasicClient {
  id: string
  secret: string
}

/**
 * The ways to send the id and secret of a client: form-encoded in the header as RFC 6749 section 2.3.1 requires, as they
 * are in the header, and in the form.
 */
const WAYS = ['encoded', 'plain', 'form'] as const
type Way = (typeof WAYS)[number]

/** What an endpoint accepted: the way, the hash of the secret, and when. */
interface Acceptance {
  way: Way
  secretHash: string
  at: Date
}

/** What each endpoint accepted last, by its URL and the client. */
const accepted = new Map<string, Acceptance>()
/** Maximum number of remembered endpoints; beyond it, the oldest entry is removed. */
const LIMIT = 1000

/**
 * What a response says about the client: `refused`; `accepted`, also when something else is refused; `other`, a refusal
 * that may be about the way in which the client authenticates; or `unknown`, because the server failed or is busy.
 */
export type ClientVerdict = 'accepted' | 'refused' | 'other' | 'unknown'

/** Returns the header of HTTP basic with form-encoded parts: RFC 6749 section 2.3.1. */
export const encodedBasic = ({ id, secret }: BasicClient): string =>
  `Basic ${btoa([id, secret].map(encode).join(':'))}`

// Only characters that need it are encoded, so that most pairs are equal either way.
const encode = (part: string) => encodeURIComponent(part).replace(/%20/g, '+')

/**
 * Sends a token request of a client with HTTP basic. Many providers don't decode the parts, and some read them only in
 * the form. So if the encoded parts differ from the plain ones and the provider refuses the client, sends the request
 * again in the other ways. `invalid_client` does not tell a wrong secret from one that was sent in the wrong way.
 *
 * Remembers the way that was accepted. If that was the same secret within the last day, a refusal is definite: the secret
 * was revoked, and is not sent in the other ways, because too many refusals lock some accounts. This process remembers it,
 * so a secret that was revoked before the start is sent in each way.
 *
 * If no way was accepted, returns the response to the first: a server that knows only one way may call another an invalid
 * request.
 * @param verdictOf what the response says about the client
 */
export async function sendAsBasicClient(
  client: BasicClient | undefined,
  url: string,
  request: TokenRequest,
  {
    send,
    verdictOf,
    now,
  }: {
    send: (request: TokenRequest) => Promise<Response>
    verdictOf: (response: Response) => Promise<ClientVerdict>
    now: Date
  },
): Promise<Response> {
  const isAmbiguous =
    client && request.headers.authorization && encode(client.id + client.secret) !== client.id + client.secret
  if (!client || !isAmbiguous) return await send(request)
  const key = `${url} ${client.id}`
  const secretHash = createHash('sha256').update(client.secret).digest('base64')
  let first: Response | undefined
  for (const way of waysToTry(accepted.get(key), secretHash, now)) {
    const response = await send(inWay(way, client, request))
    const verdict = await verdictOf(response)
    if (verdict === 'accepted') {
      remember(key, { way, secretHash, at: now })
      return response
    }
    if (verdict === 'unknown' || (verdict === 'other' && !first)) return response
    first ??= response
  }
  return first as Response
}

/** Returns the ways in which to send a secret, the most likely first. */
function waysToTry(known: Acceptance | undefined, secretHash: string, now: Date): readonly Way[] {
  if (!known) return WAYS
  const age = now.getTime() - known.at.getTime()
  if (known.secretHash === secretHash && Math.abs(age) < DAY) return [known.way]
  return [known.way, ...WAYS.filter((other) => other !== known.way)]
}

function remember(key: string, acceptance: Acceptance): void {
  accepted.delete(key)
  if (accepted.size >= LIMIT) accepted.delete(accepted.keys().next().value as string)
  accepted.set(key, acceptance)
}

function inWay(way: Way, { id, secret }: BasicClient, request: TokenRequest): TokenRequest {
  if (way === 'encoded') return request
  if (way === 'plain') {
    const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
    return { ...request, headers: { ...request.headers, authorization } }
  }
  const { authorization, ...headers } = request.headers
  const body = new URLSearchParams(request.body)
  body.set('client_id', id)
  body.set('client_secret', secret)
  return { ...request, headers, body }
}
