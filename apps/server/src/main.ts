import type { Server } from 'node:http'
import { inviteFirst } from './accounts/accounts.ts'
import { sweepSessions } from './accounts/sessions.ts'
import { createApp } from './app.ts'
import { type Config, ConfigProblem, readConfig } from './config.ts'
import type { Deps } from './context.ts'
import { createEgress } from './egress/egress.ts'
import { KeyFileProblem } from './keyring/key-file.ts'
import { createKeyring } from './keyring/keyring.ts'
import { unlock } from './keyring/unlock.ts'
import { createLog, logFailure } from './log.ts'
import { createPetstore } from './sandbox/petstore.ts'

async function start() {
  // What is made in the data folder is for nobody else on the machine.
  process.umask(0o077)
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  const clock = () => new Date()
  const { db, master } = await unlock(config)
  const sandbox = config.sandboxPort === 'off' ? undefined : await startSandbox(config.sandboxPort)
  const deps: Deps = {
    config,
    db,
    keyring: createKeyring(db, master, clock),
    egress: createEgress(allowed(config)),
    clock,
    log,
  }
  await sweepSessions(db, clock())

  const app = await createApp(deps)
  await app.listen({ host: config.host, port: config.port })
  const invitation = await inviteFirst(deps)
  console.log(
    invitation
      ? `Stepkey is ready. Create the first account at ${config.publicUrl}/sign-up#invitation=${invitation}`
      : `Stepkey is ready at ${config.publicUrl}`,
  )

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await app.close()
    sandbox?.close()
    await db.destroy()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.on('unhandledRejection', (error) => logFailure(log, 'unhandled', error))
}

function startSandbox(port: number): Promise<Server> {
  const server = createPetstore()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

/** The operator's rules, and the sandbox's own address. */
function allowed({ egressAllow, sandboxPort }: Config) {
  const sandbox = { host: '127.0.0.1', port: sandboxPort }
  return sandbox.port === 'off' ? egressAllow : [...egressAllow, { host: sandbox.host, port: sandbox.port }]
}

try {
  await start()
} catch (error) {
  console.error(explain(error))
  process.exit(1)
}

function explain(error: unknown): string {
  if (error instanceof ConfigProblem || error instanceof KeyFileProblem) return error.message
  const { code, port } = error as { code?: string; port?: number }
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Set PORT or SANDBOX_PORT to a free one, or stop that program.`
  if (code === 'EADDRNOTAVAIL')
    return 'HOST is not an address of this machine. Leave it out to listen on 127.0.0.1 only.'
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return 'The database at DATABASE_URL does not answer. Check the address and that it is running.'
  return `Stepkey could not start. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}
