import type { Role } from '@stepkey/shared/access'

/**
 * The rows. Both engines hold the same: text ids, ISO-8601 UTC text times, JSON as text, integers for counts and
 * booleans. migrations/ makes them so; rows never leave the store of their domain.
 */
export interface Tables {
  account: AccountRow
  account_identity: AccountIdentityRow
  session: SessionRow
  sign_in_failure: SignInFailureRow
  invitation: InvitationRow
  api_key: ApiKeyRow
  workspace: WorkspaceRow
  membership: MembershipRow
  keyring: KeyringRow
  workspace_key: WorkspaceKeyRow
  credential: CredentialRow
  credential_count: CredentialCountRow
  receipt: ReceiptRow
  flow: FlowRow
  flow_step: FlowStepRow
  credential_use: CredentialUseRow
  audit: AuditRow
  audit_head: AuditHeadRow
  idempotency_key: IdempotencyKeyRow
  oauth_app: OAuthAppRow
  credential_token: CredentialTokenRow
  consent: ConsentRow
  embed: EmbedRow
  connect_token: ConnectTokenRow
  credential_request: CredentialRequestRow
  webhook: WebhookRow
  webhook_event: WebhookEventRow
  webhook_delivery: WebhookDeliveryRow
  recheck: RecheckRow
  recheck_pause: RecheckPauseRow
}

export interface AccountRow {
  id: string
  name: string
  email: string
  /** Null for accounts that sign in by SSO only. */
  password_hash: string | null
  created_at: string
}

/** Who an account is at the company's sign-in. */
export interface AccountIdentityRow {
  issuer: string
  subject: string
  account_id: string
  created_at: string
}

export interface SessionRow {
  /** SHA-256 of the token in the cookie. */
  token_hash: string
  /** What the person who owns it calls it by. */
  id: string
  account_id: string
  user_agent: string | null
  address: string
  created_at: string
  expires_at: string
  /** To the minute. */
  last_used_at: string
  /** When the password was last given in it, or the company last asked who it is. */
  confirmed_at: string
}

/** Sign-ins in a row that failed, for one account or from one address. */
export interface SignInFailureRow {
  /** SHA-256 of the kind and the e-mail address or network address. */
  key_hash: string
  failures: number
  last_at: string
}

/** A link that lets one person in, once. Without workspace and role it is the one for the first account. */
export interface InvitationRow {
  id: string
  /** SHA-256 of the secret in the link. */
  token_hash: string
  workspace_id: string | null
  role: Exclude<Role, 'owner'> | null
  /** The account that made it. */
  invited_by: string | null
  created_at: string
  expires_at: string
}

export interface ApiKeyRow {
  id: string
  workspace_id: string
  name: string
  prefix: string
  /** SHA-256 of the key. */
  key_hash: string
  /** JSON: a list of scopes. */
  scopes: string
  created_at: string
  expires_at: string | null
  last_used_at: string | null
  revoked_at: string | null
}

export interface WorkspaceRow {
  id: string
  name: string
  kind: 'personal' | 'organization'
  /** How often credentials of active flows are verified again. */
  recheck: 'off' | 'daily' | 'weekly'
  created_at: string
}

export interface MembershipRow {
  workspace_id: string
  account_id: string
  role: Role
  joined_at: string
}

/** One row for the installation: the canary, which proves the key encryption key, and the wrapped data key. */
export interface KeyringRow {
  id: 1
  canary: Buffer
  data_key_id: string | null
  data_key: Buffer | null
}

/** One term of a workspace's data key, wrapped by the key-encryption key. */
export interface WorkspaceKeyRow {
  id: string
  workspace_id: string
  term: number
  wrapped: Buffer
  created_at: string
}

