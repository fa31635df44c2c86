import http from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
import type { Egress } from './egress.ts'
import { tlsOptions, upgradeToTls } from './tls.ts'

type Done = (error: Error | null, connection: Duplex) => void

/**
 * Returns an egress as an agent for Node's HTTP client, which opens a new connection to the given server for each
 * request.
 * @param deadline time limit of a connection in milliseconds
 */
export function createHttpAgent(
  egress: Egress,
  { protocol, hostname, port }: URL,
  deadline: number,
): http.Agent {
  const isSecure = protocol === 'https:'
  const agent = isSecure ? new https.Agent() : new http.Agent()
  const host = hostname.replace(/^\[|\]$/g, '')
  async function connect() {
    const socket = await egress.connect(
      host,
      Number(port) || (isSecure ? 443 : 80),
      AbortSignal.timeout(deadline),
    )
    return isSecure ? await upgradeToTls(socket, tlsOptions({ host })) : socket
  }
  agent.createConnection = ((_options: unknown, done: Done) => {
    connect().then(
      (connection) => done(null, connection),
      (error) => done(error, undefined as never),
    )
  }) as typeof agent.createConnection
  return agent
}
