import type { Peer } from './peer.ts'

// The part of AMQP 0-9-1 that scripted servers need: www.rabbitmq.com/resources/specs/amqp0-9-1.xml.

const CONNECTION = 10
const [START, TUNE, OPEN_OK] = [10, 30, 41]
export const CLOSE = 50

export function frame(method: number, fields: Buffer = Buffer.alloc(0), kind = CONNECTION): Buffer {
  const header = Buffer.alloc(11)
  header[0] = 1
  header.writeUInt32BE(4 + fields.length, 3)
  header.writeUInt16BE(kind, 7)
  header.writeUInt16BE(method, 9)
  return Buffer.concat([header, fields, Buffer.from([0xce])])
}

export async function method(peer: Peer): Promise<{ method: number; fields: Buffer }> {
  const header = await peer.take(7)
  const payload = await peer.take(header.readUInt32BE(3) + 1)
  return { method: payload.readUInt16BE(2), fields: payload.subarray(4, -1) }
}

export function start(mechanisms = 'PLAIN AMQPPLAIN'): Buffer {
  return frame(START, Buffer.concat([Buffer.from([0, 9]), long(''), long(mechanisms), long('en_US')]))
}

export const tune = () => frame(TUNE, Buffer.from([0, 0, 0, 2, 0, 0, 0, 60]))
export const openOk = () => frame(OPEN_OK, short(''))

export function close(code: number, text: string): Buffer {
  return frame(CLOSE, Buffer.concat([Buffer.from([code >> 8, code & 0xff]), short(text), Buffer.alloc(4)]))
}

/** Sends Start, and returns the SASL response of the client: authorization id, user and password. */
export async function greet(peer: Peer, greeting = start()): Promise<string[]> {
  await peer.take(8)
  peer.say(greeting)
  const { fields } = await method(peer)
  const afterProperties = 4 + fields.readUInt32BE()
  const afterMechanism = afterProperties + 1 + fields.readUInt8(afterProperties)
  const length = fields.readUInt32BE(afterMechanism)
  return fields.toString('utf8', afterMechanism + 4, afterMechanism + 4 + length).split('\0')
}

/** Accepts the login, and returns the virtual host that the client opens. */
export async function accept(peer: Peer): Promise<string> {
  peer.say(tune())
  await method(peer)
  const { fields } = await method(peer)
  return fields.toString('utf8', 1, 1 + fields.readUInt8())
}

function short(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([bytes.length]), bytes])
}

function long(text: string): Buffer {
  const bytes = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
