import type { Role } from '@stepkey/shared/access'
import type { StepBinding } from '@stepkey/shared/flow'

/**
 * The rows of all tables, as created by `migrations/`. Both engines store the same types: ids as text, times as ISO
 * 8601 text in UTC, JSON as text, and counts and booleans as integers. Only the store of its domain uses a row.
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
  component: ComponentRow
  component_version: ComponentVersionRow
  credential: CredentialRow
  credential_count: CredentialCountRow
  credential_search: CredentialSearchRow
  credential_tag: CredentialTagRow
  credential_value: CredentialValueRow
  value_trial: ValueTrialRow
  engine_verification: EngineVerificationRow
  deleted_credential: DeletedCredentialRow
  revocation: RevocationRow
  receipt: ReceiptRow
  flow: FlowRow
  flow_step: FlowStepRow
  credential_use: CredentialUseRow
  audit: AuditRow
  audit_head: AuditHeadRow
  audit_subject_name: AuditSubjectNameRow
  deleted_organization: DeletedOrganizationRow
  deleted_audit: AuditRow
  idempotency_key: IdempotencyKeyRow
  oauth_app: OAuthAppRow
  credential_token: CredentialTokenRow
  consent: ConsentRow
  embed: EmbedRow
  connect_session: ConnectSessionRow
  owner_issue: OwnerIssueRow
  connect_token: ConnectTokenRow
  credential_request: CredentialRequestRow
  webhook: WebhookRow
  webhook_event: WebhookEventRow
  webhook_event_object: WebhookEventObjectRow
  webhook_delivery: WebhookDeliveryRow
  recheck: RecheckRow
  recheck_pause: RecheckPauseRow
  notice_setting: NoticeSettingRow
  chat_channel: ChatChannelRow
  notice_event: NoticeEventRow
  notice_group: NoticeGroupRow
  notice_message: NoticeMessageRow
}

/** A user account. */
export interface AccountRow {
  id: string
  name: string
  email: string
  /** Null for accounts that sign in by SSO only. */
  password_hash: string | null
  created_at: string
}

/** The identity of an account at an SSO issuer. */
export interface AccountIdentityRow {
  issuer: string
  subject: string
  account_id: string
  created_at: string
}

/** A session of a signed-in user. */
export interface SessionRow {
  /** SHA-256 of the token in the cookie. */
  token_hash: string
  /** The id by which the user refers to the session. */
  id: string
  account_id: string
  user_agent: string | null
  address: string
  created_at: string
  expires_at: string
  /** Exact to the minute. */
  last_used_at: string
  /** When the user last entered their password or signed in by SSO in this session. */
  confirmed_at: string
}

/** The number of consecutive failed sign-ins to one account or from one network address. */
export interface SignInFailureRow {
  /** SHA-256 of the kind and the e-mail address or network address. */
  key_hash: string
  failures: number
  last_at: string
}

/** A single-use invitation. Without workspace and role, it is the one for the first account. */
export interface InvitationRow {
  id: string
  /** SHA-256 of the secret in the link. */
  token_hash: string
  workspace_id: string | null
  role: Exclude<Role, 'owner'> | null
  /** The account that created the invitation. */
  invited_by: string | null
  /** The address that the link was created for. */
  email: string | null
  created_at: string
  expires_at: string
}

/** An API key of a workspace. */
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
  /** The account of the member who is responsible for the key. Null if unknown. */
  created_by: string | null
  /** JSON: the owners whose credentials the key can use, empty text for the workspace itself; null for all. */
  owners: string | null
  /** JSON: the components whose credentials the key can use; null for all. */
  component_ids: string | null
}

/** A workspace: a user's own, or an organization. */
export interface WorkspaceRow {
  id: string
  name: string
  kind: 'personal' | 'organization'
  /** The interval of scheduled verifications. */
  recheck: 'off' | 'daily' | 'weekly'
  created_at: string
}

/** The membership of an account in a workspace. */
export interface MembershipRow {
  workspace_id: string
  account_id: string
  role: Role
  joined_at: string
}

/** The single row of the installation: the canary, which proves the key encryption key, and the wrapped data key. */
export interface KeyringRow {
  id: 1
  canary: Buffer
  data_key_id: string | null
  data_key: Buffer | null
}

