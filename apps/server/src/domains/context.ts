import type { Permission } from '@stepkey/shared/access'
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
import type { TokenLimits } from './connect/token-limits.ts'

/** What the whole server shares. Whatever comes from outside the process is in here, so that tests can fake it. */
export interface Deps {
  config: Config
  db: Db
  keyring: Keyring
  egress: Egress
  /** The way to the company's sign-in, which may well be inside: what leads there must not lead a verification there. */
  signInEgress: Egress
  background: Background
  auditWriter: BatchedAuditWriter
  /** Absent where the operator has configured no mail server. */
  mail?: Mail
  clock: () => Date
  log: Logger
  observer: Observer
}

/** Whoever asks, signed in or not, as far as the HTTP edge can tell. */
export interface VisitorContext extends Deps {
  address: string
  userAgent: string | undefined
}

/** A signed-in person. */
export interface AccountContext extends VisitorContext {
  accountId: string
  sessionHash: string
  /** When the person last gave the password in this session, or the company last asked who it is. */
  confirmedAt: string
}

/** Who does something: a person, a program with an API key, the operator at the command line, or nobody knows who. */
export type Actor =
  | { kind: 'person'; id: string }
  | { kind: 'api_key'; id: string }
  | { kind: 'operator'; id: typeof OPERATOR_ID | typeof SERVER_ID }
  | { kind: 'visitor'; id: typeof VISITOR_ID }

/** The operator at work: whoever may read the key file needs no further permission. */
export interface OperatorContext extends Pick<Deps, 'db' | 'keyring' | 'clock'> {
  actor: Extract<Actor, { kind: 'operator' }>
}

/** Somebody at work in a workspace. Operations on what belongs to a workspace take this. */
export interface WorkspaceContext extends Deps {
  workspaceId: string
  actor: Actor
  permissions: ReadonlySet<Permission>
  /** The same; an API key never did. */
  confirmedAt?: string
  /** The person's session; an API key has none. */
  sessionHash?: string
  /** Where the request came from, if it came over the network. */
  address?: string
  /** Of whoever holds a connect token: what it is for. `trpc.ts` lets nothing else through. */
  limits?: TokenLimits
  /** By what somebody got in, where the trail shall tell: its ids stand in the detail of every entry. */
  via?: Record<string, string>
  /** Told what was made, in the transaction that makes it: for requests that are to make it only once. */
  onMade?: (trx: Trx, id: string) => Promise<void>
}
