import { createHash } from 'node:crypto'
import { type DigestHash, digestAuthorization } from '@stepkey/shared/auth/digest'
import type { IssuedSigner } from '@stepkey/shared/credential'
import type { Send } from './send.ts'

/** The names of the hash functions in Node. */
const HASHES = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' }
const hash: DigestHash = (algorithm, data) => createHash(HASHES[algorithm]).update(data).digest('hex')

/**
 * Returns a `Send` that authenticates with HTTP digest (RFC 7616): the first request fetches the challenge, and the
 * second one carries the response to it.
 */
export function signDigest(login: Extract<IssuedSigner, { scheme: 'digest' }>, send: Send): Send {
  return async (request) => {
    const first = await send(request)
    if (first.status !== 401) return first
    const authorization = digestAuthorization(first.headers['www-authenticate'], request, login, hash)
    if (authorization === undefined) return first
    return await send({ ...request, headers: { ...request.headers, authorization } })
  }
}
