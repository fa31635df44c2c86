import { createHash } from 'node:crypto'
import type { RequestListener } from 'node:http'

/** What a server with HTTP digest requires. */
export interface DigestAccess {
  /** The header `www-authenticate`, with the realm and the nonce below. */
  challenge: string
  /** The realm of the challenge, if it is another one. */
  realm?: string
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
  { challenge, realm = REALM, user, password }: DigestAccess,
  {
    authorization,
    method,
    uri,
    body = '',
  }: { authorization: string; method: string; uri: string; body?: string | undefined },
): boolean {
  const algorithm = /algorithm="?([\w-]+)/.exec(challenge)?.[1] ?? 'MD5'
  const names = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' } as Record<string, string>
  const name = names[algorithm.replace(/-sess$/, '')] ?? ''
  const hash = (...parts: string[]) => createHash(name).update(parts.join(':')).digest('hex')
  const part = (key: string) => {
    const [, quoted, bare] =
      new RegExp(`[ ,]${key}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^",]*))`).exec(authorization) ?? []
    return quoted?.replace(/\\(.)/g, '$1') ?? bare ?? ''
  }
  const a1 = hash(user, realm, password)
  const key = algorithm.endsWith('-sess') ? hash(a1, NONCE, part('cnonce')) : a1
  const qop = /qop="?([\w-]+)/.exec(challenge)?.[1] ?? ''
  const a2 = qop === 'auth-int' ? hash(method, uri, hash(body)) : hash(method, uri)
  const expected = part('qop') ? hash(key, NONCE, part('nc'), part('cnonce'), qop, a2) : hash(key, NONCE, a2)
  const isQopKept = part('qop') === qop
  const named = [part('username'), part('realm'), part('nonce'), part('uri')]
  return (
    isQopKept &&
    part('response') === expected &&
    JSON.stringify(named) === JSON.stringify([user, realm, NONCE, uri])
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
