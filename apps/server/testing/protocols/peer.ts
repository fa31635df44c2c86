import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { createServer } from 'node:tls'
import type { Certificate, World } from '../world.ts'

/** What a scripted server needs of a connection: to read exactly as much as it wants, and to go over to TLS. */
export class Peer {
  #stream: Duplex
  readonly #wake = () => this.#stream.emit('peer')

  constructor(socket: Duplex) {
    this.#stream = socket
    this.#listen()
  }

  #listen() {
    for (const event of ['readable', 'end', 'close']) this.#stream.on(event, this.#wake)
    this.#stream.on('error', () => {})
  }

  /** The next so many bytes. @throws when the other side ends before */
  async take(length: number): Promise<Buffer> {
    for (;;) {
      const taken: Buffer | null = length === 0 ? Buffer.alloc(0) : this.#stream.read(length)
      if (taken?.length === length) return taken
      if (this.#stream.readableEnded || this.#stream.destroyed) throw new Error('The other side has ended.')
      await once(this.#stream, 'peer')
    }
  }

  say(...messages: Buffer[]) {
    this.#stream.write(Buffer.concat(messages))
  }

  end(...messages: Buffer[]) {
    this.#stream.end(Buffer.concat(messages))
  }

  /**
   * Shakes hands as the server. With an authority, only clients with a certificate of it are let in.
   * @param packed for protocols that wrap TLS into something of their own
   */
  async encrypt(
    certificate: Certificate,
    clientAuthority?: Certificate,
    packed = (stream: Duplex): Duplex => stream,
  ) {
    for (const event of ['readable', 'end', 'close']) this.#stream.off(event, this.#wake)
    const server = createServer({
      ...certificate,
      ...(clientAuthority && { requestCert: true, rejectUnauthorized: true, ca: clientAuthority.cert }),
    })
    server.on('tlsClientError', () => this.#stream.destroy())
    server.emit('connection', packed(this.#stream))
    const [secured] = await once(server, 'secureConnection')
    this.#stream = secured
    this.#listen()
  }
}

/** Listens on loopback with a server that follows a script, once for each connection. @returns its port */
export function scripted(world: World, script: (peer: Peer) => Promise<void>): Promise<number> {
  return world.tcp((socket) => {
    script(new Peer(socket)).catch(() => socket.destroy())
  })
}
