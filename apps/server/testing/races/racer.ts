import { setTimeout } from 'node:timers/promises'
import { catalog as builtInComponents } from '@stepkey/shared/catalog/index'
import type { SaveFlow } from '@stepkey/shared/flow'
import { pino } from 'pino'
import type { Config } from '../../src/config.ts'
import { createBatchedAuditWriter } from '../../src/domains/audit/batched-audit-writer.ts'
import { builtIn, createCatalog } from '../../src/domains/catalog/catalog.ts'
import { createOwnComponents } from '../../src/domains/catalog/own-components.ts'
import type { WorkspaceContext } from '../../src/domains/context.ts'
import { createCredential } from '../../src/domains/credentials/create-credential.ts'
import { issueCredential } from '../../src/domains/credentials/issue-credential.ts'
import { preflightFlow } from '../../src/domains/credentials/preflight-flow.ts'
import { removeCredential } from '../../src/domains/credentials/remove-credential.ts'
import { reportRefusal } from '../../src/domains/credentials/report-refusal.ts'
import { updateCredential } from '../../src/domains/credentials/update-credential.ts'
import { activateFlow, deactivateFlow } from '../../src/domains/flows/activate-flow.ts'
import { saveFlow } from '../../src/domains/flows/save-flow.ts'
import { connect } from '../../src/platform/database/database.ts'
import { createDatabaseClock } from '../../src/platform/database/database-time.ts'
import { createStorageHealth } from '../../src/platform/database/storage-health.ts'
import { parseAllowRule } from '../../src/platform/egress/address-filter.ts'
import { createEgress } from '../../src/platform/egress/egress.ts'
import { DomainError } from '../../src/platform/errors/domain-error.ts'
import { createBackground } from '../../src/platform/jobs/background.ts'
import { readKeyFile } from '../../src/platform/keyring/key-file.ts'
import { createKeyring } from '../../src/platform/keyring/keyring.ts'
import { createMetrics } from '../../src/platform/telemetry/metrics.ts'
import { createObserver } from '../../src/platform/telemetry/observer.ts'
import { fakeApiCredential } from '../fake-api.ts'
import { type RaceAnswer, type RefreshCall, refresh } from './refresh-call.ts'

/** An operation that a race test sends to a racer: a separate server process that runs it and returns the outcome. */
export type RaceCall = (
  | { do: 'remove'; credentialId: string }
  | { do: 'activate' | 'deactivate'; flowId: string }
  | { do: 'save'; input: SaveFlow }
  | { do: 'bind'; flowId: string; stepId: string; baseUrl: string; name: string }
  | { do: 'issue' | 'report' | 'preflight'; flowId: string; stepId: string }
  | { do: 'unverify'; credentialId: string; testPath: string }
  | RefreshCall
) & {
  /** Milliseconds to wait first. */
  after?: number
}

/** The configuration of a racer process. */
export interface RacerSetup {
  config: Config
  /** How far the clock is ahead, in milliseconds. */
  skew?: number
  workspaceId: string
  /** The account of the caller, unless it is an API key. */
  accountId?: string
  apiKeyId?: string
}

/** Creates a context with its own database connection. */
function raceContext({
  config,
  workspaceId,
  accountId = '',
  apiKeyId,
  skew = 0,
}: RacerSetup): WorkspaceContext {
  const db = connect(config.database)
  const clock = () => new Date(Date.now() + skew)
  const log = pino({ level: 'silent' })
  const loopback = parseAllowRule('127.0.0.0/8') ?? {}
  return {
    config,
    db,
    storage: createStorageHealth(db, clock),
    keyring: createKeyring(db, readKeyFile(config.keyFile), clock),
    catalog: createCatalog(builtIn(Object.values(builtInComponents)), createOwnComponents(db)),
    egress: createEgress([loopback]),
    signInEgress: createEgress([]),
    signInProviders: [],
    background: createBackground(log),
    auditWriter: createBatchedAuditWriter(db),
    clock,
    databaseClock: createDatabaseClock(db),
    log,
    observer: createObserver(createMetrics()),
    workspaceId,
    actor: apiKeyId ? { kind: 'api_key', id: apiKeyId } : { kind: 'person', id: accountId },
  }
}

async function run(ctx: WorkspaceContext, call: RaceCall): Promise<RaceAnswer> {
  if (call.after) await setTimeout(call.after)
  switch (call.do) {
    case 'remove':
      return await removeCredential(ctx, { credentialId: call.credentialId })
    case 'activate':
      return await activateFlow(ctx, call.flowId)
    case 'deactivate':
      return await deactivateFlow(ctx, call.flowId)
    case 'save':
      return await saveFlow(ctx, call.input)
    case 'bind': {
      const { flowId, stepId, baseUrl, name } = call
      return await createCredential(ctx, { ...fakeApiCredential(baseUrl, name), bindTo: { flowId, stepId } })
    }
    case 'issue':
      await issueCredential(ctx, call)
      return { outcome: 'issued' }
    case 'report':
      return await reportRefusal(ctx, call)
    case 'preflight': {
      const { steps } = await preflightFlow(ctx, { flowId: call.flowId, expectedMinutes: 60 })
      return { outcome: steps[0]?.verification?.outcome ?? 'none' }
    }
    case 'refresh':
      return await refresh(ctx, call)
    case 'unverify': {
      const { credentialId, testPath } = call
      return await updateCredential(ctx, {
        credentialId,
        version: 1,
        values: { testPath, token: 'good' },
        allowUnverified: true,
      })
    }
  }
}

// Runs only in a child process, not when a test imports the types.
if (process.send) {
  const setup: RacerSetup = JSON.parse(process.argv[2] ?? '{}')
  const ctx = raceContext(setup)
  process.on('message', async ({ id, ...call }: RaceCall & { id?: number }) => {
    const answer = await run(ctx, call).then(
      ({ outcome, accessToken, exposed }) => ({ outcome, accessToken, exposed }),
      // A domain error, such as not_found, is a valid outcome. Any other error is a crash and fails the test.
      (error) => ({ outcome: error instanceof DomainError ? error.code : `crash: ${error}` }),
    )
    process.send?.({ ...answer, id })
  })
  process.send('ready')
}