/** A data key of a workspace, wrapped by the key encryption key. Each new key has the next term. */
export interface WorkspaceKeyRow {
  id: string
  workspace_id: string
  term: number
  wrapped: Buffer
  created_at: string
}

/** A component that belongs to a workspace. */
export interface ComponentRow {
  workspace_id: string
  /** `custom:` and a name. */
  id: string
  /** The newest published version; null if there is only a draft. */
  published_version: number | null
  /** Since when the component is not offered for new credentials; null if it is. */
  archived_at: string | null
  created_at: string
}

/** A version of a component. A published one never changes; at most one, with the highest number, is a draft. */
export interface ComponentVersionRow {
  id: string
  workspace_id: string
  component_id: string
  version: number
  /** Incremented with each change of the draft, for optimistic concurrency control. */
  revision: number
  /** JSON: a `component/v1` definition. That of a draft may be incomplete. */
  definition: string
  /** JSON: the results of trials by method. See `trial-record.ts`. */
  trials: string
  /** JSON: by method, why it can't be tested. */
  untested: string
  created_by: string
  created_at: string
  updated_by: string
  updated_at: string
  published_by: string | null
  /** Null for a draft. */
  published_at: string | null
}

/** A credential. */
export interface CredentialRow {
  id: string
  workspace_id: string
  component_id: string
  method_id: string
  /** The version of the component of which the current values are. Null unless a workspace owns the component. */
  definition_id: string | null
  /** The customer that the credential belongs to; empty for the workspace itself. */
  owner: string
  name: string
  /** The name and the owner, in the form for comparison. See `credential-name-key.ts`. */
  name_folded: string
  /** The key by which names are sorted. See `name-order.ts`. */
  name_order: string
  /** The current values, sealed together. Other values of the credential are in `credential_value`. */
  sealed: Buffer
  /** The generation of the current values. Only increases. Part of the additional data of the seal. */
  seal_version: number
  /** Incremented with the name or the values, for optimistic concurrency control. */
  version: number
  /** A credential that must be connected again is `failing`; its token's row has the reason. */
  status: 'verified' | 'limited' | 'untestable' | 'unverified' | 'failing'
  identity: string | null
  /** The last verification. */
  receipt_id: string | null
  /** The last reminder of the expiry: the time of the expiry, and how many days before it the reminder was due. */
  expiry_told: string | null
  /** Null for credentials of a time before that was recorded, if the audit log doesn't know it either. */
  created_by: string | null
  /** When a flow engine last got the values, to the minute; empty if never. */
  last_used_at: string
  last_used_flow_id: string | null
  last_used_step_id: string | null
  /** Since when nothing is issued; null if the credential is not frozen. */
  frozen_at: string | null
  /** How many times in a row the target refused the current values. Means nothing unless the status is `failing`. */
  refusals: number
  /** Until when issuing pauses, after which one attempt is made; null if only a repair helps. As `refusals`. */
  paused_until: string | null
  /** Who entered the current values, and when. Null for values of a time before that was recorded. */
  value_created_by: string | null
  value_created_at: string | null
  created_at: string
  updated_at: string
}

/** Values of a credential that are not the current ones. A credential has at most one `pending` and one `previous`. */
export interface CredentialValueRow {
  id: string
  credential_id: string
  /** Unique among all values of the credential, the current ones included. Part of the additional data of the seal. */
  generation: number
  /** `pending`: on trial, not current yet. `previous`: was current, can be restored. `retired`: erased. */
  state: 'pending' | 'previous' | 'retired'
  /** As in `credential`. */
  definition_id: string | null
  /** Null if retired. */
  sealed: Buffer | null
  /** The result of the last conclusive verification. */
  status: CredentialRow['status']
  identity: string | null
  created_by: string | null
  created_at: string | null
  /** When a previous value is erased. Null for others. */
  erase_at: string | null
  /** 1 if the key of a previous value is revoked at the provider when the value is erased. 0 for others. */
  revoke_on_erase: number
}

