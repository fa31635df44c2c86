import type { OPERATOR_ID, SERVER_ID, VISITOR_ID } from '@stepkey/shared/audit-actions'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { CredentialScope } from '../platform/database/credential-reach.ts'
import type { Db, Trx } from '../platform/database/database.ts'
import type { StorageHealth } from '../platform/database/storage-health.ts'
import type { Egress } from '../platform/egress/egress.ts'
import type { Background } from '../platform/jobs/background.ts'
import type { Keyring } from '../platform/keyring/keyring.ts'
import type { Mail } from '../platform/mail/mail.ts'
import type { Observer } from '../platform/telemetry/observer.ts'
import type { BatchedAuditWriter } from './audit/batched-audit-writer.ts'
import type { Catalog } from './catalog/catalog.ts'
import type { ConsentHolder } from './oauth/consent-record.ts'
import type { SignInProvider } from './sso/sign-in-provider.ts'

/** The ports of the server: everything from outside the process, so that tests can replace it. */
export interface Deps {
  config: Config
  db: Db
  keyring: Keyring
  catalog: Catalog
  egress: Egress
  /** Egress for SSO. The issuer may be an internal host that verifications must not reach. */
  signInEgress: Egress
  signInProviders: readonly SignInProvider[]
  background: Background
  auditWriter: BatchedAuditWriter
  /** Absent if no mail server is configured. */
  mail?: Mail
  /** Whether data can be stored, for monitoring. */
  storage: StorageHealth
  clock: () => Date
  /** The clock of the database’s server, which all processes share. */
  databaseClock: () => Promise<Date>
  log: Logger
  observer: Observer
}

/** A caller that may not be signed in, as the HTTP edge sees it. */
export interface VisitorContext extends Deps {
  address: string
  userAgent: string | undefined
}

/** A signed-in user. */
export interface AccountContext extends VisitorContext {
  accountId: string
  sessionHash: string
  /** ISO 8601. When the user last entered their password or signed in by SSO in this session. */
  confirmedAt: string
}

/** Who acts: a user, a program with an API key, the operator or the server itself, or an unknown visitor. */
export type Actor =
  | { kind: 'person'; id: string }
  | { kind: 'api_key'; id: string }
  | { kind: 'operator'; id: typeof OPERATOR_ID | typeof SERVER_ID }
  | { kind: 'visitor'; id: typeof VISITOR_ID }

/** The operator at the command line. Read access to the key file is the permission for everything. */
export interface OperatorContext extends Pick<Deps, 'db' | 'keyring' | 'catalog' | 'clock'> {
  actor: Extract<Actor, { kind: 'operator' }>
}

/**
 * What operations on a workspace's objects need: the workspace, who acts, and the ports. Nothing of the request: what
 * the caller may do was decided before.
 */
export interface WorkspaceContext extends Deps, CredentialScope {
  actor: Actor
  /** The IP address that the request came from, for the audit log; absent for scheduled jobs. */
  address?: string
  /** Ids that every audit entry of this actor carries, for example the connect token's. */
  via?: Record<string, string>
}

/** Options of operations that verify and save. */
export interface SaveOptions {
  /** Aborted when the caller no longer waits. */
  signal?: AbortSignal
  /** A consent is accepted only from its holder. */
  consentHolder?: ConsentHolder
}

/** Options of operations that create an object. */
export interface CreateOptions extends SaveOptions {
  /** Called with the new id in the transaction that creates the object, for writes that belong to the creation. */
  onCreated?: (trx: Trx, id: string) => Promise<void>
}
