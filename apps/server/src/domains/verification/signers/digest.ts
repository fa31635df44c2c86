import type { IssuedSigner } from '@stepkey/shared/credential'
import DigestClient from 'digest-fetch'
import type { Send } from './send.ts'

/**
 * Returns a `Send` that authenticates with HTTP digest (RFC 7616): the first request fetches the challenge, and the
 * second one carries the response to it.
 */
export function signDigest(
  { user, password }: Extract<IssuedSigner, { scheme: 'digest' }>,
  send: Send,
): Send {
  return async (request) => {
    const first = await send(request)
    const challenge = first.status === 401 ? challengeIn(first.headers['www-authenticate']) : undefined
    if (!challenge) return first
    const algorithm = DigestClient.parse(challenge, 'algorithm') ?? 'MD5'
    const client = new DigestClient(user, password, { algorithm })
    client.parseAuth(challenge)
    const { headers } = client.addAuth(request.url.href, { method: request.method }) as {
      headers: { Authorization: string }
    }
    return await send({ ...request, headers: { ...request.headers, authorization: headers.Authorization } })
  }
}

/** Finds the digest challenge in a header that may also offer other schemes, such as basic. */
const challengeIn = (header: string | undefined) => /\bDigest\s.*$/is.exec(header ?? '')?.[0]