/** Values that are to be revoked at the provider. They are sealed as they were in the row that they come from. */
export interface RevocationRow {
  id: string
  workspace_id: string
  /** The credential may be deleted. */
  credential_id: string
  component_id: string
  method_id: string
  definition_id: string | null
  /** The name and the account that the credential had. */
  name: string
  identity: string | null
  /** The generation of the values. */
  generation: number
  /** 1 for access that a user granted; 0 for a key that a user entered. */
  is_grant: number
  /** Null after the last attempt. */
  sealed: Buffer | null
  /** The granted token, sealed as in `credential_token`; null for keys that users enter. */
  token_sealed: Buffer | null
  token_version: number | null
  /** The OAuth app of the consent; null without one, and after it was deleted. */
  oauth_app_id: string | null
  /** `failed`: the provider did not confirm it in time, so a user has to revoke the access there. */
  status: 'pending' | 'failed'
  /** Incremented when an attempt begins, so attempts that a crash interrupts are included. */
  attempts: number
  /** Null unless the revocation is pending. */
  next_attempt_at: string | null
  lease_id: string | null
  /** By the database's clock. */
  leased_until: string | null
  created_at: string
  last_attempt_at: string | null
}

/** A deleted credential that can be restored. Its name is free, and nothing but a restoration reads its values. */
export interface DeletedCredentialRow
  extends Pick<
    CredentialRow,
    | 'id'
    | 'workspace_id'
    | 'component_id'
    | 'method_id'
    | 'definition_id'
    | 'owner'
    | 'name'
    | 'sealed'
    | 'seal_version'
    | 'version'
    | 'identity'
    | 'created_by'
    | 'created_at'
    | 'value_created_by'
    | 'value_created_at'
    | 'last_used_at'
    | 'last_used_flow_id'
    | 'last_used_step_id'
    | 'frozen_at'
  > {
  /** JSON: values by key. */
  tags: string
  /** The name and the identity, in the form for searches. See `search-text.ts`. */
  search_text: string
  /** The highest generation that the credential had. Restored values get the next one. */
  generation: number
  deleted_by: string
  deleted_at: string
  /** When the row is erased. From then on it can't be restored, even if the job has not erased it yet. */
  erase_at: string
}

/** A flow that gets a pending value instead of the current one. */
export interface ValueTrialRow {
  flow_id: string
  value_id: string
}

/** A tag of a credential. A plain label has an empty value. */
export interface CredentialTagRow {
  credential_id: string
  workspace_id: string
  key: string
  value: string
}

/** The text in which a credential is searched. An index of all its substrings belongs to the table. */
export interface CredentialSearchRow {
  credential_id: string
  /** See `search-text.ts`. */
  text: string
}

/** The number of a workspace's credentials for a component. Updated in the transaction that changes a credential. */
export interface CredentialCountRow {
  workspace_id: string
  component_id: string
  total: number
  failing: number
  /** When one of them was last created or changed. */
  last_changed_at: string | null
}

/** The last verification of a credential. */
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
  /** When the credential expires, if the target reported it. */
  expires_at: string | null
  duration_ms: number
  checked_at: string
}

/** A flow. */
export interface FlowRow {
  id: string
  workspace_id: string
  name: string
  name_folded: string
  /** The key by which names are sorted. See `name-order.ts`. */
  name_order: string
  /** The name in the form for search. See `search-text.ts`. */
  search_text: string
  status: 'active' | 'inactive'
  version: number
  created_at: string
  updated_at: string
}

/** A step of a flow. */
export interface FlowStepRow {
  id: string
  flow_id: string
  position: number
  name: string
  component_id: string
  credential_id: string | null
  /** JSON: the OAuth scopes that the step needs; null if not specified. */
  scopes: string | null
  /** `owner`: the step gets the credential of the owner that the flow engine names; `credential_id` is null. */
  binding: StepBinding
  /** JSON: the methods that the owner's credential may have; null for all. */
  methods: string | null
}

/** When an active flow last got a credential through a step that is bound to the owner's credential. */
export interface OwnerIssueRow {
  credential_id: string
  flow_id: string
  /** To the hour. */
  last_issued_at: string
}

/** A step of an active flow that is bound to a credential. Its foreign key prevents the credential's deletion. */
export interface CredentialUseRow {
  step_id: string
  flow_id: string
  workspace_id: string
  component_id: string
  credential_id: string
}

/** An entry of a workspace's audit log, chained to the previous one. See `audit/hash-chain.ts`. */
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

