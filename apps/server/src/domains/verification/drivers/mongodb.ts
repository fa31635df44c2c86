/// <reference path="./mongodb-internals.d.ts" />
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { DriverOptions } from '@stepkey/shared/component'
import type { HostAddress } from '@stepkey/shared/hosts'
import type { Finding } from '@stepkey/shared/verification'
import { MongoClient, MongoCompatibilityError, MongoNetworkError, MongoServerError } from 'mongodb'
import { connect } from 'mongodb/lib/cmap/connect.js'
import type { Egress } from '../../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import type { Driver } from './driver.ts'
import { filterStream } from './filter-stream.ts'
import { mongodbMessages } from './messages/mongodb.ts'
import { type Cluster, findCluster } from './mongodb-srv.ts'
import { findingOf } from './server-messages.ts'
import { hostsOf, signInToFirst } from './several-hosts.ts'

/**
 * Verifies a MongoDB login: signs in and reads the connection's user, over one connection. A MongoClient would open
 * further connections, to monitor the server and to other members of the cluster, so it only provides the options.
 */
export const checkMongodb: Driver<'mongodb'> = async (options, egress, signal) => {
  const cluster = options.srv
    ? await findCluster(options.srv, egress, signal)
    : { hosts: hostsOf(options, DEFAULT_PORT) }
  if ('outcome' in cluster) return cluster
  return await signInToFirst(cluster.hosts, signal, (host, signal) =>
    checkHost(host, { ...options, ...memberOf(options, cluster) }, egress, signal),
  )
}

const DEFAULT_PORT = 27017

/** What members of the cluster must be. Options of the user take precedence over those of a TXT record. */
const memberOf = (options: Options, { authSource, replicaSet, loadBalanced = false }: Cluster) => ({
  authSource: options.authSource || authSource || 'admin',
  replicaSet: options.replicaSet || replicaSet,
  loadBalanced,
})

type Options = DriverOptions['mongodb']
type Member = Options & ReturnType<typeof memberOf>

async function checkHost(
  { host, port }: HostAddress,
  options: Member,
  egress: Egress,
  signal: AbortSignal,
): Promise<Finding> {
  const socket = await egress.connect(host, port, signal)
  try {
    const stream =
      options.tls === 'disable' ? socket : await upgradeToTls(socket, tlsOptions({ ...options, host }))
    passOnlyHarmlessMessages(stream)
    return await signIn(stream, options)
  } catch (error) {
    signal.throwIfAborted()
    return meaning(error, socket)
  } finally {
    socket.destroySoon()
  }
}

async function signIn(stream: Duplex, options: Member): Promise<Finding> {
  const { user: username, password, authSource, replicaSet, loadBalanced } = options
  const client = new MongoClient('mongodb://server', { auth: { username, password }, authSource })
  const { hosts, ...settings } = client.options
  const { authProviders } = (client as unknown as { s: { authProviders: unknown } }).s
  const connection = await connect({
    ...settings,
    loadBalanced,
    existingSocket: stream,
    hostAddress: hosts[0],
    authProviders,
    id: 1,
    generation: 0,
  })
  try {
    // Arbiters have no users, so the driver skips authentication there.
    if (connection.hello.arbiterOnly) return { outcome: 'unexpected', reason: 'login_not_offered' }
    // Drivers leave a host out that is a member of no or another replica set.
    if (replicaSet && connection.hello.setName !== replicaSet) {
      return { outcome: 'unexpected', reason: 'wrong_replica_set' }
    }
    const { authInfo } = await connection.command({ db: 'admin' }, { connectionStatus: 1 })
    const users: unknown = authInfo?.authenticatedUsers
    const isSignedIn = Array.isArray(users) && users.some((user) => user?.user === username)
    return isSignedIn ? { outcome: 'verified', identity: username } : notMongodb
  } catch (error) {
    // Unauthorized, CommandNotFound: the sign-in before succeeded, and SCRAM proved that the server knows the password.
    if (error instanceof MongoServerError && [13, 59].includes(Number(error.code)))
      return { outcome: 'limited' }
    throw error
  } finally {
    connection.destroy()
  }
}

const notMongodb = { outcome: 'unexpected', reason: 'not_this_protocol' } as const

const MESSAGE_LIMIT = 64 * 1024

/**
 * Passes only complete messages of limited size with one document to the driver. A length of 0 or a wrong number of
 * documents would make it exhaust the memory. A compressed message, which was not negotiated, could expand a
 * thousandfold. Hash iterations, which the server chooses, would block the thread pool.
 */
function passOnlyHarmlessMessages(stream: Duplex): void {
  let rest = Buffer.alloc(0)
  filterStream(stream, (chunk) => {
    const messages: Buffer[] = []
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 4) {
      const length = rest.readInt32LE()
      if (length < 26 || length > MESSAGE_LIMIT) throw new Error('Not a MongoDB message.')
      if (rest.length < length) break
      const message = rest.subarray(0, length)
      if (!holdsOneDocument(message)) throw new Error('Not a reply with one document.')
      if (/i=[^,=\d]*\d{7}/.test(message.toString('latin1'))) throw new Error('Too many hash iterations.')
      messages.push(message)
      rest = rest.subarray(length)
    }
    return messages
  })
}

/**
 * Checks that a message is an OP_REPLY or OP_MSG with exactly one document, after a header of 16 bytes:
 * www.mongodb.com/docs/manual/reference/mongodb-wire-protocol.
 */
function holdsOneDocument(message: Buffer): boolean {
  const fills = (start: number) => message.readInt32LE(start) === message.length - start
  switch (message.readInt32LE(12)) {
    case 1:
      return message.readInt32LE(32) === 1 && fills(36)
    case 2013:
      return message.readInt32LE(16) === 0 && message[20] === 0 && fills(21)
    default:
      return false
  }
}

function meaning(error: unknown, socket: Socket): Finding {
  if (error instanceof MongoServerError) {
    const finding = findingOf(mongodbMessages, { code: error.code, text: error.message })
    return finding ?? { outcome: 'unexpected', reason: 'other_content' }
  }
  const cause = socket.errored ?? error
  const networkFinding = networkErrorMeaning(cause, socket)
  if (networkFinding) return networkFinding
  if (error instanceof MongoCompatibilityError) return { outcome: 'unexpected', reason: 'other_content' }
  // The server closed the connection, as it does when it has too many.
  if (error instanceof MongoNetworkError && !socket.errored) {
    return { outcome: 'unreachable', reason: 'connection_lost' }
  }
  return notMongodb
}
