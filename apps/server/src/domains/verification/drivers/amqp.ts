import type { Duplex } from 'node:stream'
import type { Finding } from '@stepkey/shared/verification'
import { connect } from 'amqplib'
import { openTunnel } from '../../../platform/egress/loopback-tunnel.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import type { Driver } from './driver.ts'
import { filterStream } from './filter-stream.ts'

/** Opens a connection to the virtual host, without a channel, and closes it. */
export const checkAmqp: Driver<'amqp'> = async (options, egress, signal) => {
  const socket = await egress.connect(options.host, Number(options.port), signal)
  const heard: Heard = {}
  let stream = socket
  try {
    if (options.tls !== 'disable') stream = await upgradeToTls(socket, tlsOptions(options))
    onlyHandshake(stream, heard)
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
    // Its own would come too late: nothing waits here for a server that never says goodbye.
    stream.write(goodbye)
    return { outcome: 'verified', identity: options.user }
  } catch (error) {
    signal.throwIfAborted()
    return meaningOfClose(heard) ?? meaning(stream.errored ?? socket.errored ?? error, heard)
  } finally {
    socket.destroySoon()
  }
}

/** The last method that the server sent; and whether it had accepted the login when it closed the connection. */
interface Heard {
  method?: number | undefined
  close?: { code: number; text: string; isSignedIn: boolean }
}

// www.rabbitmq.com/resources/specs/amqp0-9-1.xml
const [METHOD, END] = [1, 0xce]
const CONNECTION = 10
const [START, SECURE, TUNE, OPEN_OK, CLOSE] = [10, 20, 30, 41, 50]
const FRAME_LIMIT = 64 * 1024
/** Connection.Close with code 200. */
const goodbye = Buffer.from([METHOD, 0, 0, 0, 0, 0, 11, 0, CONNECTION, 0, CLOSE, 0, 200, 0, 0, 0, 0, 0, END])

/**
 * amqplib gets the frames of the handshake, and nothing after them: what it can't read then, it would throw where
 * nobody catches it. Why a virtual host was refused is noted here, because it doesn't tell.
 */
function onlyHandshake(stream: Duplex, heard: Heard): void {
  let rest = Buffer.alloc(0)
  filterStream(stream, (chunk) => {
    const frames: Buffer[] = []
    rest = Buffer.concat([rest, chunk])
    while (rest.length > 0 && heard.method !== OPEN_OK && !heard.close) {
      const length = rest.length < 7 ? 8 : rest.readUInt32BE(3) + 8
      if (rest[0] !== METHOD || length > FRAME_LIMIT) throw notAFrame()
      if (rest.length < Math.max(length, 8)) break
      const frame = rest.subarray(0, length)
      note(frame, heard)
      frames.push(frame)
      rest = rest.subarray(length)
    }
    return frames
  })
}

function note(frame: Buffer, heard: Heard): void {
  const isSignedIn = heard.method === TUNE
  const [channel, kind, method] = [frame.readUInt16BE(1), frame.readUInt16BE(7), frame.readUInt16BE(9)]
  const isKnown = [START, SECURE, TUNE, OPEN_OK, CLOSE].includes(method)
  if (channel !== 0 || kind !== CONNECTION || !isKnown || frame.at(-1) !== END) throw notAFrame()
  heard.method = method
  if (method !== CLOSE) return
  const text = frame.toString('utf8', 14, 14 + frame.readUInt8(13))
  heard.close = { code: frame.readUInt16BE(11), text, isSignedIn }
}

const notAFrame = () => new Error('This is no frame of the handshake.')
const notAmqp = { outcome: 'unexpected', reason: 'not_this_protocol' } as const

/**
 * With one and the same code RabbitMQ says that there is no such
 * virtual host, that the user may not enter it, and that it is full: the texts are in its rabbit_reader.erl and
 * rabbit_access_control.erl.
 */
function meaningOfClose({ close }: Heard): Finding | undefined {
  if (!close) return undefined
  const { code, text, isSignedIn } = close
  if (/\blimit \(.*\) is reached/i.test(text))
    return { outcome: 'unreachable', reason: 'too_many_connections' }
  switch (code) {
    case 402: // invalid-path
    case 403: // access-refused
    case 404: // not-found
    case 530: // not-allowed
      if (!isSignedIn) return { outcome: 'rejected', reason: 'bad_login' }
      return /not found|no such|unknown|does not exist/i.test(text)
        ? { outcome: 'rejected', reason: 'no_such_vhost' }
        : { outcome: 'rejected', reason: 'no_permission' }
    case 320: // connection-forced: it is being shut down
    case 506: // resource-error
    case 541: // internal-error, such as a virtual host that is down
      return { outcome: 'unexpected', reason: 'server_error' }
  }
  return { outcome: 'unexpected', reason: 'other_content' }
}

function meaning(error: unknown, { method }: Heard): Finding {
  const known = networkErrorMeaning(error)
  if (known) return known
  const message = error instanceof Error ? error.message : ''
  if (message.startsWith('Socket closed')) return { outcome: 'unreachable', reason: 'connection_lost' }
  if (method === SECURE || message === 'SASL mechanism PLAIN is not provided by the server') {
    return { outcome: 'unexpected', reason: 'login_not_offered' }
  }
  return notAmqp
}
