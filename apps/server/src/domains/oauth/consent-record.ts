import type { Trx } from '../../platform/database/database.ts'
import type { ConsentRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { Secret } from '../../platform/secret.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import type { AuthorizationAttempt } from '../tokens/authorization-code.ts'
import {
  deleteConsent,
  deleteExpiredConsents,
  findConsent,
  insertConsent,
  trimConsents,
  updateConsent,
} from './store.ts'

/** Unfinished consents of a connect session that are kept: the newest ones. */
const CONSENTS_OF_SESSION = 10

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
  /** The authorization URL, for the window that has the ticket. */
  url?: string
  /** The window replaced the page that began the consent: what it needs to go on. */
  sameTab?: { name: string } | undefined
  /** The redirect that the window brought back. */
  returned?: { parameters: Record<string, string>; path: string }
  /** The polling interval is in seconds. `noPollBefore`: when the next poll may run, ISO 8601. */
  device?: { deviceCode: string; interval: number; noPollBefore?: string }
  token?: Record<string, unknown>
  /** When the provider issued the token, ISO 8601. */
  grantedAt?: string
}

/** Who a consent belongs to: only the same session of a user, or the same page with a connect token, can finish or use it. */
export type ConsentHolder =
  | { accountId: string; sessionHash: string }
  | {
      connectSessionId: string
      /** The hash of the secret that only the page knows. */
      secretHash: string
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

/** Returns the columns of the holder. */
export const holderColumns = (holder: ConsentHolder) =>
  'accountId' in holder
    ? { account_id: holder.accountId, connect_session_id: null, holder_hash: holder.sessionHash }
    : { account_id: null, connect_session_id: holder.connectSessionId, holder_hash: holder.secretHash }

/** Returns the error for callers who hold no consents: API keys can't be sent to a browser and back. */
export const noConsentHolder = () =>
  new DomainError('forbidden', 'Only signed-in users can do this. API keys can’t.')

/** Stores a new consent. */
export async function insertConsentRecord(
  { db, keyring }: WorkspaceContext,
  row: Omit<ConsentRow, 'sealed' | 'seal_version'>,
  content: ConsentContent,
): Promise<void> {
  const versioned = { ...row, seal_version: 1 }
  const sealed = await keyring.seal(new Secret({ ...content }), sealedAs(versioned))
  await transact(db, async (trx) => {
    await insertConsent(trx, { ...versioned, sealed })
    if (row.connect_session_id !== null) await trimConsents(trx, row.connect_session_id, CONSENTS_OF_SESSION)
  })
}

/** Returns a consent of this workspace and holder, with its content opened. */
export async function findConsentRecord(
  { db, workspaceId, keyring }: WorkspaceContext,
  holder: ConsentHolder,
  id: string,
): Promise<ConsentRecord | undefined> {
  const row = await findConsent(db, { id, workspace_id: workspaceId, ...holderColumns(holder) })
  return row && (await openConsentRow({ keyring }, row))
}

/** Returns a consent with its content opened. */
export async function openConsentRow(
  { keyring }: Pick<Deps, 'keyring'>,
  row: ConsentRow,
): Promise<ConsentRecord> {
  const content = (await keyring.open(row.sealed, sealedAs(row))).reveal()
  return { row, content: content as unknown as ConsentContent }
}

/**
 * Replaces the content of a consent, and its state and end if given.
 * @returns the changed record; undefined when it was changed, used or deleted since it was read
 */
export async function changeConsentRecord(
  { db, keyring }: Pick<Deps, 'db' | 'keyring'>,
  { row }: ConsentRecord,
  content: ConsentContent,
  change: Partial<
    Pick<ConsentRow, 'state' | 'expires_at' | 'holder_hash' | 'ticket_hash' | 'browser_hash'>
  > = {},
): Promise<ConsentRecord | undefined> {
  const changed = { ...row, ...change, seal_version: row.seal_version + 1 }
  const sealed = await keyring.seal(new Secret({ ...content }), sealedAs(changed))
  const isChanged = await updateConsent(db, row, { ...change, sealed, seal_version: changed.seal_version })
  return isChanged ? { row: { ...changed, sealed }, content } : undefined
}

/** Whether a consent has expired. */
export const isExpired = ({ row }: ConsentRecord, { clock }: Pick<Deps, 'clock'>): boolean =>
  row.expires_at <= clock().toISOString()

/** Returns a grant; undefined if the consent has expired, was used, belongs to another holder, or is not granted yet. */
export async function findGrant(
  ctx: WorkspaceContext,
  holder: ConsentHolder,
  consentId: string,
): Promise<ConsentGrant | undefined> {
  const found = await findConsentRecord(ctx, holder, consentId)
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