/** A name that the audit log of a workspace recorded for an object. An object that was renamed has several. */
export interface AuditSubjectNameRow {
  workspace_id: string
  subject_id: string
  name: string
  /** The name, folded. See `search-text.ts`. */
  search_text: string
  /** The first entry with this name. */
  seq: number
}

/** The last entry of a workspace's audit log. */
export interface AuditHeadRow {
  workspace_id: string
  seq: number
  mac: Buffer
}

/** A deleted organization whose audit log is kept in `deleted_audit`, with the head of its hash chain. */
export interface DeletedOrganizationRow {
  workspace_id: string
  name: string
  deleted_at: string
  /** The account of the owner, with the name and e-mail address at that time. */
  deleted_by: string
  deleted_by_name: string
  deleted_by_email: string
  seq: number
  mac: Buffer
  /** The audit key of the workspace, wrapped by the key encryption key. */
  audit_key: Buffer
  /** 1 while the log is being deleted. */
  is_expired: number
}

/**
 * A request with an idempotency key. Request and key are stored as HMACs with a secret of the workspace: a request
 * contains secrets, and the plain hash of a short one could be found by trying.
 */
export interface IdempotencyKeyRow {
  workspace_id: string
  actor_kind: 'person' | 'api_key'
  actor_id: string
  key_hash: string
  request_hash: string
  /** The lease of servers of version 0.1, which may run at the same time as newer ones. */
  claim_id: string
  /** The lease of the run that may store the id of the created object. */
  lease_id: string | null
  leased_until: string | null
  /** The id of the created object; null while the request runs. */
  subject_id: string | null
  expires_at: string
}

/** An OAuth client registered with a provider, of one workspace or of the installation (without workspace). */
export interface OAuthAppRow {
  id: string
  workspace_id: string | null
  component_id: string
  name: string
  name_folded: string
  client_id: string
  /** On the customer's domain; null for Stepkey's own. */
  redirect_uri: string | null
  /** The client secret; null for a public client. */
  sealed: Buffer | null
  seal_version: number
  created_at: string
  updated_at: string
}

/** The stored OAuth token of a credential, with the lease for its refresh and the state of its grant. */
export interface CredentialTokenRow {
  credential_id: string
  workspace_id: string
  /** The OAuth app of the consent. Its foreign key prevents the app's deletion. */
  oauth_app_id: string | null
  /** 1 if a user granted the token; 0 if the credential can request a new token at any time. */
  is_granted: number
  /** Null before the first token request, and after the grant was lost. */
  sealed: Buffer | null
  /** Incremented by every refresh. */
  version: number
  /** JSON: the granted scopes; null if unknown. */
  scopes: string | null
  ends_at: string | null
  /** When to refresh the token; null if that is not possible or not needed. */
  renew_at: string | null
  /** The number of consecutive failed refreshes. */
  failures: number
  /** JSON, a `RefreshFailure` of `domains/tokens/refresh.ts`; null unless the last refresh failed. */
  refresh_failure: string | null
  /** Why the grant was lost, so that the user must connect again. */
  lost_reason: string | null
  /** The lease of the running refresh, or of one that was interrupted. */
  lease_id: string | null
  /** By the database's clock; null while no refresh is running. */
  leased_until: string | null
  updated_at: string
}

/** An OAuth consent in progress. Stores the granted token until the credential is saved. */
export interface ConsentRow {
  id: string
  workspace_id: string
  /** The user that began the consent; null for a person without an account, who has a connect session. */
  account_id: string | null
  connect_session_id: string | null
  /** SHA-256 of the token of the user's session, or of the secret of the page with a connect token. Only they can finish and use it. */
  holder_hash: string
  /** SHA-256 of the ticket with which a window can open the provider's page; null without one, and when it was used. */
  ticket_hash: string | null
  /** SHA-256 of the cookie of the browser that used the ticket. Only this browser can bring the provider's answer. */
  browser_hash: string | null
  component_id: string
  method_id: string
  /** The credential that is connected again; null for a new one. */
  credential_id: string | null
  oauth_app_id: string | null
  /** The values, the authorization request (state, PKCE verifier) or the device code, and later the token. */
  sealed: Buffer
  seal_version: number
  state: 'away' | 'granted'
  expires_at: string
}

