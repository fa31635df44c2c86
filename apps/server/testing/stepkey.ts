import { join } from 'node:path'
import { catalog as builtInComponents } from '@stepkey/shared/catalog/index'
import { type Logger, pino } from 'pino'
import { createApp } from '../src/app.ts'
import type { Config } from '../src/config.ts'
import { createBatchedAuditWriter } from '../src/domains/audit/batched-audit-writer.ts'
import { createCatalog } from '../src/domains/catalog/catalog.ts'
import type { Deps } from '../src/domains/context.ts'
import { type Caller, createCaller } from '../src/edge/rpc/caller.ts'
import type { Engine } from '../src/platform/database/connect.ts'
import { parseAllowRule } from '../src/platform/egress/address-filter.ts'
import { createEgress, type EgressPorts } from '../src/platform/egress/egress.ts'
import { createBackground } from '../src/platform/jobs/background.ts'
import { createKeyring } from '../src/platform/keyring/keyring.ts'
import { unlock } from '../src/platform/keyring/unlock.ts'
import { createMail } from '../src/platform/mail/mail.ts'
import { createMetrics } from '../src/platform/telemetry/metrics.ts'
import { createObserver } from '../src/platform/telemetry/observer.ts'
import type { Tracing } from '../src/platform/telemetry/tracing.ts'
import { createTestDatabase } from './databases/databases.ts'

/** A signed-in person's view of the RPC, in the personal workspace. */
export interface Person extends Caller {
  email: string
  password: string
  accountId: string
  workspaceId: string
  /** The same browser, looking at another workspace. */
  in(workspaceId: string): Caller
}

/** How a browser or a program appears. */
export interface Appearance {
  workspaceId?: string
  apiKey?: string
  connectToken?: string
  address?: string
  userAgent?: string
  /** Where its session lives; a jar of its own unless given. */
  jar?: { token?: string }
}

export interface StepkeyOptions {
  config?: Partial<Config>
  /** Where its outbound connections lead; without it, nowhere but loopback. */
  outside?: EgressPorts
  /** What outbound calls may reach although private; everything on loopback unless given. */
  allow?: string[]
  /** How long one mail may take, in milliseconds. */
  mailDeadline?: number
  tracing?: (log: Logger) => Tracing
}

/** A whole Stepkey on a database of its own, called through its router or its HTTP surface. */
export async function startStepkey(
  engine: Engine,
  { config: overrides, outside, allow = ['127.0.0.0/8'], mailDeadline, tracing }: StepkeyOptions = {},
) {
  const database = await createTestDatabase(engine)
  const config: Config = {
    host: '127.0.0.1',
    port: 4000,
    publicUrl: 'http://localhost:4000',
    publicUrlIsSet: false,
    database: database.location,
    keyFile: join(database.folder, 'stepkey.key'),
    signUp: 'open',
    egressAllow: [],
    sandboxPort: 'off',
    logLevel: 'info',
    rateLimit: 1_000_000,
    trustProxy: [],
    metrics: { host: '127.0.0.1' },
    stopDelay: 0,
    ...overrides,
  }
  const { db, wrapper } = await unlock(config)
  const logged: string[] = []
  const now = { value: new Date('2026-11-01T12:00:00Z') }
  const clock = () => new Date(now.value)
  const log = pino({ base: null }, { write: (line) => logged.push(line) })
  const egress = createEgress(
    allow.map((rule) => parseAllowRule(rule) ?? {}),
    outside ?? nowhere,
  )
  const deps: Deps = {
    config,
    db,
    keyring: createKeyring(db, wrapper, clock),
    catalog: createCatalog(Object.values(builtInComponents)),
    egress,
    signInEgress: egress,
    background: createBackground(log),
    auditWriter: createBatchedAuditWriter(db),
    mail: createMail(config, log, { ports: outside ?? nowhere, deadline: mailDeadline }),
    clock,
    log,
    observer: createObserver(createMetrics(), tracing?.(log)),
  }
  const app = await createApp(deps)

  /** Calls the router as a browser of its own would: the session lives in its cookie jar. */
  function visitor({
    workspaceId,
    apiKey,
    connectToken,
    address = '127.0.0.1',
    userAgent,
    jar = {},
  }: Appearance = {}): Caller {
    return createCaller(() => ({
      ...deps,
      namedWorkspace: workspaceId,
      apiKey,
      connectToken,
      address,
      userAgent,
      signal: new AbortController().signal,
      session: {
        read: () => jar.token,
        write: (value) => {
          jar.token = value
        },
        clear: () => {
          jar.token = undefined
        },
      },
    }))
  }

  return {
    deps,
    app,
    database,
    logged,
    visitor,
    /** Moves the clock. */
    pass: (milliseconds: number) => {
      now.value = new Date(now.value.getTime() + milliseconds)
    },
    async signUp(name: string, invitation?: string): Promise<Person> {
      const jar = {}
      const rpc = visitor({ jar })
      const email = `${name.toLowerCase()}@example.com`
      const password = `${name}'s long password`
      const me = await rpc.accounts.signUp({ name, email, password, invitation })
      return {
        ...domainsOf(rpc),
        email,
        password,
        accountId: me.account.id,
        workspaceId: me.workspaces[0]?.id ?? '',
        in: (workspaceId) => visitor({ jar, workspaceId }),
      }
    },
    async stop() {
      await app.close()
      await db.destroy()
      await database.drop()
    },
  }
}
export type Stepkey = Awaited<ReturnType<typeof startStepkey>>

/** A caller makes up its members as they are asked for, so it can't be spread. */
function domainsOf(rpc: Caller): Caller {
  return {
    accounts: rpc.accounts,
    apiKeys: rpc.apiKeys,
    audit: rpc.audit,
    components: rpc.components,
    connectTokens: rpc.connectTokens,
    consents: rpc.consents,
    credentials: rpc.credentials,
    embeds: rpc.embeds,
    flows: rpc.flows,
    invitations: rpc.invitations,
    members: rpc.members,
    oauthApps: rpc.oauthApps,
    organizations: rpc.organizations,
    requests: rpc.requests,
    sessions: rpc.sessions,
    webhooks: rpc.webhooks,
    workspaces: rpc.workspaces,
  }
}

const nowhere: EgressPorts = {
  lookup: async () => {
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
  },
  dial: () => {
    throw new Error('This test has no world outside.')
  },
}
