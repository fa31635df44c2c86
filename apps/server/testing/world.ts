import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import net, { type AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { generate } from 'selfsigned'
import type { EgressPorts } from '../src/platform/egress/egress.ts'

/**
 * A simulated Internet on loopback: host names that resolve to public-looking addresses, and servers behind them.
 * Everything else is unreachable, so no test can send data off the machine.
 */
export interface World {
  ports: EgressPorts
  /** Signs the certificates that the world trusts. */
  authority: Certificate
  /** Routes `host:port` to a server that already listens on loopback. */
  route(host: string, port: number, to: net.Server | number): void
  /** Makes a name resolve to these addresses, with a delay in milliseconds. */
  name(host: string, addresses: string[], options?: { after: number }): void
  /** Returns the number of open connections to the world's servers. */
  openConnections(): number
  /** Returns every connection that was ever made into this world, open or closed. */
  dialled(): readonly net.Socket[]
  /** Serves `https://host` on port 443. The default certificate is signed by `authority`. */
  https(host: string, listener: RequestListener, certificate?: Certificate): Promise<Server>
  /** Serves plain HTTP on loopback. @returns its base URL */
  http(listener: RequestListener): Promise<string>
  /** Starts a TCP server on loopback. @returns its port */
  tcp(onConnection: (socket: net.Socket) => void): Promise<number>
  close(): Promise<void>
}

/** A DNS without records other than addresses. */
export const noRecords: EgressPorts['records'] = { srv: async () => [], txt: async () => [] }

/** A private key and its certificate, both in PEM. */
export interface Certificate {
  key: string
  cert: string
}

/** Creates an empty world. */
export async function createWorld(): Promise<World> {
  const authority = await createAuthority()
  const names = new Map<string, string[]>()
  const delays = new Map<string, number>()
  const routes = new Map<string, number>()
  const servers: net.Server[] = []
  const sockets = new Set<net.Socket>()
  const dialled: net.Socket[] = []

  const listen = async <S extends net.Server>(server: S): Promise<S> => {
    servers.push(server)
    server.on('connection', (socket: net.Socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      socket.on('error', () => {})
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return server
  }
  const world: World = {
    authority,
    ports: {
      ca: [authority.cert],
      lookup: async (host) => {
        const addresses = host === 'localhost' ? ['127.0.0.1'] : names.get(host)
        await setTimeout(delays.get(host) ?? 0)
        if (!addresses) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
        return addresses
      },
      records: noRecords,
      dial: (address, port) => {
        const routed = routes.get(`${address}:${port}`)
        if (routed === undefined && !address.startsWith('127.'))
          throw new Error(`The test world has no server at ${address}.`)
        const socket = net.connect(routed ?? port, routed === undefined ? address : '127.0.0.1')
        dialled.push(socket)
        return socket
      },
    },
    name(host, addresses, { after } = { after: 0 }) {
      names.set(host, addresses)
      delays.set(host, after)
    },
    openConnections: () => sockets.size,
    dialled: () => dialled,
    route(host, port, to) {
      const address = names.get(host)?.[0] ?? `93.184.216.${names.size + 1}`
      names.set(host, [address])
      routes.set(`${address}:${port}`, typeof to === 'number' ? to : (to.address() as AddressInfo).port)
    },
    async https(host, listener, certificate) {
      const server = await listen(createHttpsServer(certificate ?? (await issue(authority, host)), listener))
      world.route(host, 443, server)
      return server
    },
    async http(listener) {
      const server = await listen(createHttpServer(listener))
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
    async tcp(onConnection) {
      const server = await listen(
        net.createServer((socket) => {
          onConnection(socket)
          // Keep reading, or the end of the connection would never be noticed.
          socket.resume()
        }),
      )
      return (server.address() as AddressInfo).port
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
  return world
}

const DAY = 24 * 3600 * 1000

async function createAuthority(): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Stepkey test authority' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'basicConstraints', cA: true, critical: true }],
  })
  return { key, cert }
}

/**
 * Issues a certificate for a host, signed by `authority`, or self-signed without one. It is valid since 30 days ago.
 */
export async function issue(
  authority: Certificate | undefined,
  host: string,
  { notAfter = new Date(Date.now() + 30 * DAY) } = {},
): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 30 * DAY),
    notAfterDate: notAfter,
    ...(authority && { ca: authority }),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
  })
  return { key, cert }
}