/** An origin that may embed the picker. */
export interface EmbedRow {
  id: string
  workspace_id: string
  name: string
  /** Scheme, host and port. */
  origin: string
  /** JSON: how it looks to people without an account; null for the appearance of Stepkey. */
  branding: string | null
  created_at: string
}

/** What the holders of connect tokens outside Stepkey may do: choose, create or reconnect a credential. */
export interface ConnectSessionRow {
  /** The id in the audit log. */
  id: string
  workspace_id: string
  embed_id: string | null
  /** The owner of the credentials, empty for the workspace itself; null for all owners. */
  owner: string | null
  /** JSON: a list of ids. */
  component_ids: string
  /** JSON: a list of ids; null for all methods. */
  method_ids: string | null
  /** JSON: a list of actions. */
  actions: string
  /** The credential that is connected again. It belongs to the owner. */
  credential_id: string | null
  /** JSON: the tags of new credentials, values by key. */
  tags: string | null
  /** The step that gets the credential. Either both or none of these are set. */
  flow_id: string | null
  step_id: string | null
  /** The credential request that the session fulfils, if any. */
  request_id: string | null
  /** The actor in the audit log: the API key that created the session, or a visitor for credential requests. */
  actor_kind: 'api_key' | 'visitor'
  actor_id: string
  /** SHA-256 of the secret in the link; null without a link. */
  link_hash: string | null
  link_expires_at: string | null
  /** JSON: the OAuth scopes that forms start with; null for those of the component. */
  scopes: string | null
  /** The page to return to, if the provider is opened in the same tab. */
  return_url: string | null
  /** The language of the texts, as a BCP 47 tag; null for that of the browser. */
  locale: string | null
  /** When the link and all tokens have ended. */
  expires_at: string
  /**
   * SHA-256 of what the session is for, if its link is offered to flow engines instead of a credential; null for all
   * others. Unique, so that repeated issues get the same link.
   */
  offer_hash: string | null
}

/** A short-lived token of a connect session. */
export interface ConnectTokenRow {
  /** SHA-256 of the token. */
  token_hash: string
  session_id: string
  expires_at: string
}

/** A link by which a person without an account provides one credential. */
export interface CredentialRequestRow {
  id: string
  /** SHA-256 of the secret in the link. */
  token_hash: string
  workspace_id: string
  component_id: string
  /** The owner and the tags (JSON, values by key) of the future credential. */
  owner: string
  tags: string | null
  /** The name of the future credential. */
  name: string
  note: string
  /** The user or API key that created the request. */
  actor_kind: 'person' | 'api_key'
  actor_id: string
  state: 'open' | 'fulfilled' | 'revoked'
  /** The number of verification attempts so far, which is limited. */
  checks: number
  credential_id: string | null
  /** The language of the mail and the page, as a BCP 47 tag; null for English and that of the browser. */
  locale: string | null
  /** The embed whose branding the page has, if any. */
  embed_id: string | null
  created_at: string
  expires_at: string
}

/** A receiver of events. */
export interface WebhookRow {
  id: string
  workspace_id: string
  name: string
  url: string
  /** JSON: a list of event types; null for all. */
  events: string | null
  /** The signing secret, and the previous one during a rotation. */
  sealed: Buffer
  seal_version: number
  old_secret_until: string | null
  is_enabled: number
  /** Why Stepkey disabled the webhook; null if it is enabled or a user disabled it. */
  disabled_reason: 'gone' | 'failing' | null
  /** The time of the first of the consecutive failed attempts. */
  failing_since: string | null
  last_delivered_at: string | null
  created_at: string
  updated_at: string
}

/** An event in the outbox. Its payload contains no values of credentials. */
export interface WebhookEventRow {
  id: string
  workspace_id: string
  type: string
  payload: string
  created_at: string
}

/** An id by which the deliveries of an event are found: its own, or that of an object in its payload. */
export interface WebhookEventObjectRow {
  object_id: string
  event_id: string
}

