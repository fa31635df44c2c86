import type { Server } from 'node:http'
import { inviteFirst } from './accounts/accounts.ts'
import { sweepFailures } from './accounts/back-off.ts'
import { sweepSessions } from './accounts/sessions.ts'
import { createApp } from './app.ts'
import { createBackground } from './background.ts'
import { type Config, readConfig } from './config.ts'
import type { Deps } from './context.ts'
import { EXPIRY_EVERY, tellOfEnds } from './credentials/expiring.ts'
import { LOOK_EVERY, renewAhead } from './credentials/renew-ahead.ts'
import { createEgress } from './egress/egress.ts'
import type { AllowRule } from './egress/guard.ts'
import { createKeyring } from './keyring/keyring.ts'
import { unlock } from './keyring/unlock.ts'
import { createLog, logFailure } from './log.ts'
import { createMail } from './mail/mail.ts'
import { deleteExpiredConsents } from './oauth/consents.ts'
import { RECHECK_EVERY, recheckDue } from './recheck/recheck.ts'
import { sweepRequests } from './rest/once.ts'
import { createPetstore } from './sandbox/petstore.ts'
import { StartProblem } from './start-problem.ts'
import { settled } from './tokens/keep.ts'
import { DELIVER_EVERY, deliverDue } from './webhooks/deliver.ts'
import { sweepEvents } from './webhooks/deliveries.ts'
import { DELIVERING } from './webhooks/emit.ts'

/** How long running requests may take to end when Stepkey stops, in milliseconds: a little more than a check. */
const GRACE = 12_000
/** In milliseconds. */
const HOUR = 3600_000

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
    background: createBackground(log),
    mail: createMail(config, log),
    clock,
    log,
  }
  await sweepSessions(db, clock())
  await sweepFailures(db, clock())
  await sweepRequests(db, clock())
  deps.background.every('renewal ahead of time', LOOK_EVERY, async (isOver) => {
    await deleteExpiredConsents(db, clock().toISOString())
    await renewAhead(deps, isOver)
  })
  deps.background.every(DELIVERING, DELIVER_EVERY, async (isOver) => {
    await deliverDue(deps, isOver)
  })
  deps.background.every('recheck', RECHECK_EVERY, async (isOver) => {
    await recheckDue(deps, isOver)
  })
  deps.background.every('ends of credentials', EXPIRY_EVERY, async (isOver) => {
    await tellOfEnds(deps, isOver)
  })
  deps.background.every('webhook log', HOUR, (isOver) => sweepEvents(db, clock(), isOver))

  const app = await createApp(deps)
  await app.listen({ host: config.host, port: config.port }).catch((error) => {
    throw listenProblem(error, { address: 'HOST', port: 'PORT' })
  })
  const invitation = await inviteFirst(deps)
  console.log(
    invitation
      ? `Stepkey is ready. Create the first account at ${config.publicUrl}/sign-up#invitation=${invitation}`
      : `Stepkey is ready at ${config.publicUrl}`,
  )

  let stoppedAt: number | undefined
  const stop = async () => {
    if (stoppedAt !== undefined) {
      // One Ctrl-C can arrive more than once; a later one comes from somebody who is tired of waiting.
      if (performance.now() - stoppedAt > 1000) app.server.closeAllConnections()
      return
    }
    stoppedAt = performance.now()
    setTimeout(() => app.server.closeAllConnections(), GRACE).unref()
    await app.close()
    await settled()
    sandbox?.close()
    sandbox?.closeAllConnections()
    await db.destroy()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.on('unhandledRejection', (error) => logFailure(log, 'unhandled', error))
  process.on('uncaughtException', (error) => {
    logFailure(log, 'uncaught', error)
    process.exit(1)
  })
}

function startSandbox(port: number): Promise<Server> {
  const server = createPetstore()
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenProblem(error, { port: 'SANDBOX_PORT' })))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

/** The operator's rules, the sandbox's own address, and the company's sign-in, which may well be inside. */
function allowed({ egressAllow, sandboxPort, oidc }: Config): AllowRule[] {
  return [
    ...egressAllow,
    ...(sandboxPort === 'off' ? [] : [{ host: '127.0.0.1', port: sandboxPort }]),
    ...(oidc ? [{ host: oidc.issuer.hostname }] : []),
  ]
}

function listenProblem(
  error: NodeJS.ErrnoException & { port?: number },
  setting: { address?: string; port: string },
) {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartProblem(
        `Port ${error.port} is taken by another program. Set ${setting.port} to a free one, or stop that program.`,
      )
    case 'EACCES':
      return new StartProblem(
        `Stepkey may not listen on port ${error.port}. Set ${setting.port} to one above 1023.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartProblem(
        `${setting.address} is not an address of this machine. Leave it out to listen on 127.0.0.1 only.`,
      )
  }
  return error
}

try {
  await start()
} catch (error) {
  const known = error instanceof StartProblem
  console.error(
    known ? error.message : `Stepkey could not start. ${error instanceof Error ? error.stack : error}`,
  )
  process.exit(1)
}
