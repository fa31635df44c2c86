import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { type Duplex, pipeline } from 'node:stream'
import { limitConnection } from './egress.ts'

/** A loopback port that forwards to an egress connection. It accepts only one client. */
export interface Tunnel {
  host: '127.0.0.1'
  port: number
}

/** Opens a tunnel for a driver library that can only dial on its own. The tunnel ends with the outer stream. */
export async function openTunnel(outer: Duplex): Promise<Tunnel> {
  const server = net.createServer((inner) => {
    server.close()
    pipeline(inner, outer, () => inner.destroy())
    pipeline(outer, inner, () => outer.destroy())
  })
  server.maxConnections = 1
  outer.once('close', () => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

/** Returns a connected socket for a stream, with the limits of every egress connection. */
export async function connectThrough(outer: Duplex, signal: AbortSignal): Promise<net.Socket> {
  const { host, port } = await openTunnel(outer)
  const socket = net.connect({ host, port })
  limitConnection(socket, signal)
  await once(socket, 'connect')
  return socket
}
