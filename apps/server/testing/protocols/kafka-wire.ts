import type { Peer } from './peer.ts'
import { scram } from './scram.ts'

// The part of the Kafka protocol that scripted brokers need: kafka.apache.org/protocol.

export const [HANDSHAKE, API_VERSIONS, AUTHENTICATE] = [17, 18, 36] as const

export interface Request {
  api: number
  version: number
  body: Buffer
  answer(body: Buffer): Buffer
}

export async function request(peer: Peer): Promise<Request> {
  const message = await peer.take((await peer.take(4)).readInt32BE())
  const [api, version, id] = [message.readInt16BE(0), message.readInt16BE(2), message.readInt32BE(4)]
  return {
    api,
    version,
    body: message.subarray(10 + message.readInt16BE(8)),
    answer: (body) => Buffer.concat([int32(4 + body.length), int32(id), body]),
  }
}

export const int16 = (value: number) => {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}
export const int32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const string = (text: string) => Buffer.concat([int16(Buffer.byteLength(text)), Buffer.from(text)])

/** The response to ApiVersions, with the supported versions of SaslAuthenticate. */
export const versions = (lowest = 0, highest = 2, error = 0) =>
  Buffer.concat([
    int16(error),
    int32(2),
    ...[HANDSHAKE, 0, 1, AUTHENTICATE, lowest, highest].map(int16),
    int32(0),
  ])

export const mechanisms = (error = 0, ...names: string[]) =>
  Buffer.concat([int16(error), int32(names.length), ...names.map(string)])

/** The response to SaslAuthenticate in that version. */
export function authenticated(version: number, bytes: string, error = 0): Buffer {
  const content = Buffer.from(bytes)
  return Buffer.concat([
    int16(error),
    error === 0 ? int16(-1) : string('Authentication failed for s3cret'),
    int32(content.length),
    content,
    ...(version === 0 ? [] : [Buffer.alloc(8)]),
  ])
}

/** Acts as a broker with one user and every mechanism. @returns the requests that it received, in order */
export async function serveOne(
  peer: Peer,
  user: string,
  password: string,
  supported: [number, number] = [0, 2],
) {
  const hello = await request(peer)
  peer.say(hello.answer(versions(...supported)))
  const handshake = await request(peer)
  const mechanism = handshake.body.toString('utf8', 2)
  peer.say(handshake.answer(mechanisms(0, 'PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512')))
  const { answer, version, body } = await request(peer)
  const refuse = (to = answer) => peer.end(to(authenticated(version, '', 58)))
  const received = { mechanism, apis: [hello.api, handshake.api, AUTHENTICATE], version }
  if (mechanism === 'PLAIN') {
    const isRight = bytesOf(body) === `\0${user}\0${password}`
    if (isRight) peer.say(answer(authenticated(version, '')))
    else refuse()
    return received
  }
  const login = scram(user, password, 4096, mechanism === 'SCRAM-SHA-512' ? 'sha512' : 'sha256')
  peer.say(answer(authenticated(version, login.begin(bytesOf(body)))))
  const proof = await request(peer)
  const last = login.finish(bytesOf(proof.body))
  if (last) peer.say(proof.answer(authenticated(version, last)))
  else refuse(proof.answer)
  return received
}

/** The SASL message in a SaslAuthenticate request. */
const bytesOf = (body: Buffer) => body.toString('utf8', 4)
