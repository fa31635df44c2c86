import { catalog as builtInComponents } from '@stepkey/shared/catalog/index'
import { pino } from 'pino'
import { type Config, readConfig } from '../src/config.ts'
import { createBatchedAuditWriter } from '../src/domains/audit/batched-audit-writer.ts'
import { builtIn, createCatalog } from '../src/domains/catalog/catalog.ts'
import { createOwnComponents } from '../src/domains/catalog/own-components.ts'
import type { WorkspaceContext } from '../src/domains/context.ts'
import { issueCredential } from '../src/domains/credentials/issue-credential.ts'
import {
  getCredential,
  getCredentialUsage,
  listCredentials,
} from '../src/domains/credentials/read-credentials.ts'
import { createDatabaseClock } from '../src/platform/database/database-time.ts'
import { createStorageHealth } from '../src/platform/database/storage-health.ts'
import { createEgress } from '../src/platform/egress/egress.ts'
import { createBackground } from '../src/platform/jobs/background.ts'
import { createKeyring } from '../src/platform/keyring/keyring.ts'
import { unlock } from '../src/platform/keyring/unlock.ts'
import { createMetrics } from '../src/platform/telemetry/metrics.ts'
import { createObserver } from '../src/platform/telemetry/observer.ts'
import type { Sample } from './fill.ts'

/** Measures operations without HTTP, with a concurrency of 64. @returns operations per second by name */
export async function inProcess(
  environment: Record<string, string>,
  workspaceId: string,
  sample: Sample,
  milliseconds: number,
): Promise<Record<string, number>> {
  const config: Config = readConfig(environment)
  const { db, wrapper } = await unlock(config)
  const log = pino({ level: 'silent' })
  const clock = () => new Date()
  const ctx: WorkspaceContext = {
    config,
    db,
    storage: createStorageHealth(db, clock),
    keyring: createKeyring(db, wrapper, clock),
    catalog: createCatalog(builtIn(Object.values(builtInComponents)), createOwnComponents(db)),
    egress: createEgress([]),
    signInEgress: createEgress([]),
    signInProviders: [],
    background: createBackground(log),
    auditWriter: createBatchedAuditWriter(db),
    observer: createObserver(createMetrics()),
    clock,
    databaseClock: createDatabaseClock(db),
    log,
    workspaceId,
    actor: { kind: 'api_key', id: 'bench' },
  }
  const randomOf = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T
  const work: Record<string, () => Promise<unknown>> = {
    issue: () => issueCredential(ctx, randomOf(sample.steps)),
    'credentials.list': () => listCredentials(ctx, { componentId: 'petstore', limit: 50 }),
    'credentials.get': () => getCredential(ctx, randomOf(sample.credentials).id),
    'credentials.usage': () => getCredentialUsage(ctx, randomOf(sample.credentials).id),
  }
  const rates: Record<string, number> = {}
  for (const [name, runOnce] of Object.entries(work)) {
    // A warm-up round first.
    await rate(runOnce, milliseconds / 3)
    rates[name] = await rate(runOnce, milliseconds)
  }
  await db.destroy()
  return rates
}

async function rate(runOnce: () => Promise<unknown>, milliseconds: number): Promise<number> {
  const begun = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      for (; performance.now() - begun < milliseconds; done++) await runOnce()
    }),
  )
  return (done / (performance.now() - begun)) * 1000
}
