import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { catalog as builtInComponents } from '@stepkey/shared/catalog/index'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { type Config, readConfig } from './config.ts'
import { inviteFirstAccount } from './domains/accounts/accounts.ts'
import { createBatchedAuditWriter } from './domains/audit/batched-audit-writer.ts'
import { storeAuditHeads } from './domains/audit/store-heads.ts'
import { builtIn, createCatalog } from './domains/catalog/catalog.ts'
import { watchOperatorComponents } from './domains/catalog/operator-components.ts'
import { createOwnComponents } from './domains/catalog/own-components.ts'
import type { Deps } from './domains/context.ts'
import { endInterruptedRuns } from './domains/idempotency/idempotency-key.ts'
import { countWaitingMessages } from './domains/notices/send-messages.ts'
import { createSignInProviders } from './domains/sso/sign-in-provider.ts'
import { refreshesSettled } from './domains/tokens/refresh.ts'
import { verificationSlots } from './domains/verification/concurrency.ts'
import { countPendingDeliveries } from './domains/webhooks/deliveries.ts'
import { startMetricsServer } from './edge/http/metrics.ts'
import { startJobs } from './jobs.ts'
import { createDatabaseClock } from './platform/database/database-time.ts'
import { lockForServer } from './platform/database/server-lock.ts'
import { refuseDamaged } from './platform/database/sqlite-file.ts'
import { createStorageHealth, STORAGE_FAULTS } from './platform/database/storage-health.ts'
import { type AllowRule, portOf } from './platform/egress/address-filter.ts'
import { createEgress } from './platform/egress/egress.ts'
import { StartError } from './platform/errors/start-error.ts'
import { createBackground } from './platform/jobs/background.ts'
import { createKeyring } from './platform/keyring/keyring.ts'
import { unlock } from './platform/keyring/unlock.ts'
import { createMail } from './platform/mail/mail.ts'
import { createLog, logFailure } from './platform/telemetry/log.ts'
import { createMetrics } from './platform/telemetry/metrics.ts'
import { createObserver } from './platform/telemetry/observer.ts'
import { VERSION } from './platform/version.ts'
import { createPetstore } from './sandbox/petstore.ts'

/** Time limit for statements and locks of the database, in milliseconds. Callers then get 503 within five seconds. */
const DATABASE_DEADLINE = 4000
/** Time limit for running requests during shutdown, in milliseconds: a little longer than a verification. */
const GRACE = 12_000

