import { BerReader, type Message, ProtocolOperation } from 'ldapts'
import { ProtocolConnection } from './line-connection.ts'

/** The result of an LDAP request: RFC 4511 section 4.1.9. */
export interface Result {
  code: number
  diagnostic: string
  /** The value of an extended response. */
  value: string | undefined
  /** The number of entries that a search found. */
  entries: number
}

const MESSAGE_LIMIT = 64 * 1024
const SEQUENCE = 0x30
const VALUE = 0x8b
const { LDAP_RES_SEARCH_ENTRY, LDAP_RES_SEARCH_REF } = ProtocolOperation

/**
 * An LDAP connection that sends one request at a time. Uses the messages of ldapts, but not its client: the client
 * loops forever on some truncated messages, and reads plaintext from before STARTTLS as if it were encrypted.
 */
export class LdapConnection extends ProtocolConnection {
  /**
   * Sends a request and returns its result.
   * @param operation the type of the response that completes the request
   * @throws if another message arrives, or if the connection ends
   */
  async send(request: Message, operation: number): Promise<Result> {
    this.stream.write(request.write())
    for (let entries = 0; ; ) {
      const message = new BerReader(await this.#message())
      const id = message.readInt()
      const kind = message.readSequence()
      if (id === 0) return readNotice(message)
      if (id !== request.messageId) throw new Error('The response belongs to another request.')
      if (kind === operation) return resultOf(message, entries)
      if (kind === LDAP_RES_SEARCH_ENTRY) entries++
      else if (kind !== LDAP_RES_SEARCH_REF) throw new Error('Unexpected type of response.')
    }
  }

  /** Reads the next message and returns its content. */
  async #message(): Promise<Buffer> {
    const [tag, first = 0] = await this.incoming.take(2)
    if (tag !== SEQUENCE) throw new Error('Not an LDAP message.')
    if (first < 0x80) return await this.incoming.take(first)
    const bytes = first - 0x80
    const length = bytes > 0 && bytes <= 4 ? (await this.incoming.take(bytes)).readUIntBE(0, bytes) : Infinity
    if (length > MESSAGE_LIMIT) throw new Error('The message is too long.')
    return await this.incoming.take(length)
  }
}

function resultOf(message: BerReader, entries: number): Result {
  const code = message.readEnumeration()
  const matched = message.readString()
  const diagnostic = message.readString()
  if (code === null || matched === null || diagnostic === null) throw new Error('Not an LDAP result.')
  let value: string | undefined
  for (let tag = message.peek(); tag !== null; tag = message.peek()) {
    const part = message.readString(tag, true)
    if (part === null) throw new Error('The result is truncated.')
    if (tag === VALUE) value = part.toString()
  }
  return { code, diagnostic, value, entries }
}

/** Reads an unsolicited notification, in which the server says why it closes the connection: RFC 4511 section 4.4. */
function readNotice(message: BerReader): Result {
  const result = resultOf(message, 0)
  if (result.code === 0) throw new Error('The notification contains no error.')
  return result
}
