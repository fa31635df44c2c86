import type { OPERATOR_ID, SERVER_ID, VISITOR_ID } from '@stepkey/shared/audit-actions'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Db, Trx } from '../platform/database/connect.ts'
import type { Egress } from '../platform/egress/egress.ts'
import type { Background } from '../platform/jobs/background.ts'
import type { Keyring } from '../platform/keyring/keyring.ts'
import type { Mail } from '../platform/mail/mail.ts'
import type { Observer } from '../platform/telemetry/observer.ts'
import type { BatchedAuditWriter } from './audit/batched-audit-writer.ts'
import type { Catalog } from './catalog/catalog.ts'
import type { SignInProvider } from './sso/sign-in-provider.ts'

/** The ports of the server: the database, the network, the clock and so on. Tests replace them. */
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
  clock: () => Date
  log: Logger
  observer: Observer
}

/** The context of a caller that may not be signed in. */
export interface VisitorContext extends Deps {
  address: string
  userAgent: string | undefined
}

/** The context of a signed-in user. */
export interface AccountContext extends VisitorContext {
  accountId: string
  sessionHash: string
  /** ISO 8601. When the user last entered their password or signed in by SSO in this session. */
  confirmedAt: string
}

/** The actor of an operation: a user, an API key, the operator or the server itself, or an unauthenticated visitor. */
export type Actor =
  | { kind: 'person'; id: string }
  | { kind: 'api_key'; id: string }
  | { kind: 'operator'; id: typeof OPERATOR_ID | typeof SERVER_ID }
  | { kind: 'visitor'; id: typeof VISITOR_ID }

/** The context of the operator at the command line. Access to the key file implies all permissions. */
export interface OperatorContext extends Pick<Deps, 'db' | 'keyring' | 'catalog' | 'clock'> {
  actor: Extract<Actor, { kind: 'operator' }>
}

/**
 * The context of operations on a workspace's objects: the workspace, the actor and the ports. It contains nothing of
 * the request, because the caller is already authorized.
 */
export interface WorkspaceContext extends Deps {
  workspaceId: string
  actor: Actor
  /** The IP address of the caller, for the audit log; absent for scheduled jobs. */
  address?: string
  /** Ids that are added to every audit entry of this actor, for example the connect token's. */
  via?: Record<string, string>
}

/** Options of operations that verify and save. */
export interface SaveOptions {
  /** Aborted when the caller no longer waits. */
  signal?: AbortSignal
  /** The user's session. A consent can be used only in the session in which it was given. */
  sessionHash?: string
}

/** Options of operations that create an object. */
export interface CreateOptions extends SaveOptions {
  /** Runs in the transaction that creates the object, with its id. */
  onCreated?: (trx: Trx, id: string) => Promise<void>
}
