import type { Duplex } from 'node:stream'
import { ExactReader } from './exact-reader.ts'

/** What is said to a server over a stream, and what it answers. */
export class ProtocolConnection {
  protected readonly stream: Duplex
  protected readonly incoming: ExactReader

  constructor(stream: Duplex) {
    this.stream = stream
    this.incoming = new ExactReader(stream)
  }

  /** Whether the server said more than it was asked for. */
  get hasMore(): boolean {
    return this.incoming.hasMore
  }

  /** The last thing that is said. */
  end(farewell: string | Buffer): void {
    this.stream.end(farewell)
  }
}
