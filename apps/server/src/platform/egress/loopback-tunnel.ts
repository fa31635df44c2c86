import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'

/** A port on loopback that leads into a guarded connection, for one client: whoever comes second is not let in. */
export interface Tunnel {
  host: '127.0.0.1'
  port: number
  close(): void
}

/** For drivers that dial by themselves. Ends with the guarded socket, which ends with its signal. */
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
