import { createHash } from 'node:crypto'
import type { RequestListener } from 'node:http'

/** What a server with HTTP digest requires. */
export interface DigestAccess {
  /** The header `www-authenticate`, with the realm and the nonce below. */
  challenge: string
  user: string
  password: string
}

export const REALM = 'the realm, here'
const NONCE = 'N0nce+/='

/** Returns a challenge with these further parameters: `, qop="auth"`. */
export const digestChallenge = (parameters: string) =>
  `Digest realm="${REALM}", nonce="${NONCE}"${parameters}`

/** Returns whether the header `authorization` is the complete response to the challenge, as RFC 7616 requires it. */
export function isDigestResponse(
  { challenge, user, password }: DigestAccess,
  { authorization, method, uri }: { authorization: string; method: string; uri: string },
): boolean {
  const algorithm = /algorithm="?([\w-]+)/.exec(challenge)?.[1] ?? 'MD5'
  const name = algorithm.startsWith('SHA-256') ? 'sha256' : 'md5'
  const hash = (...parts: string[]) => createHash(name).update(parts.join(':')).digest('hex')
  const part = (key: string) => {
    const [, quoted, bare] =
      new RegExp(`[ ,]${key}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^",]*))`).exec(authorization) ?? []
    return quoted?.replace(/\\(.)/g, '$1') ?? bare ?? ''
  }
  const a1 = hash(user, REALM, password)
  const key = algorithm.endsWith('-sess') ? hash(a1, NONCE, part('cnonce')) : a1
  const a2 = hash(method, uri)
  const expected = part('qop')
    ? hash(key, NONCE, part('nc'), part('cnonce'), 'auth', a2)
    : hash(key, NONCE, a2)
  const isQopKept = part('qop') === (challenge.includes('qop=') ? 'auth' : '')
  const named = [part('username'), part('realm'), part('nonce'), part('uri')]
  return (
    isQopKept &&
    part('response') === expected &&
    JSON.stringify(named) === JSON.stringify([user, REALM, NONCE, uri])
  )
}

/** Returns a listener that admits requests with a digest response to `listener`, and refuses all others. */
export const digestServer =
  (access: DigestAccess, listener: RequestListener): RequestListener =>
  (request, response) => {
    const { authorization = '' } = request.headers
    const { method = '', url: uri = '' } = request
    if (isDigestResponse(access, { authorization, method, uri })) return listener(request, response)
    request.resume()
    response.writeHead(401, { 'www-authenticate': access.challenge }).end('{}')
  }
