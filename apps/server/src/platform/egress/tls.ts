import { once } from 'node:events'
import { isIP, type Socket } from 'node:net'
import tls from 'node:tls'

/** TLS options that users choose. Missing values are empty or absent. */
export interface TlsSettings {
  /**
   * `verify-ca` accepts a certificate for another host name. `require` accepts any certificate, as does
   * `anyCertificate: 'true'`; but if `ca` is given, only one that this authority signed, as libpq does.
   */
  tls?: string
  anyCertificate?: string
  ca?: string
  certificate?: string
  privateKey?: string
  /** The name for SNI and in the certificate, if it is not the host. */
  serverName?: string
}

/** Returns Node's TLS options. If `ca` is given, certificates are verified against that CA only. */
export function tlsOptions(protection: TlsSettings & { host: string }): tls.ConnectionOptions {
  const { ca, certificate, privateKey, serverName } = protection
  const host = (serverName || protection.host).replace(/^\[|\]$/g, '')
  const acceptsAny = protection.tls === 'require' || protection.anyCertificate === 'true'
  const checksName = !acceptsAny && protection.tls !== 'verify-ca'
  return {
    host,
    // SNI allows only names. An IP address is still compared with the certificate.
    ...(isIP(host) === 0 && { servername: host }),
    rejectUnauthorized: !acceptsAny || Boolean(ca),
    ...(!checksName && { checkServerIdentity: () => undefined }),
    ...(ca && { ca }),
    ...(certificate && { cert: certificate }),
    ...(privateKey && { key: privateKey }),
  }
}

/** Starts a TLS handshake over a connected socket. */
export function beginTls(socket: Socket, options: tls.ConnectionOptions): tls.TLSSocket {
  const secured = tls.connect({ ...options, socket })
  // Passes the error on to users of the plain socket.
  secured.on('error', (error) => socket.destroy(error))
  return secured
}

/** Performs a TLS handshake over a connected socket. @throws TLS errors, or ECONNRESET if the connection ends */
export async function upgradeToTls(socket: Socket, options: tls.ConnectionOptions): Promise<tls.TLSSocket> {
  const secured = beginTls(socket, options)
  // A TLS socket does not always emit an event when the underlying connection ends.
  const ended = once(socket, 'close').then(() => {
    throw Object.assign(new Error('The connection ended.'), { code: 'ECONNRESET' })
  })
  await Promise.race([once(secured, 'secureConnect'), ended])
  return secured
}
