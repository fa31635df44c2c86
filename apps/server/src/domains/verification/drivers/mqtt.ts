import { randomBytes } from 'node:crypto'
import type { DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import { generate, type IConnackPacket, type Packet, parser } from 'mqtt-packet'
import type { Egress } from '../../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'
import { tlsOptions, upgradeToTls } from '../../../platform/egress/tls.ts'
import { confirmWithControl } from '../control/control-request.ts'
import { decoyOf } from '../control/decoy-secrets.ts'
import type { Driver } from './driver.ts'
import { ExactReader } from './exact-reader.ts'
import { mqttMessages } from './messages/mqtt.ts'
import { findingOf } from './server-messages.ts'

/**
 * Verifies an MQTT login with CONNECT, CONNACK and DISCONNECT. Uses a random client id, because a broker disconnects
 * an existing client with the same id. A broker without authentication accepts every login, so a control sign-in with
 * a wrong password must be refused.
 *
 * Uses MQTT.js's packet parser but not its client: the client parses in ticks of its own, where an exception that a
 * broker provokes would end the process.
 */
export const checkMqtt: Driver<'mqtt'> = async (options, egress, signal) => {
  const repeat = () => signIn(options, egress, signal)
  const finding = await repeat()
  if (!options.user) return finding
  const decoy = { ...options, password: decoyOf(options.password) }
  const control = () => signIn(decoy, egress, signal)
  return await confirmWithControl(finding, { control, repeat, signal, acceptsAll: 'login_not_needed' })
}

async function signIn(options: DriverOptions['mqtt'], egress: Egress, signal: AbortSignal): Promise<Finding> {
  const protocolVersion = options.version === '5.0' ? 5 : 4
  const socket = await egress.connect(options.host, Number(options.port), signal)
  try {
    const stream = options.tls === 'disable' ? socket : await upgradeToTls(socket, tlsOptions(options))
    stream.write(
      generate({
        cmd: 'connect',
        protocolId: 'MQTT',
        protocolVersion,
        // 23 characters of [0-9a-zA-Z], which every broker must accept: MQTT 3.1.1 section 3.1.3.1.
        clientId: `stepkey${randomBytes(8).toString('hex')}`,
        clean: true,
        keepalive: 60,
        ...(options.user && { username: options.user, password: Buffer.from(options.password) }),
      }),
    )
    const code = await readConnackCode(new ExactReader(stream), protocolVersion)
    stream.end(generate({ cmd: 'disconnect' }, { protocolVersion }))
    if (code === 0) return { outcome: 'verified', ...(options.user && { identity: options.user }) }
    const finding = findingOf(mqttMessages, { code }) ?? notMqtt
    return finding.reason === 'bad_login' && !options.user ? { ...finding, reason: 'login_needed' } : finding
  } catch (error) {
    signal.throwIfAborted()
    return networkErrorMeaning(socket.errored ?? error, socket) ?? notMqtt
  } finally {
    socket.destroySoon()
  }
}

const notMqtt = { outcome: 'unexpected', reason: 'not_this_protocol' } as const

const CONNACK = 0x20
const RESPONSE_LIMIT = 64 * 1024

/** Reads a CONNACK and returns its code. @throws when another packet arrives */
async function readConnackCode(incoming: ExactReader, protocolVersion: 4 | 5): Promise<number> {
  const start = await incoming.take(2)
  const [kind, length = 0] = start
  // A broker that does not support MQTT 5 answers with a CONNACK of MQTT 3.1.1.
  const isVersion4 = length === 2
  if (kind !== CONNACK || length < 2 || (protocolVersion === 4 && !isVersion4)) throw invalidResponse()
  const packets: Packet[] = []
  const reader = parser({ protocolVersion: isVersion4 ? 4 : 5 })
  reader.on('packet', (packet) => packets.push(packet))
  reader.parse(start)
  for (let read = 0; packets.length === 0; read++) {
    if (read === RESPONSE_LIMIT) throw invalidResponse()
    reader.parse(await incoming.take(1))
  }
  const { returnCode, reasonCode } = packets[0] as IConnackPacket
  const code = isVersion4 ? returnCode : reasonCode
  if (code === undefined || (code === 0 && isVersion4 && protocolVersion === 5)) throw invalidResponse()
  return code
}

const invalidResponse = () => new Error('Not a CONNACK packet.')
