import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import pg from 'pg'
import { destroyOnListenerError, type Egress } from '../../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions } from '../../../platform/egress/tls.ts'
import { confirmWithControl } from '../control/control-request.ts'
import type { Driver } from './driver.ts'
import { postgresMessages } from './messages/postgres.ts'
import { findingOf } from './server-messages.ts'

/**
 * Verifies a PostgreSQL login: signs in and reads the current user. A server that never asks for the password, as with
 * `trust` in pg_hba.conf, proves nothing about it. A client certificate is confirmed by a sign-in without it, which the
 * server must refuse.
 */
export const checkPostgres: Driver<'postgres'> = async (options, egress, signal) => {
  const repeat = () => signIn(options, egress, signal)
  const finding = await repeat()
  if (options.password || !options.certificate) return finding
  const control = () => signIn({ ...options, certificate: '', privateKey: '' }, egress, signal)
  return await confirmWithControl(finding, { control, repeat, signal, acceptsAll: 'login_not_needed' })
}

async function signIn(
  options: DriverOptions['postgres'],
  egress: Egress,
  signal: AbortSignal,
): Promise<Finding> {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  let isPasswordAsked = false
  const client = new pg.Client({
    host: options.host,
    port: Number(options.port),
    database: options.database,
    user: options.user,
    // A function, because pg would replace an empty password with one from its environment or from ~/.pgpass.
    password: () => {
      isPasswordAsked = true
      if (!options.password) throw new PasswordNeeded()
      return options.password
    },
    ssl: options.tls !== 'disable' && tlsOptions(options),
    // pg would dial on its own, so it gets a connected socket whose `connect` only emits the event.
    stream: () => alreadyConnected(socket),
  })
  client.on('error', () => {})
  // pg parses in event listeners, where a malformed message would cause an uncaught exception.
  const { connection } = client as unknown as { connection: EventEmitter & { stream: Duplex } }
  connection.on('errorMessage', refuseUnreadable)
  connection.once('sslconnect', () => destroyOnListenerError(connection.stream))
  try {
    await client.connect()
    if (options.password && !isPasswordAsked) return { outcome: 'unexpected', reason: 'login_not_needed' }
    const { rows } = await client.query<{ name: string }>('select current_user as name')
    return { outcome: 'verified', identity: rows[0]?.name }
  } catch (error) {
    signal.throwIfAborted()
    return meaning(error, socket)
  } finally {
    // Not awaited: a server may never close its side.
    client.end().catch(() => {})
    socket.destroySoon()
  }
}

/**
 * Throws on the first unreadable message, which destroys the connection. pg would go on with the next byte: a server that
 * floods the connection with zeros would block the process for seconds.
 */
function refuseUnreadable({ message }: Error): void {
  if (message.startsWith('received invalid response')) throw new Error(message)
}

/** The server asks for a password, but none was entered. */
class PasswordNeeded extends Error {}

function alreadyConnected(socket: Socket): Socket {
  socket.connect = () => {
    process.nextTick(() => socket.emit('connect'))
    return socket
  }
  return socket
}

function meaning(error: unknown, { bytesRead }: Socket): Finding {
  if (error instanceof PasswordNeeded) return { outcome: 'rejected', reason: 'login_needed' } as const
  const { code, message } = error as { code?: unknown; message: string }
  const finding = findingOf(postgresMessages, { code, text: message })
  if (finding) return finding
  const networkFinding = networkErrorMeaning(error)
  if (networkFinding) return networkFinding
  if (message === 'The server does not support SSL connections') {
    return { outcome: 'tls', reason: 'tls_not_offered' } as const
  }
  if (message === 'Connection terminated unexpectedly') {
    // The server sent something that pg could not parse as a response, and closed the connection.
    if (bytesRead > 0) return { outcome: 'unexpected', reason: 'not_this_protocol' } as const
    return { outcome: 'unreachable', reason: 'connection_lost' } as const
  }
  // An SQLSTATE comes from a PostgreSQL server. Any other error is pg's own, from parsing something else.
  const isSqlState = /^[0-9A-Z]{5}$/.test(String(code))
  return { outcome: 'unexpected', reason: isSqlState ? 'other_content' : 'not_this_protocol' } as const
}
