import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import mysql, { type Connection } from 'mysql2'
import { destroyOnListenerError } from '../../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import type { Driver } from './driver.ts'

/**
 * Verifies a MySQL or MariaDB login: signs in and reads the current user. Error numbers:
 * dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html and, from 4000 on,
 * mariadb.com/kb/en/mariadb-error-code-reference.
 */
export const checkMysql: Driver<'mysql'> = async (options, egress, signal) => {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  let connection: Connection | undefined
  try {
    await waitForGreeting(socket)
    const encrypted = options.tls !== 'disable'
    connection = mysql.createConnection({
      stream: socket,
      user: options.user,
      password: options.password,
      ...(options.database && { database: options.database }),
      ...(encrypted && { ssl: {} }),
      // Servers that check passwords in a directory need the clear password. Sent only after verifying a certificate.
      enableCleartextPlugin: options.tls === 'verify-full',
      authPlugins: encrypted ? {} : onlyHashes,
      flags: ['-LOCAL_FILES'],
      disableEval: true,
      // The socket has its own deadline.
      connectTimeout: 0,
    })
    patchConnection(connection, () => upgradeToTls(socket, tlsOptions(options)))
    socket.resume()
    const identity = await currentUser(connection)
    if (identity === undefined) return { outcome: 'unexpected', reason: 'not_this_protocol' }
    return { outcome: 'verified', identity }
  } catch (error) {
    signal.throwIfAborted()
    return meaning(error as { code?: string; errno?: number }, socket)
  } finally {
    connection?.end(() => {})
    socket.destroySoon()
  }
}

/**
 * Waits for the server's greeting and unshifts it for mysql2. The greeting must come alone: mysql2 would read plaintext
 * that follows it as if it were encrypted.
 * @throws when anything else arrives, or when the connection ends
 */
async function waitForGreeting(socket: Socket): Promise<void> {
  let read = Buffer.alloc(0)
  await new Promise<void>((resolve, reject) => {
    socket.once('close', () => {
      const code = read.length === 0 ? 'ECONNRESET' : undefined
      reject(socket.errored ?? Object.assign(new Error('The connection ended.'), { code }))
    })
    socket.on('data', (chunk) => {
      read = Buffer.concat([read, chunk])
      if (read.length < 5) return
      const length = 4 + read.readUIntLE(0, 3)
      if (!beginsGreeting(read) || read.length > length) reject(new Error('Not a MySQL greeting.'))
      else if (read.length === length) resolve()
    })
  })
  socket.removeAllListeners('data')
  socket.pause()
  socket.unshift(read)
}

/** Checks for a short first packet with protocol version 10 or an error. */
function beginsGreeting(packet: Buffer): boolean {
  return packet.readUIntLE(0, 3) <= 1024 && packet[3] === 0 && (packet[4] === 10 || packet[4] === 0xff)
}

/**
 * Refuses to encrypt the password with the server's public key: without TLS the key is unauthenticated, so a man in
 * the middle could send its own. mysql2 would use any key it receives.
 */
const onServerPublicKey = () => {
  throw Object.assign(new Error('The password needs an encrypted connection.'), { code: NEEDS_ENCRYPTION })
}
const NEEDS_ENCRYPTION = 'STEPKEY_NEEDS_ENCRYPTION'
const onlyHashes = {
  caching_sha2_password: mysql.authPlugins.caching_sha2_password({ onServerPublicKey }),
  sha256_password: mysql.authPlugins.sha256_password({ onServerPublicKey }),
}

/** The private members of a mysql2 connection that are patched because mysql2 has no options for them. */
interface Internals {
  stream: Duplex
  handlePacket(packet?: Packet): void
  packetParser: { execute(chunk: Buffer): void }
  startTLS(done: (error?: Error) => void): void
}

interface Packet {
  readLengthCodedNumberExt(tag: number, ...how: unknown[]): unknown
}

