import { renderTemplate } from '@stepkey/shared/auth/template'
import type { Signer } from '@stepkey/shared/component'
import { AwsV4Signer } from 'aws4fetch'
import type { Send } from './send.ts'

/**
 * Returns a `Send` that signs each request with AWS Signature Version 4:
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html.
 */
export function signAws(
  signer: Extract<Signer, { scheme: 'aws-sigv4' }>,
  values: Record<string, unknown>,
  { send, now }: { send: Send; now: Date },
): Send {
  const render = (template: string) => renderTemplate(template, values)
  const sessionToken = render(signer.sessionToken)
  return async (request) => {
    const { url, headers } = await new AwsV4Signer({
      method: request.method,
      url: request.url.href,
      headers: request.headers,
      ...(request.body !== undefined && { body: request.body }),
      accessKeyId: render(signer.accessKeyId),
      secretAccessKey: render(signer.secretAccessKey),
      ...(sessionToken && { sessionToken }),
      region: render(signer.region),
      service: signer.service,
      datetime: now.toISOString().replace(/[-:]|\.\d{3}/g, ''),
    }).sign()
    return await send({ ...request, url, headers: Object.fromEntries(headers) })
  }
}
