import { renderTemplate } from '@stepkey/shared/auth/template'
import type { Signer } from '@stepkey/shared/component'
import DigestClient from 'digest-fetch'
import type { Send } from './send.ts'

/** HTTP digest, RFC 7616: asked once in vain, then with the answer to the challenge. */
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

/** The digest challenge among several; servers may offer basic, too. */
const challengeIn = (header: string | undefined) => /\bDigest\s.*$/is.exec(header ?? '')?.[0]
