import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'

/** A loopback port that forwards to an egress connection. It accepts only one client. */
export interface Tunnel {
  host: '127.0.0.1'
  port: number
  close(): void
}

/** Opens a tunnel for a driver library that can only dial on its own. The tunnel ends with the outer socket. */
export async function openTunnel(outer: net.Socket): Promise<Tunnel> {
  const server = net.createServer((inner) => {
    server.close()
    pipeline(inner, outer, () => inner.destroy())
    pipeline(outer, inner, () => outer.destroy())
  })
  server.maxConnections = 1
  outer.once('close', () => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    close() {
      server.close()
      outer.destroySoon()
    },
  }
}
