/** What MongoClient does for each of its connections: the one place where the driver takes a ready socket. */
declare module 'mongodb/lib/cmap/connect.js' {
  import type { Duplex } from 'node:stream'
  import type { Document, MongoClientOptions } from 'mongodb'

  interface Connection {
    hello: Document
    command(namespace: { db: string }, command: Document): Promise<Document>
    destroy(): void
  }
  /** @param options those of a MongoClient, and what it adds for a connection */
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
