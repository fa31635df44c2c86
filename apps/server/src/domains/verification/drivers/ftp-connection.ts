import { ProtocolConnection } from './line-connection.ts'

/** A server's reply: its three-digit code, and its text without the code of the first line. */
export interface Reply {
  code: number
  text: string
}

const REPLY_LIMIT = 64 * 1024

/** An FTP control connection that sends one command at a time: RFC 959 section 4.2. */
export class FtpConnection extends ProtocolConnection {
  /**
   * Sends a command and returns the reply.
   * @param command one line, without the line ending
   * @throws if the response is not an FTP reply, or if data arrived before the command
   */
  async send(command: string): Promise<Reply> {
    if (this.hasMore) throw new Error('Unexpected data before the command.')
    this.stream.write(`${command}\r\n`)
    return await this.reply()
  }

  /** Reads the next reply: one line, or several lines from `123-` to `123 `. */
  async reply(): Promise<Reply> {
    const first = await this.incoming.line(REPLY_LIMIT)
    const [, code = '', more] = /^([1-5]\d\d)(?:(-)|\s|$)/.exec(first) ?? []
    if (!code) throw new Error('Not an FTP reply.')
    let text = first.slice(4)
    for (let last = !more; !last; ) {
      const line = await this.incoming.line(REPLY_LIMIT)
      text += `\n${line}`
      last = line === code || line.startsWith(`${code} `)
      if (text.length > REPLY_LIMIT) throw new Error('The reply is too long.')
    }
    return { code: Number(code), text }
  }
}
