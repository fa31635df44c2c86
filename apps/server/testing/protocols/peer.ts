import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { createServer } from 'node:tls'
import type { Certificate, World } from '../world.ts'

/** A scripted server's side of a connection. Reads an exact number of bytes, and can switch to TLS. */
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

  /** Reads the next `length` bytes. @throws if the client ends the connection before */
  async take(length: number): Promise<Buffer> {
    for (;;) {
      const taken: Buffer | null = length === 0 ? Buffer.alloc(0) : this.#stream.read(length)
      if (taken?.length === length) return taken
      if (this.#stream.readableEnded || this.#stream.destroyed)
        throw new Error('The client has ended the connection.')
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
   * Performs the TLS handshake as the server. With `clientAuthority`, accepts only clients with a certificate of it.
   * @param packed wraps the stream, for protocols that put TLS records into their own packets
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

/** Starts a server on loopback that runs the script for each connection. @returns its port */
export function scripted(world: World, script: (peer: Peer) => Promise<void>): Promise<number> {
  return world.tcp((socket) => {
    script(new Peer(socket)).catch(() => socket.destroy())
  })
}
