import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import mysql, { type Connection } from 'mysql2'
import { destroyOnListenerError, type Egress } from '../../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import type { Driver } from './driver.ts'
import { mysqlMessages } from './messages/mysql.ts'
import { findingOf } from './server-messages.ts'

/**
 * Verifies a MySQL or MariaDB login: signs in and reads the current user. On a plain connection, a server also refuses
 * the right password of a user with `REQUIRE SSL`, with the error for a wrong one. So a refused login is tried once more
 * over TLS, if the server offers that. The user chose no protection, so that attempt checks no certificate; it sends the
 * password only as a hash, as the plain one does.
 */
export const checkMysql: Driver<'mysql'> = async (options, egress, signal) => {
  const isPlain = options.tls === 'disable'
  const finding = await signIn(options, { egress, signal, onlyHashes: isPlain })
  if (!isPlain || finding.reason !== 'bad_login') return finding
  const overTls: DriverOptions['mysql'] = { ...options, tls: 'require', ca: '' }
  const { outcome } = await signIn(overTls, { egress, signal, onlyHashes: true })
  return outcome === 'verified' ? { outcome: 'rejected', reason: 'encryption_needed' } : finding
}

interface Attempt {
  egress: Egress
  signal: AbortSignal
  /** Whether the password may only be sent as a hash. */
  onlyHashes: boolean
}

async function signIn(
  options: DriverOptions['mysql'],
  { egress, signal, onlyHashes }: Attempt,
): Promise<Finding> {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  let connection: Connection | undefined
  try {
    await waitForGreeting(socket)
    connection = mysql.createConnection({
      stream: socket,
      user: options.user,
      password: options.password,
      ...(options.database && { database: options.database }),
      ...(options.tls !== 'disable' && { ssl: {} }),
      // Servers that check passwords in a directory need the clear password. Sent only after verifying a certificate.
      enableCleartextPlugin: options.tls === 'verify-full',
      authPlugins: onlyHashes ? hashPlugins : {},
      flags: ['-LOCAL_FILES'],
      disableEval: true,
      // The socket has its own deadline.
      connectTimeout: 0,
    })
    patchConnection(connection, () => upgradeToTls(socket, tlsOptions(options)))
    socket.resume()
    const identity = await currentUser(connection)
    if (identity === undefined) return { outcome: 'unexpected', reason: 'not_this_protocol' }
    if (UNCHECKED.test(identity)) return { outcome: 'unexpected', reason: 'login_not_needed' }
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
const hashPlugins = {
  caching_sha2_password: mysql.authPlugins.caching_sha2_password({
    overrideIsSecure: false,
    onServerPublicKey,
  }),
  // Has no hash: over TLS, mysql2 would send the clear password.
  sha256_password: () => onServerPublicKey,
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

/**
 * What `current_user()` returns if the server checked no login: MySQL and MariaDB with --skip-grant-tables, or a user
 * without a name, who may have any: dev.mysql.com/doc/refman/8.4/en/connection-access.html.
 */
const UNCHECKED = /^(?:skip-grants user@skip-grants host$|@)/

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

function meaning(error: { code?: string; errno?: number; message?: string }, socket: Socket): Finding {
  const finding = findingOf(mysqlMessages, { code: error.errno, text: error.message })
  if (finding) return finding
  // Numbers from 1000 on come from the server; smaller ones are system errors.
  if ((error.errno ?? 0) >= 1000) return { outcome: 'unexpected', reason: 'server_error' }
  switch (error.code) {
    case 'HANDSHAKE_NO_SSL_SUPPORT':
      return { outcome: 'tls', reason: 'tls_not_offered' }
    case 'AUTH_SWITCH_PLUGIN_ERROR':
    case 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED':
    case NEEDS_ENCRYPTION:
      return { outcome: 'unexpected', reason: 'login_not_offered' }
    case 'PROTOCOL_CONNECTION_LOST':
      return { outcome: 'unreachable', reason: 'connection_lost' }
  }
  return networkErrorMeaning(error, socket) ?? { outcome: 'unexpected', reason: 'not_this_protocol' }
}
