import { renderSigner } from '@stepkey/shared/auth/signer'
import type { Signer } from '@stepkey/shared/component'
import type { Send } from './send.ts'

/** Returns a `Send` that signs each request with the method's signer, or `send` itself without a signer. */
export async function withSigner(
  signer: Signer | undefined,
  values: Record<string, unknown>,
  { send, now }: { send: Send; now: Date },
): Promise<Send> {
  if (!signer) return send
  const rendered = renderSigner(signer, values)
  switch (rendered.scheme) {
    case 'aws-sigv4':
      return (await import('./aws-sigv4.ts')).signAws(rendered, { send, now })
    case 'digest':
      return (await import('./digest.ts')).signDigest(rendered, send)
  }
}
