import { Duplex } from 'node:stream'
import type { Peer } from './peer.ts'

// The part of the SQL Server protocol (TDS) that scripted servers need:
// learn.microsoft.com/openspecs/windows_protocols/ms-tds.

const PRELOGIN = 0x12
const RESULT = 0x04

function packet(type: number, payload: Buffer): Buffer {
  const header = Buffer.from([type, 1, 0, 0, 0, 0, 1, 0])
  header.writeUInt16BE(8 + payload.length, 2)
  return Buffer.concat([header, payload])
}

/** Reads the next message of the client, which may consist of several packets. */
export async function message(peer: Peer): Promise<{ type: number; payload: Buffer }> {
  const parts: Buffer[] = []
  for (;;) {
    const header = await peer.take(8)
    parts.push(await peer.take(header.readUInt16BE(2) - 8))
    if ((header[1] ?? 0) & 1) return { type: header[0] ?? 0, payload: Buffer.concat(parts) }
  }
}

export const encryption = { off: 0, on: 1, notSupported: 2, required: 3 }

/** The prelogin response: the server's version and its encryption setting. */
export function prelogin(encrypts: number): Buffer {
  const options = [
    { name: 0, value: Buffer.from([16, 0, 0, 0, 0, 0]) },
    { name: 1, value: Buffer.from([encrypts]) },
  ]
  let offset = options.length * 5 + 1
  const index = options.map(({ name, value }) => {
    const entry = Buffer.from([name, 0, offset, 0, value.length])
    offset += value.length
    return entry
  })
  return packet(RESULT, Buffer.concat([...index, Buffer.from([0xff]), ...options.map(({ value }) => value)]))
}

export const result = (...tokens: Buffer[]) => packet(RESULT, Buffer.concat([...tokens, done]))

const done = Buffer.concat([Buffer.from([0xfd]), Buffer.alloc(12)])
const number = (value: number, size: 1 | 2 | 4) => {
  const buffer = Buffer.alloc(size)
  buffer.writeUIntLE(value, 0, size)
  return buffer
}
const text = (value: string, size: 1 | 2) =>
  Buffer.concat([number(value.length, size), Buffer.from(value, 'utf16le')])
const token = (type: number, ...content: Buffer[]) => {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.from([type]), number(body.length, 2), body])
}

export const loginAck = token(
  0xad,
  Buffer.from([1, 0x74, 0, 0, 4]),
  text('Microsoft SQL Server', 1),
  Buffer.from([16, 0, 0, 0]),
)
export const failure = (code: number, words = 'Something is wrong.') =>
  token(
    0xaa,
    number(code, 4),
    Buffer.from([1, 14]),
    text(words, 2),
    text('sql', 1),
    text('', 1),
    number(1, 4),
  )
export const packetSize = (size: string) => token(0xe3, Buffer.from([4]), text(size, 1), text('4096', 1))

export function routing(server: string, port: number): Buffer {
  const route = Buffer.concat([Buffer.from([0]), number(port, 2), text(server, 2)])
  return token(0xe3, Buffer.from([20]), number(route.length, 2), route, number(0, 2))
}

/** A result with one column and one row. */
export function row(value: string | null): Buffer {
  const columns = [Buffer.from([0x81]), number(1, 2), number(0, 4), number(0, 2)]
  const type = [Buffer.from([0xe7]), number(256, 2), Buffer.from([0x09, 0x04, 0xd0, 0, 0x34]), text('', 1)]
  const content = Buffer.from(value ?? '', 'utf16le')
  const cell = value === null ? number(0xffff, 2) : Buffer.concat([number(content.length, 2), content])
  return Buffer.concat([...columns, ...type, Buffer.from([0xd1]), cell])
}

/** Returns the user, the password and the client's host name of a LOGIN7 message. */
export function login(payload: Buffer) {
  const field = (at: number) => {
    const start = payload.readUInt16LE(at)
    return Buffer.from(payload.subarray(start, start + payload.readUInt16LE(at + 2) * 2))
  }
  const password = field(44).map((byte) => {
    const swapped = byte ^ 0xa5
    return ((swapped << 4) & 0xf0) | (swapped >> 4)
  })
  return {
    machine: field(36).toString('utf16le'),
    user: field(40).toString('utf16le'),
    password: Buffer.from(password).toString('utf16le'),
  }
}

/** Accepts one login and rejects all others. `shown` is the login that the client sent. */
export async function signIn(peer: Peer, user: string, password: string) {
  const shown = login((await message(peer)).payload)
  if (shown.user !== user || shown.password !== password) {
    peer.end(result(failure(18456, `Login failed for user '${shown.user}'.`)))
    return { shown, isIn: false }
  }
  peer.say(result(packetSize('4096'), loginAck))
  await message(peer)
  peer.say(result())
  await message(peer)
  return { shown, isIn: true }
}

/**
 * Returns a stream for the TLS server. During the handshake, TLS records are wrapped in TDS packets in both directions;
 * after it, data passes unchanged.
 */
export function packed(socket: Duplex): Duplex {
  let isHandshaking = true
  let read = Buffer.alloc(0)
  let written: Buffer[] = []
  const inner = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, callback) {
      if (!isHandshaking) return socket.write(chunk, () => callback())
      // All records of one flight go into one packet: the client expects exactly one.
      if (written.push(chunk) === 1) {
        setImmediate(() => {
          socket.write(packet(PRELOGIN, Buffer.concat(written)))
          written = []
        })
      }
      callback()
    },
    final(callback) {
      socket.end()
      callback()
    },
  })
  socket.on('data', (chunk: Buffer) => {
    read = Buffer.concat([read, chunk])
    while (isHandshaking && read.length >= 8) {
      if (read[0] !== PRELOGIN) {
        isHandshaking = false
        break
      }
      const length = read.readUInt16BE(2)
      if (read.length < length) return
      inner.push(read.subarray(8, length))
      read = read.subarray(length)
    }
    if (isHandshaking) return
    inner.push(read)
    read = Buffer.alloc(0)
  })
  socket.on('close', () => inner.destroy())
  return inner
}