/** The delivery of one event to one webhook. */
export interface WebhookDeliveryRow {
  id: string
  webhook_id: string
  event_id: string
  /** 1 if a user resent the event. */
  is_again: number
  status: 'pending' | 'delivered' | 'failed'
  /** Incremented when an attempt begins, so attempts that a crash interrupts are included. */
  attempts: number
  /** Null unless the delivery is pending. */
  next_attempt_at: string | null
  lease_id: string | null
  /** By the database's clock. */
  leased_until: string | null
  last_problem: string | null
  last_status: number | null
  last_duration_ms: number | null
  /** When the last attempt began. Null before the first one, and for attempts of versions that did not store it. */
  last_attempt_at: string | null
  /** The response to the last attempt, as JSON: `StoredResponse` of delivery-response.ts. Null if there was none. */
  last_response: string | null
  created_at: string
  delivered_at: string | null
}

/** A scheduled verification of a credential. */
export interface RecheckRow {
  credential_id: string
  workspace_id: string
  /** The host of the last verification request. */
  target: string | null
  due_at: string
  /** The number of consecutive inconclusive verifications. */
  misses: number
  lease_id: string | null
  /** By the database's clock. */
  leased_until: string | null
}

/** A running verification of a value that flow engines have caused. Deleted when it ends. */
export interface EngineVerificationRow {
  credential_id: string
  generation: number
  lease_id: string | null
  /** By the database's clock. */
  leased_until: string | null
}

/** A host that limits requests. No scheduled verification calls it until then. */
export interface RecheckPauseRow {
  target: string
  paused_until: string
  /** The number of consecutive pauses, for the backoff. */
  times: number
}

/** What a member is told of by e-mail. Without a row, the default of the role applies. */
export interface NoticeSettingRow {
  workspace_id: string
  account_id: string
  delivery: 'off' | 'at_once' | 'daily'
  /** JSON: a list of kinds. */
  kinds: string
  /** When `delivery` was last changed. Earlier events are not told. */
  since: string
}

/** A channel of a chat that is told of events, through an incoming webhook. */
export interface ChatChannelRow {
  id: string
  workspace_id: string
  name: string
  format: 'slack' | 'teams' | 'mattermost'
  /** The host of the URL, with its port. */
  host: string
  /** The URL. It is a secret: a program that knows it can post to the channel. */
  sealed: Buffer
  seal_version: number
  delivery: 'at_once' | 'daily'
  /** JSON: a list of kinds. */
  kinds: string
  /** When `delivery` was last changed. Earlier events are not told. */
  since: string
  is_enabled: number
  /** Why Stepkey disabled the channel; null if it is enabled or a user disabled it. */
  disabled_reason: 'gone' | 'failing' | null
  /** The time of the first of the consecutive failed attempts. */
  failing_since: string | null
  last_sent_at: string | null
  created_at: string
  updated_at: string
}

/** An event that recipients of notices are told of, in the outbox. Holds no name and no value of the credential. */
export interface NoticeEventRow {
  id: string
  workspace_id: string
  /** Exactly one of credential and revocation is set. */
  credential_id: string | null
  revocation_id: string | null
  /** The host, or the component, by which events are grouped into messages. */
  target: string
  kind: 'failing' | 'recovered' | 'frozen' | 'expiring' | 'not_revoked'
  /** The expiry that an event of the kind `expiring` announces. */
  expires_at: string | null
  created_at: string
  /** 1 when the messages that are sent at once were composed. */
  is_told: number
  /** 1 when the daily messages were composed. */
  is_digested: number
}

/** The events of one target of a workspace that become one message. With the empty target: the daily message. */
export interface NoticeGroupRow {
  id: string
  workspace_id: string
  target: string
  /** The time of the first event that no message contains; null if there is none. */
  pending_since: string | null
  last_message_at: string | null
  lease_id: string | null
  /** By the database's clock. */
  leased_until: string | null
}

/** A message to one member or one chat channel. */
export interface NoticeMessageRow {
  id: string
  workspace_id: string
  /** Exactly one of account and channel is set. */
  account_id: string | null
  channel_id: string | null
  /** JSON: `NoticeContent` of notices/notice-content.ts. */
  content: string
  status: 'pending' | 'sent' | 'failed'
  /** Incremented when an attempt begins, so attempts that a crash interrupts are included. */
  attempts: number
  /** Null unless the message is pending. */
  next_attempt_at: string | null
  lease_id: string | null
  /** By the database's clock. */
  leased_until: string | null
  last_problem: string | null
  created_at: string
  sent_at: string | null
}
