import { join } from 'node:path'
import { catalog as builtInComponents } from '@stepkey/shared/catalog/index'
import { type Logger, pino } from 'pino'
import { createApp } from '../src/app.ts'
import type { Config } from '../src/config.ts'
import { createBatchedAuditWriter } from '../src/domains/audit/batched-audit-writer.ts'
import { builtIn, createCatalog } from '../src/domains/catalog/catalog.ts'
import { createOwnComponents } from '../src/domains/catalog/own-components.ts'
import type { Deps } from '../src/domains/context.ts'
import { createSignInProviders } from '../src/domains/sso/sign-in-provider.ts'
import { type Caller, createCaller } from '../src/edge/rpc/caller.ts'
import type { Engine } from '../src/platform/database/database.ts'
import { createStorageHealth } from '../src/platform/database/storage-health.ts'
import { parseAllowRule } from '../src/platform/egress/address-filter.ts'
import { createEgress, type EgressPorts } from '../src/platform/egress/egress.ts'
import { createBackground } from '../src/platform/jobs/background.ts'
import { createKeyring } from '../src/platform/keyring/keyring.ts'
import { unlock } from '../src/platform/keyring/unlock.ts'
import { createMail } from '../src/platform/mail/mail.ts'
import { createMetrics } from '../src/platform/telemetry/metrics.ts'
import { createObserver } from '../src/platform/telemetry/observer.ts'
import type { Tracing } from '../src/platform/telemetry/tracing.ts'
import { createMigratedDatabase, type TestDatabase } from './databases/databases.ts'
import { createErrorCheck } from './declared-errors.ts'
import { noRecords } from './world.ts'

/** A signed-in user who calls the RPC in their personal workspace. */
export interface Person extends Caller {
  email: string
  password: string
  accountId: string
  workspaceId: string
  /** Calls the RPC in another workspace, with the same session. */
  in(workspaceId: string): Caller
}

/** The values of a browser's cookies. */
export interface Jar {
  /** The token of the session. */
  token?: string
  device?: string
  /** The cookies of consents, by consent. */
  [consent: `consent-${string}`]: string
}

/** The attributes of a simulated client. */
export interface Appearance {
  workspaceId?: string
  apiKey?: string
  connectToken?: string
  address?: string
  userAgent?: string
  /** Holds the cookies; by default a new one for each client. */
  jar?: Jar
}

export interface StepkeyOptions {
  config?: Partial<Config>
  /** An existing database, for example of an older version. It is dropped at the end like a new one. */
  database?: TestDatabase
  /** Handles outbound connections. Without it, all of them fail. */
  outside?: EgressPorts
  /** Private addresses that outbound connections may reach; loopback by default. */
  allow?: string[]
  /** Time limit for sending a mail, in milliseconds. */
  mailDeadline?: number
  tracing?: (log: Logger) => Tracing
}

/** Starts a complete Stepkey on a new database. Tests call it through its router or through HTTP. */
export async function startStepkey(
  engine: Engine,
  {
    config: overrides,
    database: existing,
    outside,
    allow = ['127.0.0.0/8'],
    mailDeadline,
    tracing,
  }: StepkeyOptions = {},
) {
  const database = existing ?? (await createMigratedDatabase(engine))
  const config: Config = {
    host: '127.0.0.1',
    port: 4000,
    publicUrl: 'http://localhost:4000',
    publicUrlIsSet: false,
    database: database.location,
    keyFile: join(database.folder, 'stepkey.key'),
    auditHeadsFile: join(database.folder, 'audit-heads.jsonl'),
    auditRetentionDays: 400,
    previousValueDays: 7,
    deletedCredentialDays: 7,
    noticeDelay: 600,
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
    storage: createStorageHealth(db, clock),
    keyring: createKeyring(db, wrapper, clock),
    catalog: createCatalog(builtIn(Object.values(builtInComponents)), createOwnComponents(db)),
    egress,
    signInEgress: egress,
    signInProviders: createSignInProviders({ config, signInEgress: egress, clock }),
    background: createBackground(log),
    auditWriter: createBatchedAuditWriter(db),
    mail: createMail(config, log, { ports: outside ?? nowhere, deadline: mailDeadline }),
    clock,
    databaseClock: async () => clock(),
    log,
    observer: createObserver(createMetrics(), tracing?.(log)),
  }
  const app = await createApp(deps)
  const errors = createErrorCheck()

  /** Returns a caller of the router with its own cookie jar, like a separate browser. */
  function visitor({
    workspaceId,
    apiKey,
    connectToken,
    address = '127.0.0.1',
    userAgent,
    jar = {},
  }: Appearance = {}): Caller {
    const context = () => ({
      ...deps,
      namedWorkspace: workspaceId,
      apiKey,
      connectToken,
      address,
      userAgent,
      signal: new AbortController().signal,
      session: cookieIn(jar, 'token'),
      device: cookieIn(jar, 'device'),
      consentCookie: (id: string) => cookieIn(jar, `consent-${id}`),
    })
    // Connect tokens are not for the REST API, which the reference describes.
    return createCaller(context, connectToken === undefined ? { onError: errors.check } : {})
  }

  return {
    deps,
    app,
    database,
    logged,
    visitor,
    /** Advances the clock. */
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
      errors.assertDeclared()
    },
  }
}
export type Stepkey = Awaited<ReturnType<typeof startStepkey>>

const cookieIn = (jar: Jar, name: keyof Jar) => ({
  read: () => jar[name],
  write: (value: string) => {
    jar[name] = value
  },
  clear: () => {
    delete jar[name]
  },
})

/** Copies the members of a caller. It is a proxy that creates them on access, so it can't be spread. */
function domainsOf(rpc: Caller): Caller {
  return {
    accounts: rpc.accounts,
    apiKeys: rpc.apiKeys,
    audit: rpc.audit,
    chatChannels: rpc.chatChannels,
    components: rpc.components,
    connectSessions: rpc.connectSessions,
    connectTokens: rpc.connectTokens,
    consents: rpc.consents,
    credentials: rpc.credentials,
    deletedCredentials: rpc.deletedCredentials,
    embeds: rpc.embeds,
    flows: rpc.flows,
    invitations: rpc.invitations,
    members: rpc.members,
    notices: rpc.notices,
    oauthApps: rpc.oauthApps,
    organizations: rpc.organizations,
    requests: rpc.requests,
    revocations: rpc.revocations,
    owners: rpc.owners,
    sessions: rpc.sessions,
    webhooks: rpc.webhooks,
    workspaces: rpc.workspaces,
  }
}

const nowhere: EgressPorts = {
  lookup: async () => {
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
  },
  records: noRecords,
  dial: () => {
    throw new Error('This test has no outside world; pass the option `outside`.')
  },
}