export interface CredentialRow {
  id: string
  workspace_id: string
  component_id: string
  method_id: string
  name: string
  /** The name as it is compared and searched: see names.ts. */
  name_folded: string
  /** All values, sealed together. */
  sealed: Buffer
  /** Changes with the values only; part of what the seal is bound to. */
  seal_version: number
  version: number
  /** A credential that has to be connected again is failing; its token's row says why. */
  status: 'verified' | 'limited' | 'untestable' | 'unverified' | 'failing'
  identity: string | null
  /** The last verification. */
  receipt_id: string | null
  /** The end of its validity that webhooks were told of. */
  expiry_told: string | null
  created_at: string
  updated_at: string
}

/** How many credentials a workspace has for a component; changes in the transaction that changes them. */
export interface CredentialCountRow {
  workspace_id: string
  component_id: string
  total: number
  failing: number
  /** When one of them was last made or changed. */
  last_changed_at: string | null
}

export interface ReceiptRow {
  id: string
  credential_id: string
  outcome: string
  reason: string | null
  target: string | null
  /** The class of the HTTP status: 2 for 2xx. */
  status_class: number | null
  identity: string | null
  /** JSON: a list of texts. */
  scopes: string | null
  /** When the credential stops working, if the target told. */
  expires_at: string | null
  duration_ms: number
  checked_at: string
}

export interface FlowRow {
  id: string
  workspace_id: string
  name: string
  name_folded: string
  status: 'active' | 'inactive'
  version: number
  created_at: string
  updated_at: string
}

export interface FlowStepRow {
  id: string
  flow_id: string
  position: number
  name: string
  component_id: string
  credential_id: string | null
  /** JSON: the OAuth scopes that the step needs; null where nobody said. */
  scopes: string | null
}

/** One step of an active flow and the credential it is bound to. Its foreign key is the guard. */
export interface CredentialUseRow {
  step_id: string
  flow_id: string
  workspace_id: string
  component_id: string
  credential_id: string
}

/** One row of a workspace's trail, chained to the one before: see audit/chain.ts. */
export interface AuditRow {
  workspace_id: string
  seq: number
  at: string
  actor_kind: 'person' | 'api_key' | 'operator'
  actor_id: string
  action: string
  outcome: 'done' | 'refused'
  subject_id: string
  detail: string
  address: string | null
  mac: Buffer
}

/** The end of a workspace's trail. */
export interface AuditHeadRow {
  workspace_id: string
  seq: number
  mac: Buffer
}

/**
 * A request that makes something, under the key that its sender gave it. Of the request and the key only HMACs are
 * kept, with a key of the workspace: a request holds secrets, and a plain hash of a short one can be guessed.
 */
export interface IdempotencyKeyRow {
  workspace_id: string
  actor_kind: 'person' | 'api_key'
  actor_id: string
  key_hash: string
  request_hash: string
  /** The lease, for servers of version 0.1 that run beside newer ones. */
  claim_id: string
  /** The run that may record what it created. */
  lease_id: string | null
  leased_until: string | null
  /** The id of the created object; null while the request runs. */
  subject_id: string | null
  expires_at: string
}

/** A client that was registered with a vendor, of one workspace or, by the operator, for all. */
export interface OAuthAppRow {
  id: string
  workspace_id: string | null
  component_id: string
  name: string
  name_folded: string
  client_id: string
  /** The client secret; null for a public client. */
  sealed: Buffer | null
  seal_version: number
  created_at: string
  updated_at: string
}

/** The token that a credential has in hand, who may renew it right now, and whether that is still possible. */
export interface CredentialTokenRow {
  credential_id: string
  workspace_id: string
  /** What it was granted through: while a row stands here, the database refuses to delete the app. */
  oauth_app_id: string | null
  /** 1 where a person granted it; what a credential can get by itself is only remembered here. */
  is_granted: number
  /** Null where nobody has asked for one yet, or it was given back. */
  sealed: Buffer | null
  version: number
  /** JSON: what was granted; null where that is not known. */
  scopes: string | null
  ends_at: string | null
  /** When to renew it ahead of its end; null where that can't be done, or need not. */
  renew_at: string | null
  /** Renewals in a row that failed. */
  failures: number
  /** Why only a person can mend it. */
  lost_reason: string | null
  /** Who renews it, or was cut off while doing so. */
  lease_id: string | null
  /** By the database's clock; null where nobody renews it. */
  leased_until: string | null
  updated_at: string
}