function patchConnection(connection: Connection, encrypt: () => Promise<Duplex>): void {
  const internals = connection as unknown as Internals
  connection.on('error', () => {})
  // By default, mysql2 only logs packets that arrive out of order, and logs invalid numbers at length.
  connection.on('warn', (error: Error) => {
    throw error
  })
  const handlePacket = internals.handlePacket.bind(connection)
  internals.handlePacket = (packet) => {
    if (packet && !Object.hasOwn(packet, 'readLengthCodedNumberExt')) {
      const read = packet.readLengthCodedNumberExt
      packet.readLengthCodedNumberExt = function (tag, ...how) {
        if (!(tag < 0xff)) throw new Error('Not a length-encoded number.')
        return read.call(this, tag, ...how)
      }
    }
    handlePacket(packet)
  }
  // mysql2 matches certificates against names only, and accepts one for localhost if the host is an IP address.
  internals.startTLS = (done) => {
    internals.stream.removeAllListeners('data')
    encrypt().then(
      (secured) => {
        destroyOnListenerError(secured)
        secured.on('data', (chunk) => internals.packetParser.execute(chunk))
        internals.stream = secured
        done()
      },
      // Wrapped, because mysql2 overwrites the code of the error.
      (cause) => done(new Error('No encrypted connection.', { cause })),
    )
  }
}

/** Returns the current user, or undefined if the response is malformed. Fails when the password has expired. */
async function currentUser(connection: Connection): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  connection.query({ sql: 'select current_user()', rowsAsArray: true }, (error, rows) =>
    error ? reject(error) : resolve(rows),
  )
  const rows = await promise
  const name: unknown = Array.isArray(rows) && Array.isArray(rows[0]) ? rows[0][0] : undefined
  return typeof name === 'string' ? name : undefined
}

function meaning(error: { code?: string; errno?: number }, socket: Socket) {
  switch (error.errno) {
    case 1045: // ER_ACCESS_DENIED_ERROR
    case 1698: // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
      return { outcome: 'rejected', reason: 'bad_login' } as const
    case 1049: // ER_BAD_DB_ERROR
      return { outcome: 'rejected', reason: 'no_such_database' } as const
    case 1044: // ER_DBACCESS_DENIED_ERROR
    case 1129: // ER_HOST_IS_BLOCKED
    case 1130: // ER_HOST_NOT_PRIVILEGED
      return { outcome: 'rejected', reason: 'no_permission' } as const
    case 3118: // ER_ACCOUNT_HAS_BEEN_LOCKED
    case 3955: // ER_USER_ACCESS_DENIED_FOR_USER_ACCOUNT_BLOCKED_BY_PASSWORD_LOCK
    case 4150: // ER_USER_IS_BLOCKED
    case 4151: // ER_ACCOUNT_HAS_BEEN_LOCKED of MariaDB
      return { outcome: 'rejected', reason: 'account_locked' } as const
    case 1820: // ER_MUST_CHANGE_PASSWORD
    case 1862: // ER_MUST_CHANGE_PASSWORD_LOGIN
      return { outcome: 'rejected', reason: 'password_expired' } as const
    case 1040: // ER_CON_COUNT_ERROR
    case 1203: // ER_TOO_MANY_USER_CONNECTIONS
    case 1226: // ER_USER_LIMIT_REACHED
      return { outcome: 'unreachable', reason: 'too_many_connections' } as const
    case 1251: // ER_NOT_SUPPORTED_AUTH_MODE
    case 3159: // ER_SECURE_TRANSPORT_REQUIRED
      return { outcome: 'unexpected', reason: 'login_not_offered' } as const
    case 1043: // ER_HANDSHAKE_ERROR
    case 1047: // ER_UNKNOWN_COM_ERROR
      return { outcome: 'unexpected', reason: 'not_this_protocol' } as const
  }
  // Numbers from 1000 on come from the server; smaller ones are system errors.
  if ((error.errno ?? 0) >= 1000) return { outcome: 'unexpected', reason: 'server_error' } as const
  switch (error.code) {
    case 'HANDSHAKE_NO_SSL_SUPPORT':
      return { outcome: 'tls', reason: 'tls_not_offered' } as const
    case 'AUTH_SWITCH_PLUGIN_ERROR':
    case 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED':
    case NEEDS_ENCRYPTION:
      return { outcome: 'unexpected', reason: 'login_not_offered' } as const
    case 'PROTOCOL_CONNECTION_LOST':
      return { outcome: 'unreachable', reason: 'connection_lost' } as const
  }
  return (
    networkErrorMeaning(error, socket) ?? ({ outcome: 'unexpected', reason: 'not_this_protocol' } as const)
  )
}
