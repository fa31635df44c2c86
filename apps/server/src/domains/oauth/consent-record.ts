import type { Trx } from '../../platform/database/database.ts'
import type { ConsentRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { Secret } from '../../platform/secret.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import type { AuthorizationAttempt } from '../tokens/authorization-code.ts'
import { deleteConsent, deleteExpiredConsents, findConsent, insertConsent, updateConsent } from './store.ts'

/**
 * A consent in progress. Its row is `away` while the user is at the provider, then `granted` until the credential is
 * saved. Each change is a compare-and-swap on state and version. If two requests bring the same callback, only one of
 * them succeeds; the other one gets `expired`.
 */
export interface ConsentRecord {
  row: ConsentRow
  content: ConsentContent
}

/** The sealed part of a consent. */
export interface ConsentContent {
  values: Record<string, unknown>
  /** The authorization request that the callback must match: state, PKCE verifier and redirect URI. */
  attempt?: AuthorizationAttempt
  /** The polling interval is in seconds. `pollingUntil`: a poll is running, ISO 8601. */
  device?: { deviceCode: string; interval: number; pollingUntil?: string }
  token?: Record<string, unknown>
  /** When the provider issued the token, ISO 8601. */
  grantedAt?: string
}

/** The user and session that a consent belongs to: only they can finish or use it. */
export interface ConsentSession {
  accountId: string
  sessionHash: string
}

/** A granted token that is not yet saved with a credential. */
export interface ConsentGrant {
  /** The id of the consent. */
  id: string
  componentId: string
  methodId: string
  /** The stored credential that it is for; absent for a new one. */
  credentialId: string | undefined
  oauthAppId: string | null
  values: Secret<Record<string, unknown>>
  token: Record<string, unknown>
  grantedAt: Date
}

/**
 * Returns the session that a consent is bound to. API keys have none: they can't be sent to a browser and back.
 * @throws DomainError forbidden
 */
export function requireConsentSession(
  { actor }: WorkspaceContext,
  sessionHash: string | undefined,
): ConsentSession {
  if (actor.kind !== 'person' || sessionHash === undefined) {
    throw new DomainError('forbidden', 'Only signed-in users can do this. API keys can’t.')
  }
  return { accountId: actor.id, sessionHash }
}

/** Stores a new consent. */
export async function insertConsentRecord(
  { db, keyring }: WorkspaceContext,
  row: Omit<ConsentRow, 'sealed' | 'seal_version'>,
  content: ConsentContent,
): Promise<void> {
  const versioned = { ...row, seal_version: 1 }
  const sealed = await keyring.seal(new Secret({ ...content }), sealedAs(versioned))
  await transact(db, (trx) => insertConsent(trx, { ...versioned, sealed }))
}

/** Returns a consent of this workspace, user and session, with its content opened. */
export async function findConsentRecord(
  { db, workspaceId, keyring }: WorkspaceContext,
  { accountId, sessionHash }: ConsentSession,
  id: string,
): Promise<ConsentRecord | undefined> {
  const owned = { id, workspace_id: workspaceId, account_id: accountId, session_hash: sessionHash }
  const row = await findConsent(db, owned)
  if (!row) return undefined
  const content = (await keyring.open(row.sealed, sealedAs(row))).reveal()
  return { row, content: content as unknown as ConsentContent }
}

/**
 * Replaces the content of a consent, and its state and end if given.
 * @returns the changed record; undefined when it was changed, used or deleted since it was read
 */
export async function changeConsentRecord(
  { db, keyring }: WorkspaceContext,
  { row }: ConsentRecord,
  content: ConsentContent,
  change: Partial<Pick<ConsentRow, 'state' | 'expires_at'>> = {},
): Promise<ConsentRecord | undefined> {
  const changed = { ...row, ...change, seal_version: row.seal_version + 1 }
  const sealed = await keyring.seal(new Secret({ ...content }), sealedAs(changed))
  const isChanged = await updateConsent(db, row, { ...change, sealed, seal_version: changed.seal_version })
  return isChanged ? { row: { ...changed, sealed }, content } : undefined
}

/** Whether a consent has expired. */
export const isExpired = ({ row }: ConsentRecord, { clock }: WorkspaceContext): boolean =>
  row.expires_at <= clock().toISOString()

/** Returns a grant; undefined if the consent has expired, was used, belongs to another session, or is not granted yet. */
export async function findGrant(
  ctx: WorkspaceContext,
  session: ConsentSession,
  consentId: string,
): Promise<ConsentGrant | undefined> {
  const found = await findConsentRecord(ctx, session, consentId)
  if (!found || isExpired(found, ctx)) return undefined
  const { row, content } = found
  if (!content.token || !content.grantedAt) return undefined
  return {
    id: row.id,
    componentId: row.component_id,
    methodId: row.method_id,
    credentialId: row.credential_id ?? undefined,
    oauthAppId: row.oauth_app_id,
    values: new Secret(content.values),
    token: content.token,
    grantedAt: new Date(content.grantedAt),
  }
}

/** Deletes a granted consent because a credential is saved with it. @returns false when it was already used */
export const spendConsent = (trx: Trx, id: string): Promise<boolean> =>
  deleteConsent(trx, { id, state: 'granted' })

/** Deletes expired consents. */
export async function sweepConsents({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  await deleteExpiredConsents(db, clock().toISOString())
}

/** The additional data that the content is sealed with. */
const sealedAs = (row: Pick<ConsentRow, 'workspace_id' | 'id' | 'seal_version'>) => ({
  workspaceId: row.workspace_id,
  table: 'consent' as const,
  id: row.id,
  sealVersion: row.seal_version,
})
