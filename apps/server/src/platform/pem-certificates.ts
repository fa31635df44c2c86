import { X509Certificate } from 'node:crypto'

/** A block, from its first line to its last. The labels are those that `tls` accepts. */
const BLOCK = /-----BEGIN (?:(?:TRUSTED|X509) )?CERTIFICATE-----([^-]*)-----END /g

/**
 * Returns the certificates of a PEM text, in their order. Other blocks, and text around the blocks, such as OpenSSL
 * writes, are skipped.
 * @throws if there are none, or if one of them can't be read
 */
export function readCertificates(text: string): X509Certificate[] {
  const blocks = [...text.matchAll(BLOCK)]
  if (blocks.length === 0) throw new TypeError('The text has no certificate.')
  // OpenSSL accepts not all labels that `tls` accepts, so only the content is read.
  return blocks.map(([, content = '']) => new X509Certificate(Buffer.from(content, 'base64')))
}
