import type { Duplex } from 'node:stream'
import type { DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import { connect } from 'amqplib'
import type { Egress } from '../../../platform/egress/egress.ts'
import { openTunnel } from '../../../platform/egress/loopback-tunnel.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import { confirmWithControl } from '../control/control-request.ts'
import { decoyOf } from '../control/decoy-secrets.ts'
import type { Driver } from './driver.ts'
import { filterStream } from './filter-stream.ts'
import { amqpLoginMessages, amqpMessages, amqpOpenMessages } from './messages/amqp.ts'
import { findingOf } from './server-messages.ts'

/**
 * Verifies an AMQP 0-9-1 login: opens a connection to the virtual host and closes it, without opening a channel. A
 * server can be set up to accept every login, so a control sign-in with a wrong password must be refused.
 */
export const checkAmqp: Driver<'amqp'> = async (options, egress, signal) => {
  const repeat = () => signIn(options, egress, signal)
  const decoy = { ...options, password: decoyOf(options.password) }
  const control = () => signIn(decoy, egress, signal)
  return await confirmWithControl(await repeat(), { control, repeat, signal, acceptsAll: 'login_not_needed' })
}

async function signIn(options: DriverOptions['amqp'], egress: Egress, signal: AbortSignal): Promise<Finding> {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  const handshake: Handshake = {}
  let stream = socket
  try {
    if (options.tls !== 'disable') stream = await upgradeToTls(socket, tlsOptions(options))
    passOnlyHandshake(stream, handshake)
    const { host: hostname, port } = await openTunnel(stream)
    const connection = await connect(
      {
        hostname,
        port,
        username: options.user,
        password: options.password,
        vhost: encodeURIComponent(options.vhost),
        heartbeat: 0,
      },
      { clientProperties: { product: 'Stepkey', connection_name: 'Stepkey' } },
    )
    connection.on('error', () => {})
    // Written directly: amqplib's close would wait for a reply that some servers never send.
    stream.write(closeFrame)
    return { outcome: 'verified', identity: options.user }
  } catch (error) {
    signal.throwIfAborted()
    return meaningOfClose(handshake) ?? meaning(stream.errored ?? socket.errored ?? error, handshake)
  } finally {
    socket.destroySoon()
  }
}

/** The progress of the handshake. */
interface Handshake {
  /** The last method that the server sent. */
  method?: number | undefined
  /** Set when the server closed the connection. `isSignedIn`: it had accepted the login before. */
  close?: { code: number; text: string; isSignedIn: boolean }
}

// www.rabbitmq.com/resources/specs/amqp0-9-1.xml
const [METHOD, END] = [1, 0xce]
const CONNECTION = 10
const [START, SECURE, TUNE, OPEN_OK, CLOSE] = [10, 20, 30, 41, 50]
const FRAME_LIMIT = 64 * 1024
/** Connection.Close with code 200. */
const closeFrame = Buffer.from([
  METHOD,
  0,
  0,
  0,
  0,
  0,
  11,
  0,
  CONNECTION,
  0,
  CLOSE,
  0,
  200,
  0,
  0,
  0,
  0,
  0,
  END,
])

/**
 * Passes only handshake frames to amqplib: it throws uncaught exceptions on unreadable frames after the handshake.
 * Records why the server closed the connection, because amqplib doesn't report it.
 */
function passOnlyHandshake(stream: Duplex, handshake: Handshake): void {
  let rest = Buffer.alloc(0)
  filterStream(stream, (chunk) => {
    const frames: Buffer[] = []
    rest = Buffer.concat([rest, chunk])
    while (rest.length > 0 && handshake.method !== OPEN_OK && !handshake.close) {
      const length = rest.length < 7 ? 8 : rest.readUInt32BE(3) + 8
      if (rest[0] !== METHOD || length > FRAME_LIMIT) throw notAFrame()
      if (rest.length < Math.max(length, 8)) break
      const frame = rest.subarray(0, length)
      recordFrame(frame, handshake)
      frames.push(frame)
      rest = rest.subarray(length)
    }
    return frames
  })
}

function recordFrame(frame: Buffer, handshake: Handshake): void {
  const isSignedIn = handshake.method === TUNE
  const [channel, kind, method] = [frame.readUInt16BE(1), frame.readUInt16BE(7), frame.readUInt16BE(9)]
  const isKnown = [START, SECURE, TUNE, OPEN_OK, CLOSE].includes(method)
  if (channel !== 0 || kind !== CONNECTION || !isKnown || frame.at(-1) !== END) throw notAFrame()
  handshake.method = method
  if (method !== CLOSE) return
  const text = frame.toString('utf8', 14, 14 + frame.readUInt8(13))
  handshake.close = { code: frame.readUInt16BE(11), text, isSignedIn }
}

const notAFrame = () => new Error('Not an AMQP handshake frame.')
const notAmqp = { outcome: 'unexpected', reason: 'not_this_protocol' } as const

/** Classifies the server's Close method. Its meaning depends on whether the login was accepted before. */
function meaningOfClose({ close }: Handshake): Finding | undefined {
  if (!close) return undefined
  const table = close.isSignedIn ? amqpOpenMessages : amqpLoginMessages
  return (
    findingOf(amqpMessages, close) ??
    findingOf(table, close) ?? { outcome: 'unexpected', reason: 'other_content' }
  )
}

function meaning(error: unknown, { method }: Handshake): Finding {
  const networkFinding = networkErrorMeaning(error)
  if (networkFinding) return networkFinding
  const message = error instanceof Error ? error.message : ''
  if (message.startsWith('Socket closed')) return { outcome: 'unreachable', reason: 'connection_lost' }
  if (method === SECURE || message === 'SASL mechanism PLAIN is not provided by the server') {
    return { outcome: 'unexpected', reason: 'login_not_offered' }
  }
  return notAmqp
}
