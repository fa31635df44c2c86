import type { AddressInfo, Server } from 'node:net'
import { promisify } from 'node:util'

/** Returns the number of open connections of a server. */
export const openConnections = (server: Server) => promisify(server.getConnections.bind(server))()

/** Starts a server on loopback. @returns its port */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
