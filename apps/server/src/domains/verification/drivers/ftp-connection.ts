import { ProtocolConnection } from './line-connection.ts'

export interface Reply {
  code: number
  text: string
}

const REPLY_LIMIT = 64 * 1024

/** Commands and replies, one after the other: RFC 959 section 4.2. */
export class FtpConnection extends ProtocolConnection {
  /** @param command one line. @throws when what is answered is no reply, or came before the question */
  async ask(command: string): Promise<Reply> {
    if (this.hasMore) throw new Error('This was not asked for.')
    this.stream.write(`${command}\r\n`)
    return await this.reply()
  }

  /** The next reply: a line, or several from `123-` to `123 `. */
  async reply(): Promise<Reply> {
    const first = await this.incoming.line(REPLY_LIMIT)
    const [, code = '', more] = /^([1-5]\d\d)(?:(-)|\s|$)/.exec(first) ?? []
    if (!code) throw new Error('This is no reply.')
    let text = first.slice(4)
    for (let last = !more; !last; ) {
      const line = await this.incoming.line(REPLY_LIMIT)
      text += `\n${line}`
      last = line === code || line.startsWith(`${code} `)
      if (text.length > REPLY_LIMIT) throw new Error('This reply is too long.')
    }
    return { code: Number(code), text }
  }
}
