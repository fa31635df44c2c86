import { renderTemplate } from '@stepkey/shared/auth/template'
import type { Signer } from '@stepkey/shared/component'
import DigestClient from 'digest-fetch'
import type { Send } from './send.ts'

/**
 * Returns a `Send` that authenticates with HTTP digest (RFC 7616): the first request fetches the challenge, and the
 * second one carries the response to it.
 */
export function signDigest(
  signer: Extract<Signer, { scheme: 'digest' }>,
  values: Record<string, unknown>,
  send: Send,
): Send {
  return async (request) => {
    const first = await send(request)
    const challenge = first.status === 401 ? challengeIn(first.headers['www-authenticate']) : undefined
    if (!challenge) return first
    const client = new DigestClient(
      renderTemplate(signer.user, values),
      renderTemplate(signer.password, values),
      { algorithm: DigestClient.parse(challenge, 'algorithm') ?? 'MD5' },
    )
    client.parseAuth(challenge)
    const { headers } = client.addAuth(request.url.href, { method: request.method }) as {
      headers: { Authorization: string }
    }
    return await send({ ...request, headers: { ...request.headers, authorization: headers.Authorization } })
  }
}

/** Finds the digest challenge in a header that may also offer other schemes, such as basic. */
const challengeIn = (header: string | undefined) => /\bDigest\s.*$/is.exec(header ?? '')?.[0]
