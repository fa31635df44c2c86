import { once } from 'node:events'
import { isIP, type Socket } from 'node:net'
import tls from 'node:tls'

/** How a driver's connection is protected, in the words of its options; what isn't there is empty or absent. */
export interface TlsSettings {
  host: string
  /** `require` takes any certificate, as does `anyCertificate`. */
  tls?: string
  anyCertificate?: string
  ca?: string
  certificate?: string
  privateKey?: string
}

/** The same for Node: certificates are checked unless the options say otherwise, against `ca` alone if it is given. */
export function tlsOptions(protection: TlsSettings): tls.ConnectionOptions {
  const { ca, certificate, privateKey } = protection
  const host = protection.host.replace(/^\[|\]$/g, '')
  return {
    host,
    // A server name is a name; an address is compared with the certificate all the same.
    ...(isIP(host) === 0 && { servername: host }),
    rejectUnauthorized: protection.tls !== 'require' && protection.anyCertificate !== 'true',
    ...(ca && { ca }),
    ...(certificate && { cert: certificate }),
    ...(privateKey && { key: privateKey }),
  }
}

/** Begins to shake hands over a connected socket. */
export function beginTls(socket: Socket, options: tls.ConnectionOptions): tls.TLSSocket {
  const secured = tls.connect({ ...options, socket })
  // Whoever was given the socket alone learns why it ends.
  secured.on('error', (error) => socket.destroy(error))
  return secured
}

/** Shakes hands over a connected socket. @throws what TLS threw */
export async function upgradeToTls(socket: Socket, options: tls.ConnectionOptions): Promise<tls.TLSSocket> {
  const secured = beginTls(socket, options)
  // A TLS socket does not always say so when the connection under it ends.
  const ended = once(socket, 'close').then(() => {
    throw Object.assign(new Error('The connection ended.'), { code: 'ECONNRESET' })
  })
  await Promise.race([once(secured, 'secureConnect'), ended])
  return secured
}
