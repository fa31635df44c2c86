import { BerReader, type Message, ProtocolOperation } from 'ldapts'
import { ProtocolConnection } from './line-connection.ts'

/** What a server answers to a request: RFC 4511 section 4.1.9. */
export interface Result {
  code: number
  diagnostic: string
  /** Of an extended response. */
  value: string | undefined
  /** How many entries a search found. */
  entries: number
}

const MESSAGE_LIMIT = 64 * 1024
const SEQUENCE = 0x30
const VALUE = 0x8b
const { LDAP_RES_SEARCH_ENTRY, LDAP_RES_SEARCH_REF } = ProtocolOperation

/**
 * One question after the other. Of ldapts this uses what knows the messages, not its client: that one reads some which
 * are cut short again and again without end, and keeps what came before an encryption for after it.
 */
export class LdapConnection extends ProtocolConnection {
  /** @param operation of the answer that ends the talk about it. @throws when something else comes, or nothing */
  async ask(request: Message, operation: number): Promise<Result> {
    this.stream.write(request.write())
    for (let entries = 0; ; ) {
      const message = new BerReader(await this.#message())
      const id = message.readInt()
      const kind = message.readSequence()
      if (id === 0) return notice(message)
      if (id !== request.messageId) throw new Error('This answers something else.')
      if (kind === operation) return resultOf(message, entries)
      if (kind === LDAP_RES_SEARCH_ENTRY) entries++
      else if (kind !== LDAP_RES_SEARCH_REF) throw new Error('This is no answer.')
    }
  }

  /** The content of the next message. */
  async #message(): Promise<Buffer> {
    const [tag, first = 0] = await this.incoming.take(2)
    if (tag !== SEQUENCE) throw new Error('This is no message.')
    if (first < 0x80) return await this.incoming.take(first)
    const bytes = first - 0x80
    const length = bytes > 0 && bytes <= 4 ? (await this.incoming.take(bytes)).readUIntBE(0, bytes) : Infinity
    if (length > MESSAGE_LIMIT) throw new Error('This is too long.')
    return await this.incoming.take(length)
  }
}

function resultOf(message: BerReader, entries: number): Result {
  const code = message.readEnumeration()
  const matched = message.readString()
  const diagnostic = message.readString()
  if (code === null || matched === null || diagnostic === null) throw new Error('This is no result.')
  let value: string | undefined
  for (let tag = message.peek(); tag !== null; tag = message.peek()) {
    const part = message.readString(tag, true)
    if (part === null) throw new Error('This is cut short.')
    if (tag === VALUE) value = part.toString()
  }
  return { code, diagnostic, value, entries }
}

/** A message that answers nothing: the server says why it is about to hang up. */
function notice(message: BerReader): Result {
  const result = resultOf(message, 0)
  if (result.code === 0) throw new Error('This is no reason.')
  return result
}