async function start() {
  // Other users of this machine must not read files in the data folder.
  process.umask(0o077)
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  const clock = () => new Date()
  const releaseLock = lockForServer(config.database)
  const isTooLarge = refuseDamaged(config.database)
  if (isTooLarge)
    log.warn({ event: 'database_not_checked', advice: 'The file is large. Run `stepkey check` regularly.' })
  const { db, wrapper } = await unlock(config, { deadline: DATABASE_DEADLINE })
  // The lock proves that no other process runs requests on this database.
  if (config.database.engine === 'sqlite') await endInterruptedRuns(db)
  const stopping = new AbortController()
  const sandbox = config.sandboxPort === 'off' ? undefined : await startSandbox(config.sandboxPort)
  const { proxies } = config
  const signInEgress = createEgress(allowedForSignIn(config), undefined, { proxies })
  const deps: Deps = {
    config,
    db,
    storage: createStorageHealth(db, clock),
    keyring: createKeyring(db, wrapper, clock),
    catalog: createCatalog(
      watchOperatorComponents(builtIn(Object.values(builtInComponents)), config.componentsDir, {
        log,
        signal: stopping.signal,
      }),
      createOwnComponents(db),
    ),
    egress: createEgress(allowed(config), undefined, { proxies }),
    signInEgress,
    signInProviders: createSignInProviders({ config, signInEgress, clock }),
    background: createBackground(log),
    auditWriter: createBatchedAuditWriter(db),
    mail: createMail(config, log),
    clock,
    databaseClock: createDatabaseClock(db),
    log,
    observer: await createProcessObserver(config, log),
  }
  const { metrics, tracing } = deps.observer
  metrics.gauge('stepkey_checks', 'Running and queued verifications.', verificationSlots)
  metrics.gauge('stepkey_webhook_deliveries', 'Webhook deliveries that wait for their next attempt.', () =>
    countPendingDeliveries(db),
  )
  metrics.gauge('stepkey_notice_messages', 'Notices that wait for their next attempt.', () =>
    countWaitingMessages(deps),
  )
  metrics.gauge('stepkey_storage_fault', 'Why nothing can be stored: 1 for the current fault.', async () => {
    const fault = await deps.storage.findFault()
    return Object.fromEntries(Object.keys(STORAGE_FAULTS).map((name) => [name, Number(name === fault)]))
  })
  metrics.gauge('stepkey_background_work', 'Running background tasks.', deps.background.now)
  startJobs(deps)

  const app = await createApp(deps, { isStopping: () => stopping.signal.aborted })
  await app.listen({ host: config.host, port: config.port }).catch((error) => {
    throw listenProblem(error, { address: 'HOST', port: 'PORT' })
  })
  const metricsServer = await startMetricsServer(deps).catch((error) => {
    throw listenProblem(error, { address: 'METRICS_HOST', port: 'METRICS_PORT' })
  })
  const invitation = await inviteFirstAccount(deps)
  console.log(
    invitation
      ? `Stepkey is ready. Create the first account at ${config.publicUrl}/sign-up#invitation=${invitation}`
      : `Stepkey is ready at ${config.publicUrl}`,
  )
  log.info({ event: 'started', version: VERSION, database: config.database.engine, port: config.port })

  const forced = new AbortController()
  let stoppedAt: number | undefined
  const stop = async (signal: NodeJS.Signals) => {
    if (stoppedAt !== undefined) {
      // A single Ctrl-C can arrive more than once. A later signal ends the grace period.
      if (performance.now() - stoppedAt > 1000) forced.abort()
      return
    }
    stoppedAt = performance.now()
    log.info({ event: 'stopping', signal })
    stopping.abort()
    await sleep(config.stopDelay * 1000, undefined, { signal: forced.signal }).catch(() => {})
    const grace = AbortSignal.any([forced.signal, AbortSignal.timeout(GRACE)])
    if (grace.aborted) app.server.closeAllConnections()
    grace.addEventListener('abort', () => app.server.closeAllConnections())
    await app.close()
    await refreshesSettled()
    await storeAuditHeads(deps).catch((error) => logFailure(log, 'audit heads', error))
    sandbox?.close()
    sandbox?.closeAllConnections()
    await metricsServer?.close()
    await tracing?.close()
    await db.destroy()
    releaseLock()
    log.info({ event: 'stopped', ms: Math.round(performance.now() - stoppedAt) })
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

/** Creates the observer. Loads OpenTelemetry only if a collector is configured. */
async function createProcessObserver(config: Config, log: Logger) {
  const tracing =
    config.tracing &&
    (await import('./platform/telemetry/open-telemetry.ts')).createTracing(config.tracing, VERSION, log)
  const metrics = createMetrics()
  metrics.ofProcess({ version: VERSION, node: process.version, database: config.database.engine })
  return createObserver(metrics, tracing)
}

function startSandbox(port: number): Promise<Server> {
  const server = createPetstore()
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenProblem(error, { port: 'SANDBOX_PORT' })))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

/** Returns the egress rules for verifications: the operator's, and the address of the sandbox. */
function allowed({ egressAllow, sandboxPort }: Config): AllowRule[] {
  return [...egressAllow, ...(sandboxPort === 'off' ? [] : [{ host: '127.0.0.1', port: sandboxPort }])]
}

/** The operator's rules, and the issuer. */
function allowedForSignIn({ egressAllow, oidc }: Config): AllowRule[] {
  return [...egressAllow, ...(oidc ? [{ host: oidc.issuer.hostname, port: portOf(oidc.issuer) }] : [])]
}

function listenProblem(
  error: NodeJS.ErrnoException & { port?: number },
  setting: { address?: string; port: string },
) {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${error.port} is in use by another program. Set ${setting.port} to a free port, or stop that program.`,
      )
    case 'EACCES':
      return new StartError(
        `Stepkey has no permission to listen on port ${error.port}. Set ${setting.port} to a port above 1023.`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(
        `${setting.address} is not an address of this machine. Remove it to listen on 127.0.0.1 only.`,
      )
  }
  return error
}

try {
  await start()
} catch (error) {
  console.error(
    error instanceof StartError
      ? error.message
      : `Stepkey could not start. ${error instanceof Error ? error.stack : error}`,
  )
  process.exit(1)
}
