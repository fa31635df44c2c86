import type { IssuedSigner } from '@stepkey/shared/credential'
import { AwsV4Signer } from 'aws4fetch'
import type { Send } from './send.ts'

/**
 * Returns a `Send` that signs each request with AWS Signature Version 4:
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html.
 */
export function signAws(
  { scheme: _, ...signer }: Extract<IssuedSigner, { scheme: 'aws-sigv4' }>,
  { send, now }: { send: Send; now: Date },
): Send {
  return async (request) => {
    const { url, headers } = await new AwsV4Signer({
      method: request.method,
      url: request.url.href,
      headers: request.headers,
      ...(request.body !== undefined && { body: request.body }),
      ...signer,
      datetime: now.toISOString().replace(/[-:]|\.\d{3}/g, ''),
    }).sign()
    return await send({ ...request, url, headers: Object.fromEntries(headers) })
  }
}
