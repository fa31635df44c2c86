import { X509Certificate } from 'node:crypto'

/** Returns the certificates of a PEM text, in their order. @throws if one of them can't be read */
export const readCertificates = (text: string): X509Certificate[] =>
  text.split(/\n(?=-----BEGIN )/).map(readCertificate)

/** Reads the content alone: OpenSSL accepts not all labels that `tls` accepts. */
const readCertificate = (pem: string) =>
  new X509Certificate(Buffer.from(pem.replace(/-----(?:BEGIN|END) [A-Z0-9 ]{1,40}-----/g, ''), 'base64'))
