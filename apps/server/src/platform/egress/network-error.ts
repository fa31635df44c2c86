import type { Socket } from 'node:net'
import type { Finding } from '@stepkey/shared/verification'
import { AnswerTooLarge, Blocked } from './egress.ts'
import { ProxyRefused } from './proxy.ts'

/** An SSH server opened no connection to the target. */
export class TunnelRefused extends Error {
  readonly isAllowed: boolean

  /** @param isAllowed whether the server tried to connect, because it permits the connection */
  constructor(isAllowed: boolean) {
    super('The SSH server opened no connection to the target.')
    this.name = 'TunnelRefused'
    this.isAllowed = isAllowed
  }
}

/** The component of a request may not reach its host. */
export class HostNotAllowed extends Error {
  constructor() {
    super('The component does not allow this host.')
    this.name = 'HostNotAllowed'
  }
}

type Meaning = Pick<Finding, 'outcome' | 'reason'>

/**
 * Returns the outcome and reason for an error of DNS, TCP, TLS or HTTP, or undefined for any other error.
 * @param socket the connection of a driver, which may have a more specific error than the driver reports
 */
export function networkErrorMeaning(error: unknown, socket?: Socket): Meaning | undefined {
  if (socket?.errored instanceof AnswerTooLarge) return networkErrorMeaning(socket.errored)
  for (const cause of chain(error)) {
    if (cause instanceof HostNotAllowed) return { outcome: 'blocked', reason: 'host_not_allowed' }
    if (cause instanceof Blocked) return { outcome: 'blocked', reason: 'private_address' }
    if (cause instanceof AnswerTooLarge) return { outcome: 'unexpected', reason: 'too_large' }
    if (cause instanceof ProxyRefused) return { outcome: 'unreachable', reason: 'proxy_refused' }
    if (cause instanceof TunnelRefused) {
      return { outcome: 'unreachable', reason: cause.isAllowed ? 'tunnel_failed' : 'tunnel_refused' }
    }
    if (cause.name === 'TimeoutError') return { outcome: 'timeout' }
    if (cause.name === 'HTTPParserError') return { outcome: 'unexpected', reason: 'not_this_protocol' }
    // nodemailer overwrites `code` with its own and keeps the system's code in `originalCode`.
    const { code, originalCode } = cause as { code?: unknown; originalCode?: unknown }
    const meaning = byCode(String(originalCode ?? code ?? ''))
    if (meaning) return meaning
  }
  return undefined
}

function byCode(code: string): Meaning | undefined {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
    case 'EAI_NONAME':
      return { outcome: 'unreachable', reason: 'name_not_found' }
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return { outcome: 'unreachable', reason: 'connection_refused' }
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
    case 'UND_ERR_SOCKET':
      return { outcome: 'unreachable', reason: 'connection_lost' }
    case 'UND_ERR_HEADERS_OVERFLOW':
      return { outcome: 'unexpected', reason: 'too_large' }
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return { outcome: 'timeout' }
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return { outcome: 'tls', reason: 'certificate_expired' }
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return { outcome: 'tls', reason: 'certificate_name' }
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'CERT_UNTRUSTED':
    case 'CERT_SIGNATURE_FAILURE':
    case 'CERT_REVOKED':
    case 'UNSPECIFIED':
      return { outcome: 'tls', reason: 'certificate_untrusted' }
  }
  // TLS alerts with which a server rejects a client certificate, or its absence.
  if (
    /^ERR_SSL_(TLSV1\d?|SSLV3|SSL\/TLS)_ALERT_(CERTIFICATE_|BAD_CERTIFICATE|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE)/.test(
      code,
    )
  )
    return { outcome: 'rejected', reason: 'client_certificate' }
  // The user's PEM texts are malformed or encrypted, or certificate and key don't match.
  if (code.startsWith('ERR_OSSL_')) return { outcome: 'tls', reason: 'own_certificate' }
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO')
    return { outcome: 'tls' }
  return undefined
}

/** Yields an error and its causes. Of an AggregateError (several addresses failed), only the first error is used. */
function* chain(error: unknown): Generator<Error> {
  let current = error
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    yield current
    current = current instanceof AggregateError ? current.errors[0] : current.cause
  }
}
