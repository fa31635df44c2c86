import type { Socket } from 'node:net'
import type { DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import type { Egress } from '../../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import { confirmWithControl } from '../control/control-request.ts'
import { decoyOf } from '../control/decoy-secrets.ts'
import type { Driver } from './driver.ts'
import { FtpConnection, type Reply } from './ftp-connection.ts'
import { ftpLoginReplies, ftpMessages } from './messages/ftp.ts'
import { findingOf } from './server-messages.ts'

/**
 * Verifies an FTP login with AUTH TLS (if chosen), USER, PASS, PWD and QUIT: RFC 959 and RFC 4217. Transfers nothing,
 * so it never opens the data connection that a server could direct to another host.
 *
 * Implemented without basic-ftp, which removes all listeners of a given socket, including those that limit it, and
 * misreads replies that arrive in several chunks.
 */
export const checkFtp: Driver<'ftp'> = async (options, egress, signal) => {
  const repeat = () => signIn(options, egress, signal)
  const finding = await repeat()
  // These user names are usually anonymous access with any password: RFC 1635.
  if (!/^(?:anonymous|ftp)$/i.test(options.user)) return finding
  const decoy = { ...options, password: decoyOf(options.password) }
  const control = () => signIn(decoy, egress, signal)
  return await confirmWithControl(finding, { control, repeat, signal, acceptsAll: 'login_not_needed' })
}

async function signIn(options: DriverOptions['ftp'], egress: Egress, signal: AbortSignal): Promise<Finding> {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  try {
    const secured = options.security === 'tls' ? await upgradeToTls(socket, tlsOptions(options)) : socket
    return await startSession(new FtpConnection(secured), socket, options)
  } catch (error) {
    signal.throwIfAborted()
    return networkErrorMeaning(socket.errored ?? error, socket) ?? notFtp
  } finally {
    socket.destroySoon()
  }
}

const notFtp = { outcome: 'unexpected', reason: 'not_this_protocol' } as const
const notOffered = { outcome: 'unexpected', reason: 'login_not_offered' } as const
const notNeeded = { outcome: 'unexpected', reason: 'login_not_needed' } as const
const tooMany = { outcome: 'unreachable', reason: 'too_many_connections' } as const

async function startSession(
  server: FtpConnection,
  socket: Socket,
  options: DriverOptions['ftp'],
): Promise<Finding> {
  const greeting = await server.reply()
  if (greeting.code !== 220) return meaningOfGreeting(greeting)
  if (options.security === 'starttls') {
    const { code } = await server.send('AUTH TLS')
    if (code !== 234) return code === 421 ? tooMany : { outcome: 'tls', reason: 'tls_not_offered' }
    // Plaintext that a man in the middle injected here would be read as if it were encrypted.
    if (server.hasMore) return notFtp
    return await login(new FtpConnection(await upgradeToTls(socket, tlsOptions(options))), options)
  }
  return await login(server, options)
}

async function login(
  server: FtpConnection,
  { user, password, security }: DriverOptions['ftp'],
): Promise<Finding> {
  // Some servers would read the names as Latin-1 otherwise. Servers without this option answer with a harmless error.
  if (/[^\0-\x7f]/.test(user + password)) await server.send('OPTS UTF8 ON')
  const userReply = await server.send(`USER ${user}`)
  if (userReply.code >= 200 && userReply.code < 300) return notNeeded
  if (userReply.code !== 331) return meaningOfRefusal(userReply, security)
  const passReply = await server.send(`PASS ${password}`)
  if (passReply.code === 202) return notNeeded
  if (passReply.code !== 230) return meaningOfRefusal(passReply, security)
  const { code } = await server.send('PWD')
  server.end('QUIT\r\n')
  return { outcome: code === 257 ? 'verified' : 'limited', identity: user }
}

function meaningOfGreeting({ code, text }: Reply): Finding {
  const finding = findingOf(ftpMessages, { text })
  if (finding) return finding
  if (code === 421) return tooMany
  return { outcome: 'unexpected', reason: code === 120 ? 'server_error' : 'refused_request' }
}

/** Classifies a refused login. Many servers use 530 or 421 for every refusal, so the text is checked first. */
function meaningOfRefusal({ code, text }: Reply, security: string): Finding {
  const finding = findingOf(ftpMessages, { text })
  if (finding) return finding
  // An unknown text about encryption, which may be the cause of the refusal.
  if (security === 'none' && /\b(?:TLS|SSL|FTPS|encrypt\w*|cleartext)\b/i.test(text)) return notOffered
  return (
    findingOf(ftpLoginReplies, { code, text }) ?? {
      outcome: 'unexpected',
      reason: code >= 500 ? 'refused_request' : 'other_content',
    }
  )
}
