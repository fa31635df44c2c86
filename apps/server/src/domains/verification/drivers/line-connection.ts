import type { Duplex } from 'node:stream'
import { ExactReader } from './exact-reader.ts'

/** A client connection over a stream; the protocols extend it with their messages. */
export class ProtocolConnection {
  protected readonly stream: Duplex
  protected readonly incoming: ExactReader

  constructor(stream: Duplex) {
    this.stream = stream
    this.incoming = new ExactReader(stream)
  }

  /** Whether unread data from the server is buffered. */
  get hasMore(): boolean {
    return this.incoming.hasMore
  }

  /** Sends a last message and ends the connection. */
  end(message: string | Buffer): void {
    this.stream.end(message)
  }
}
