/** The check of the hosts in SRV records. */
declare module 'mongodb/lib/utils.js' {
  /** @throws Error if a host, without a dot at its end, is not in the parent domain of the name of a cluster */
  export function checkParentDomainMatch(host: string, srvHost: string): void
}

/**
 * The function with which MongoClient opens a connection: the only API of the driver that accepts a connected socket.
 */
declare module 'mongodb/lib/cmap/connect.js' {
  import type { Duplex } from 'node:stream'
  import type { Document, MongoClientOptions } from 'mongodb'

  interface Connection {
    hello: Document
    command(namespace: { db: string }, command: Document): Promise<Document>
    destroy(): void
  }
  /** @param options the options of a MongoClient, and those that it adds for a connection */
  export function connect(
    options: MongoClientOptions & {
      existingSocket: Duplex
      hostAddress: unknown
      authProviders: unknown
      id: number
      generation: number
    },
  ): Promise<Connection>
}
