import type { Role } from '@stepkey/shared/access'

/**
 * The rows. Both engines hold the same: text ids, ISO-8601 UTC text times, JSON as text, integers for counts and
 * booleans. migrations/ makes them so; rows never leave the store of their domain.
 */
export interface Tables {
  account: AccountRow
  session: SessionRow
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
}

export interface AccountRow {
  id: string
  name: string
  email: string
  password_hash: string
  created_at: string
}

export interface SessionRow {
  /** SHA-256 of the token in the cookie. */
  token_hash: string
  account_id: string
  created_at: string
  expires_at: string
}

export interface InvitationRow {
  token_hash: string
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
  created_at: string
}

export interface MembershipRow {
  workspace_id: string
  account_id: string
  role: Role
}

/** One row: the canary that proves that the key-encryption key is the right one. */
export interface KeyringRow {
  id: 1
  canary: Buffer
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
  status: 'verified' | 'limited' | 'untestable' | 'unverified' | 'failing'
  identity: string | null
  /** The last verification. */
  receipt_id: string | null
  created_at: string
  updated_at: string
}

/** How many credentials a workspace has for a component; changes in the transaction that changes them. */
export interface CredentialCountRow {
  workspace_id: string
  component_id: string
  total: number
  failing: number
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
}

/** One step of an active flow and the credential it is bound to. Its foreign key is the guard. */
export interface CredentialUseRow {
  step_id: string
  flow_id: string
  workspace_id: string
  component_id: string
  credential_id: string
}

export interface AuditRow {
  id: string
  workspace_id: string
  actor_kind: 'person' | 'api_key'
  actor_id: string
  action: string
  subject_id: string
  detail: string
  at: string
}
