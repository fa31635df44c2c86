import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Finding } from '@stepkey/shared/verification'
import { ImapFlow, type ImapTransport } from 'imapflow'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { beginTls, tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import type { Driver } from './driver.ts'
import { filterStream } from './filter-stream.ts'
import { imapMessages } from './messages/imap.ts'
import { findingOf } from './server-messages.ts'

/** Maximum size of a response, in bytes. */
const ANSWER_LIMIT = 64 * 1024

/** Verifies an IMAP login: signs in without opening a mailbox. */
export const checkImap: Driver<'imap'> = async (options, egress, signal) => {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  let client: ImapFlow | undefined
  try {
    const isSecure = options.security === 'tls'
    const stream = isSecure ? await upgradeToTls(socket, tlsOptions(options)) : socket
    const greeting = requireGreeting(stream)
    client = new ImapFlow({
      host: options.host,
      port: Number(options.port),
      secure: isSecure,
      doSTARTTLS: !isSecure && options.security === 'starttls',
      transport: transportOf(stream, () => beginTls(socket, tlsOptions(options))),
      auth: { user: options.user, pass: options.password },
      // Overrides the library's own name and version for servers that ask for an ID.
      clientInfo: { name: 'Stepkey', version: '', vendor: '', 'support-url': '' },
      logger: false,
      disableCompression: true,
      disableAutoEnable: true,
      maxLineLength: ANSWER_LIMIT,
      maxLiteralSize: ANSWER_LIMIT,
      maxResponseSize: ANSWER_LIMIT,
    })
    client.on('error', () => {})
    await client.connect()
    // PREAUTH: the server signed the client in without checking the login.
    if (/^\* PREAUTH/i.test(greeting())) return { outcome: 'unexpected', reason: 'login_not_needed' }
    return { outcome: 'verified', identity: options.user }
  } catch (error) {
    signal.throwIfAborted()
    return meaning(error as ImapError, socket, client?.byeReason)
  } finally {
    client?.close()
    socket.destroySoon()
  }
}

/** Returns a transport that gives ImapFlow the connected stream instead of letting it dial. */
function transportOf(stream: Socket, encrypt: () => Socket): ImapTransport {
  return {
    connect(_options, onConnect) {
      setImmediate(onConnect)
      return stream
    },
    upgrade(_plain, _options, onSecure) {
      const secured = encrypt()
      secured.once('secureConnect', onSecure)
      return secured
    },
  }
}

/**
 * Destroys a connection that does not begin with an IMAP greeting.
 * @returns a function that returns the beginning of the greeting
 */
function requireGreeting(stream: Duplex): () => string {
  let beginning = ''
  filterStream(stream, (chunk) => {
    if (beginning.length < 10) {
      beginning += chunk.toString('latin1', 0, 100)
      if (!/^(?:\* (?:OK|PREAUTH|BYE)\s|\*(?: [a-z]{0,7})?$)/i.test(beginning))
        throw new Error('Not an IMAP greeting.')
    }
    return [chunk]
  })
  return () => beginning
}

/** The properties that ImapFlow adds to its errors. */
interface ImapError extends Error {
  code?: string
  tlsFailed?: boolean
  authenticationFailed?: boolean
  responseStatus?: string
  serverResponseCode?: string
  responseText?: string
}

function meaning(error: ImapError, socket: Socket, byeReason: string | undefined): Finding {
  const networkFinding = networkErrorMeaning(socket.errored ?? error, socket)
  if (networkFinding) return networkFinding
  if (socket.errored) return notImap
  if (error.tlsFailed) return error.code ? notImap : { outcome: 'tls', reason: 'tls_not_offered' }
  if (error.code === 'ETHROTTLE') return { outcome: 'rate_limited' }
  const { responseStatus, serverResponseCode: code, responseText: text } = error
  if (responseStatus === 'NO' || responseStatus === 'BAD') {
    const finding = findingOf(imapMessages, { code, text })
    if (finding) return finding
    // Many servers refuse a login without a code.
    return responseStatus === 'NO'
      ? { outcome: 'rejected', reason: 'bad_login' }
      : { outcome: 'unexpected', reason: 'refused_request' }
  }
  // Exchange accepts the login, and then reports that the user has no mailbox.
  if (error.message === 'Authentication failed') return { outcome: 'rejected', reason: 'no_permission' }
  if (error.authenticationFailed) return { outcome: 'unexpected', reason: 'login_not_offered' }
  if (byeReason) return findingOf(imapMessages, { text: byeReason }) ?? connectionLost
  const isClosed = /^(NoConnection|EConnectionClosed|ClosedAfterConnect)/.test(error.code ?? '')
  return isClosed ? connectionLost : notImap
}

const notImap = { outcome: 'unexpected', reason: 'not_this_protocol' } as const
const connectionLost = { outcome: 'unreachable', reason: 'connection_lost' } as const