/** A person on the way to a vendor and back. What was granted waits here until the credential is saved. */
export interface ConsentRow {
  id: string
  workspace_id: string
  account_id: string
  /** The session that left: only it may come back. */
  session_hash: string
  component_id: string
  method_id: string
  /** The credential that is connected again; null for a new one. */
  credential_id: string | null
  oauth_app_id: string | null
  /** The values, what the journey remembers, and later the token. */
  sealed: Buffer
  seal_version: number
  state: 'away' | 'granted'
  expires_at: string
}

/** A place outside Stepkey that may show the picker. */
export interface EmbedRow {
  id: string
  workspace_id: string
  name: string
  /** Scheme, host and port. */
  origin: string
  created_at: string
}

/** What lets somebody outside Stepkey pick or make one credential, for a little while. */
export interface ConnectTokenRow {
  /** SHA-256 of the token. */
  token_hash: string
  /** What the audit trail knows it by. */
  id: string
  workspace_id: string
  embed_id: string | null
  component_id: string
  /** The step that gets the credential; both or neither. */
  flow_id: string | null
  step_id: string | null
  /** JSON: a list of actions. */
  actions: string
  /** Who made it, or nobody that is known: that is who acts in the audit trail. */
  actor_kind: 'api_key' | 'visitor'
  actor_id: string
  expires_at: string
  /** What it was given out for, where somebody was asked for a credential. */
  request_id: string | null
}

/** Somebody without an account is asked for one credential, by a link. */
export interface CredentialRequestRow {
  id: string
  /** SHA-256 of the secret in the link. */
  token_hash: string
  workspace_id: string
  component_id: string
  /** What the credential will be called. */
  name: string
  note: string
  /** Who asks. */
  actor_kind: 'person' | 'api_key'
  actor_id: string
  state: 'open' | 'fulfilled' | 'revoked'
  /** Dry requests that it was used for. */
  checks: number
  credential_id: string | null
  created_at: string
  expires_at: string
}

/** Who is told of events. */
export interface WebhookRow {
  id: string
  workspace_id: string
  name: string
  url: string
  /** JSON: a list of types; null for all. */
  events: string | null
  /** The secret, and the one before while it still signs along. */
  sealed: Buffer
  seal_version: number
  old_secret_until: string | null
  is_enabled: number
  /** Why Stepkey switched it off; null where a person did. */
  disabled_reason: 'gone' | 'failing' | null
  /** The first of the tries that failed in a row. */
  failing_since: string | null
  last_delivered_at: string | null
  created_at: string
  updated_at: string
}

/** What happened, as it is posted. It holds no value of a credential. */
export interface WebhookEventRow {
  id: string
  workspace_id: string
  type: string
  payload: string
  created_at: string
}

/** One event on its way to one webhook. */
export interface WebhookDeliveryRow {
  id: string
  webhook_id: string
  event_id: string
  is_again: number
  status: 'pending' | 'delivered' | 'failed'
  /** Counted when a try begins: one that a crash cut off is one, too. */
  attempts: number
  /** Null unless it is pending. */
  next_attempt_at: string | null
  lease_id: string | null
  /** By the database's clock. */
  leased_until: string | null
  last_problem: string | null
  last_status: number | null
  last_duration_ms: number | null
  created_at: string
  delivered_at: string | null
}

/** A credential of an active flow that is to be verified again. */
export interface RecheckRow {
  credential_id: string
  workspace_id: string
  /** The host that was asked last. */
  target: string | null
  due_at: string
  /** Times in a row that nothing was learnt. */
  misses: number
  lease_id: string | null
  /** By the database's clock. */
  leased_until: string | null
}

/** A host that limits requests: it is left in peace until then. */
export interface RecheckPauseRow {
  target: string
  paused_until: string
  /** How often in a row. */
  times: number
}
