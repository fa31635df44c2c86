import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import { Connection, Request } from 'tedious'
import TokenParser from 'tedious/lib/token/stream-parser.js'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions } from '../../../platform/egress/tls.ts'
import type { Driver } from './driver.ts'
import { filterStream } from './filter-stream.ts'
import { sqlserverMessages } from './messages/sqlserver.ts'
import { findingOf } from './server-messages.ts'

/** Verifies a SQL Server login (SQL Server authentication): signs in and reads the login's name. */
export const checkSqlserver: Driver<'sqlserver'> = async (options, egress, signal) => {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  requireTds(socket)
  const connection = new SingleConnection(configurationOf(options, socket))
  connection.checksAuthority = tlsOptions(options).rejectUnauthorized === true
  const errors: { number: number; message: string }[] = []
  connection.on('error', () => {})
  connection.on('errorMessage', (token) => errors.push(token))
  try {
    await new Promise<void>((resolve, reject) => {
      connection.connect((error) => (error ? reject(error) : resolve()))
    })
    const identity = await currentLogin(connection)
    return identity === undefined ? notSqlServer : { outcome: 'verified', identity }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof Rerouted) return { outcome: 'unexpected', reason: 'redirect' }
    const [refusal] = errors
    if (refusal) {
      const finding = findingOf(sqlserverMessages, { code: refusal.number, text: refusal.message })
      return finding ?? { outcome: 'unexpected', reason: 'server_error' }
    }
    return meaning(error as { code?: string }, options, socket)
  } finally {
    connection.close()
    socket.destroySoon()
  }
}

/** Returns tedious's configuration, with a connector that gives it the connected socket instead of letting it dial. */
function configurationOf(options: DriverOptions['sqlserver'], socket: Socket) {
  const { host = options.host, ca, checkServerIdentity, rejectUnauthorized } = tlsOptions(options)
  return {
    server: host,
    authentication: {
      type: 'default' as const,
      options: { userName: options.user, password: options.password },
    },
    options: {
      port: Number(options.port),
      ...(options.database && { database: options.database }),
      encrypt: options.tls !== 'disable',
      // tedious can't check the authority alone. Without a check of the name, SingleConnection does that.
      trustServerCertificate: !rejectUnauthorized || checkServerIdentity !== undefined,
      cryptoCredentialsDetails: { ...(ca && { ca }) },
      connector: async () => socket,
      maxRetriesOnTransientErrors: 0,
      rowCollectionOnRequestCompletion: true,
      appName: 'Stepkey',
      // The default is the host name.
      workstationId: 'stepkey',
    },
  }
}

const ENVCHANGE = 0xe3
const KNOWN_CHANGES = [1, 2, 3, 4, 7, 8, 9, 10, 13, 18, 20]
// The type of the import depends on the module resolution.
const tokens = (TokenParser as unknown as { prototype: Tokens }).prototype
interface Tokens {
  buffer: Buffer
  position: number
  readToken(): unknown
}
const { readToken } = tokens
/** Rejects unknown changes: tedious would log each of them, and a server can send any number. */
tokens.readToken = function () {
  const [token, , , change] = this.buffer.subarray(this.position)
  if (token === ENVCHANGE && change !== undefined && !KNOWN_CHANGES.includes(change)) {
    throw new Error('Unknown environment change.')
  }
  return readToken.call(this)
}

/** A connection with a bounded packet size that refuses to be redirected to another server. */
class SingleConnection extends Connection {
  /** Whether the certificate must be signed by a trusted authority, even if its name is not checked. */
  checksAuthority = false

  /**
   * Limits the packet size before the first message: `messageIo` exists by then, and the server can't have changed the
   * size yet.
   */
  override sendPreLogin() {
    const { messageIo } = this
    messageIo.once('secure', ({ authorizationError }: TLSSocket) => {
      // Node sets the code of the error here, although its types say that it is an error.
      const isName = String(authorizationError) === 'ERR_TLS_CERT_ALTNAME_INVALID'
      if (!this.checksAuthority || !authorizationError || isName) return
      messageIo.socket.destroy(
        Object.assign(new Error('Untrusted certificate.'), { code: String(authorizationError) }),
      )
    })
    const resize = messageIo.packetSize.bind(messageIo)
    // A packet size without room for data would make tedious write packets in an endless loop.
    messageIo.packetSize = (size) => resize(size >= 512 && size <= 32_767 ? size : 4096)
    super.sendPreLogin()
  }

  /** Called when the server names another server to connect to. */
  override async performReRouting() {
    throw new Rerouted()
  }
}
class Rerouted extends Error {}

/** Destroys a connection whose first packet is not a TDS response. */
function requireTds(socket: Socket): void {
  let hasBegun = false
  filterStream(socket, (chunk) => {
    if (!hasBegun && chunk[0] !== TABULAR_RESULT) throw new Error('Not a TDS packet.')
    hasBegun = true
    return [chunk]
  })
}
const TABULAR_RESULT = 4

/** Returns the name of the login, or undefined if the response is malformed. */
async function currentLogin(connection: Connection): Promise<string | undefined> {
  const rows = await new Promise<unknown>((resolve, reject) => {
    connection.execSqlBatch(
      new Request('select suser_sname()', (error, _count, found) => (error ? reject(error) : resolve(found))),
    )
  })
  const name: unknown = Array.isArray(rows) ? rows[0]?.[0]?.value : undefined
  return typeof name === 'string' ? name : undefined
}

const notSqlServer = { outcome: 'unexpected', reason: 'not_this_protocol' } as const

function meaning(error: { code?: string }, options: DriverOptions['sqlserver'], socket: Socket): Finding {
  if (error.code === 'EENCRYPT') {
    return options.tls === 'disable'
      ? { outcome: 'rejected', reason: 'encryption_needed' }
      : { outcome: 'tls', reason: 'tls_not_offered' }
  }
  const cause = socket.errored ?? error
  return networkErrorMeaning(cause, socket) ?? notSqlServer
}
