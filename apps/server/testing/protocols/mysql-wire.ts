import { createHash } from 'node:crypto'
import type { Peer } from './peer.ts'

// The part of the MySQL protocol that scripted servers need:
// dev.mysql.com/doc/dev/mysql-server/latest/PAGE_PROTOCOL.html.

export const LOCAL_FILES = 0x80
const SSL = 0x800
const salt = Buffer.from('abcdefghijklmnopqrst')

export function packetOf(sequence: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(4)
  header.writeUIntLE(payload.length, 0, 3)
  header[3] = sequence
  return Buffer.concat([header, payload])
}

export async function packet(peer: Peer) {
  const header = await peer.take(4)
  return { sequence: header[3] ?? 0, payload: await peer.take(header.readUIntLE(0, 3)) }
}

export function greeting({ ssl = false, plugin = 'mysql_native_password' } = {}): Buffer {
  const capabilities = 0x0008_8209 | (ssl ? SSL : 0)
  const numbers = Buffer.alloc(7)
  numbers.writeUInt16LE(capabilities & 0xffff, 0)
  numbers[2] = 45
  numbers.writeUInt16LE(capabilities >>> 16, 5)
  return packetOf(
    0,
    Buffer.concat([
      Buffer.from('\x0a8.4.0\0\x01\0\0\0', 'latin1'),
      salt.subarray(0, 8),
      Buffer.from([0]),
      numbers,
      Buffer.from([21]),
      Buffer.alloc(10),
      salt.subarray(8),
      Buffer.from(`\0${plugin}\0`),
    ]),
  )
}

export const okay = (sequence: number) => packetOf(sequence, Buffer.from([0, 0, 0, 2, 0, 0, 0]))
export const switchTo = (plugin: string, sequence = 2) =>
  packetOf(sequence, Buffer.concat([Buffer.from(`\xfe${plugin}\0`, 'latin1'), salt, Buffer.from([0])]))

export function failure(sequence: number, number: number): Buffer {
  return packetOf(
    sequence,
    Buffer.from([
      0xff,
      number & 0xff,
      number >> 8,
      ...Buffer.from('#HY000Something is wrong with s3cret pass'),
    ]),
  )
}

/** The response to a query: one column, one row. */
export function row(value: string): Buffer {
  const text = (content: string) => Buffer.from(`${String.fromCharCode(content.length)}${content}`, 'latin1')
  const column = Buffer.concat([
    ...['def', '', '', '', 'current_user()', ''].map(text),
    Buffer.from([12, 45, 0, 0, 1, 0, 0, 253, 0, 0, 0, 0, 0]),
  ])
  const end = Buffer.from([0xfe, 0, 0, 2, 0])
  return Buffer.concat(
    [Buffer.from([1]), column, end, text(value), end].map((payload, index) => packetOf(index + 1, payload)),
  )
}

/** Accepts every login. @returns the client's capability flags */
export async function signIn(peer: Peer) {
  peer.say(greeting())
  const { payload } = await packet(peer)
  peer.say(okay(2))
  return { capabilities: payload.readUInt32LE() }
}

/** Returns the user and the hashed password of a login packet. */
export function login(payload: Buffer): [string, Buffer] {
  const end = payload.indexOf(0, 32)
  const start = end + 2
  return [payload.toString('utf8', 32, end), payload.subarray(start, start + (payload[end + 1] ?? 0))]
}

/** Hashes a password as mysql_native_password does. */
export function scramble(password: string): Buffer {
  const sha1 = (...parts: (Buffer | string)[]) => {
    const hash = createHash('sha1')
    for (const part of parts) hash.update(part)
    return hash.digest()
  }
  const hashed = sha1(password)
  return Buffer.from(sha1(salt, sha1(hashed)).map((byte, index) => byte ^ (hashed[index] ?? 0)))
}
