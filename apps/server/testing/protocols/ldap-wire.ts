import { BerReader, BerWriter, ProtocolOperation } from 'ldapts'
import type { Peer } from './peer.ts'

// The part of LDAP that scripted servers need: RFC 4511.

const { LDAP_RES_BIND, LDAP_RES_EXTENSION, LDAP_RES_SEARCH, LDAP_RES_SEARCH_ENTRY } = ProtocolOperation

/** Reads a request: its message id and operation and, for a bind, the user and password. */
export async function request(peer: Peer) {
  const head = await peer.take(2)
  const long = (head[1] ?? 0) & 0x80 ? await peer.take((head[1] ?? 0) & 0x7f) : undefined
  const reader = new BerReader(await peer.take(long ? long.readUIntBE(0, long.length) : (head[1] ?? 0)))
  const id = reader.readInt() ?? 0
  const operation = reader.readSequence() ?? 0
  if (operation !== ProtocolOperation.LDAP_REQ_BIND) return { id, operation, user: '', password: '' }
  reader.readInt()
  return { id, operation, user: reader.readString() ?? '', password: reader.readString(0x80) ?? '' }
}

function result(
  operation: number,
  id: number,
  code: number,
  { diagnostic = '', value = undefined as string | undefined } = {},
) {
  return message(id, operation, (writer) => {
    writer.writeEnumeration(code)
    writer.writeString('')
    writer.writeString(diagnostic)
    if (value !== undefined) writer.writeString(value, 0x8b)
  })
}

export function message(id: number, operation: number, content: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id)
  writer.startSequence(operation)
  content(writer)
  writer.endSequence()
  writer.endSequence()
  return writer.buffer
}

type More = Parameters<typeof result>[3]
export const bound = (id: number, code: number, more?: More) => result(LDAP_RES_BIND, id, code, more)
export const extended = (id: number, code: number, more?: More) => result(LDAP_RES_EXTENSION, id, code, more)
export const found = (id: number, code: number, more?: More) => result(LDAP_RES_SEARCH, id, code, more)
export const entry = (id: number) =>
  message(id, LDAP_RES_SEARCH_ENTRY, (writer) => {
    writer.writeString('dc=example,dc=com')
    writer.startSequence()
    writer.endSequence()
  })
