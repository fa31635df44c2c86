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
