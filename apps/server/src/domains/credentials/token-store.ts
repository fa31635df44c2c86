import { SERVER_ID } from '@stepkey/shared/audit-actions'
import { asksConsent } from '@stepkey/shared/component'
import type { Trx } from '../../platform/database/database.ts'
import type { CredentialRow, CredentialTokenRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { Secret } from '../../platform/secret.ts'
import { CLOCK_SKEW, HOUR, SECOND } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { CatalogMethod } from '../catalog/catalog.ts'
import type { Deps } from '../context.ts'
import {
  isAlive,
  type Lease,
  type Loss,
  type LossReason,
  type RefreshFailure,
  type StoredToken,
  type Token,
  type TokenStore,
  tokenTimes,
} from '../tokens/refresh.ts'
import { isRefreshable } from '../tokens/refresh-grant.ts'
import { jwtExpiry } from '../tokens/token-lifetime.ts'
import { tokenScopes } from '../tokens/token-scopes.ts'
import type { CredentialDetailRow } from './listed-table.ts'
import { markFailing, type RefusalContext, storeRefusal } from './refusal.ts'
import { lockCredential } from './store.ts'
import {
  acquireTokenLease,
  findToken,
  insertEmptyToken,
  postponeRefresh,
  supersedeToken,
  updateLeasedToken,
} from './token-table.ts'

type StoreDeps = Pick<Deps, 'db' | 'catalog' | 'keyring' | 'clock' | 'config' | 'background'>
type CredentialRef = Pick<
  CredentialDetailRow,
  'id' | 'workspace_id' | 'component_id' | 'name' | 'seal_version' | 'status'
>

/** Returns the backoff of a scheduled refresh, in milliseconds: 30 s after the first failure, doubling, up to 1 h. */
const backoff = (failures: number) => Math.min(30 * SECOND * 2 ** failures, HOUR)

/**
 * Returns the store for the tokens of one credential. It is valid only while the credential keeps the values that it
 * had when `ref` was read; after that, its methods throw `not_found` or `conflict`, or return false.
 */
export function createTokenStore(deps: StoreDeps, ref: CredentialRef, { method }: CatalogMethod): TokenStore {
  const isGrant = asksConsent(method.token)
  const { db, keyring, clock } = deps
  const { id: credentialId, workspace_id: workspaceId, seal_version: sealVersion } = ref

  const open = async (sealed: Buffer | null, version: number): Promise<Token | undefined> =>
    sealed ? await openToken(keyring, ref, { sealed, version }) : undefined

  const leasedRow = ({ id, stored }: Lease) => ({ credentialId, leaseId: id, version: stored.version })

  /**
   * @throws DomainError not_found or conflict, when the credential was deleted or its values changed in the meantime
   */
  async function readRow() {
    const row = await findToken(db, workspaceId, credentialId)
    if (!row) throw notFound('credential')
    if (row.seal_version !== sealVersion) {
      throw new DomainError('conflict', 'This credential was changed a moment ago. Try again.')
    }
    return row
  }

  return {
    // Includes the version, so that callers with new values don't share a refresh that uses the old values.
    id: `${credentialId}/${sealVersion}`,

    async read(): Promise<StoredToken | undefined> {
      const { version, failures, status, ...row } = await readRow()
      if (version === null || failures === null) return undefined
      const stored = toStoredToken({ ...row, version, failures }, await open(row.sealed, version), clock())
      const isNewlyRefused = status === 'failing' && ref.status !== 'failing'
      return { ...stored, isNewlyRefused, ...(row.lost_reason && { lost: row.lost_reason as LossReason }) }
    },

    async lease(duration) {
      const row = await readRow()
      if (row.version === null) {
        await insertEmptyToken(db, { workspaceId, credentialId, now: clock().toISOString() })
      }
      const acquired = await acquireTokenLease(db, { credentialId, duration })
      if (!acquired) return undefined
      const { leaseId: id, before } = acquired
      return {
        id,
        wasInterrupted: before.lease_id !== null,
        stored: toStoredToken(before, await open(before.sealed, before.version), clock()),
      }
    },

    async replace(lease, token, now) {
      const version = lease.stored.version + 1
      const change = await tokenColumns(deps, ref, { method, token, version, now })
      return await transact(db, async (trx) => {
        // The lock makes an update of the values wait for this transaction; the update then deletes this token.
        const credential = await lockCredential(trx, { workspaceId }, credentialId)
        if (credential?.seal_version !== sealVersion) return false
        return await updateLeasedToken(trx, leasedRow(lease), change)
      })
    },

    async release(lease, failed) {
      if (!failed) {
        await updateLeasedToken(db, leasedRow(lease), {})
        return
      }
      const { now, isInterrupted, ...failure } = failed
      const failures = lease.stored.failures + 1
      const refreshAt = lease.stored.refreshAt && new Date(now.getTime() + backoff(failures - 1))
      // A rejected client says nothing about a granted token that is still valid.
      const isRefused = failure.finding.outcome === 'rejected' && !(isGrant && isAlive(lease.stored, now))
      await transact(db, async (trx) => {
        const credential = isRefused ? await lockCredential(trx, { workspaceId }, credentialId) : undefined
        const isHeld = await postponeRefresh(trx, leasedRow(lease), {
          failures,
          failure: JSON.stringify(failure),
          refreshAt: refreshAt?.toISOString() ?? null,
          // A lease that expires without being released marks the refresh as interrupted, as after a crash.
          keepLease: isInterrupted || lease.wasInterrupted,
        })
        if (isHeld && credential?.seal_version === sealVersion) {
          await storeRefusal(trx, { ...deps, workspaceId, actor }, credential, failure.finding)
        }
      })
    },

    async lose(lease, loss) {
      return await transact(db, async (trx) => {
        const credential = await lockCredential(trx, { workspaceId }, credentialId)
        if (credential?.seal_version !== sealVersion) return false
        if (!(await updateLeasedToken(trx, leasedRow(lease), lossColumns(loss)))) return false
        await markReconnectNeeded(trx, { ...deps, workspaceId, actor }, credential, loss)
        return true
      })
    },
  }
}

/** Deletes a token and marks its grant as lost, even while it is being refreshed. Lock the credential's row first. */
export async function discardToken(trx: Trx, credentialId: string, loss: Loss): Promise<void> {
  await supersedeToken(trx, credentialId, lossColumns(loss))
}

/** Returns the changes for a lost grant: its token is deleted, because it can't be used any more. */
const lossColumns = ({ reason }: Loss) => ({
  lost_reason: reason,
  sealed: null,
  renew_at: null,
  ends_at: null,
  refresh_failure: null,
})

/**
 * Marks a credential as one that the user must connect again: status, receipt, event, audit entry and counts. Lock the
 * credential's row first.
 */
export async function markReconnectNeeded(
  trx: Trx,
  ctx: RefusalContext,
  credential: CredentialRow,
  loss: Loss,
): Promise<void> {
  await markFailing(trx, ctx, credential, loss)
  const { id, name } = credential
  await writeAuditEntry(trx, ctx, 'credential.disconnected', id, { name, reason: loss.reason })
}

/** The assumed lifetime of a token without `expires_in` that can be requested again without a user, in seconds. */
const UNKNOWN_LIFETIME = 300

const actor = { kind: 'operator', id: SERVER_ID } as const

/** Returns the columns that store a token: the sealed token, and its scopes and times in plain text. */
export async function tokenColumns(
  { keyring }: Pick<StoreDeps, 'keyring'>,
  ref: Pick<CredentialRef, 'id' | 'workspace_id'>,
  {
    method,
    token,
    version,
    now,
  }: { method: CatalogMethod['method']; token: Token; version: number; now: Date },
) {
  const request = method.token
  const isGranted = asksConsent(request)
  const lifetime = request && 'lifetime' in request ? request.lifetime : undefined
  const { endsAt, refreshAt } = tokenTimes(token, now, {
    lifetime: lifetime ?? (isGranted ? undefined : UNKNOWN_LIFETIME),
  })
  const canRefresh = !isGranted || isRefreshable(request, token)
  const scopes = tokenScopes(token)
  return {
    sealed: await keyring.seal(new Secret(token), sealedAs(ref, version)),
    version,
    scopes: scopes ? JSON.stringify(scopes) : null,
    ends_at: endsAt?.toISOString() ?? null,
    renew_at: canRefresh ? (refreshAt?.toISOString() ?? null) : null,
    failures: 0,
    refresh_failure: null,
    lost_reason: null,
    lease_id: null,
    leased_until: null,
    updated_at: now.toISOString(),
  }
}

/** Returns a stored token. Tokens that older versions stored without an end may be JWTs that name it. */
function toStoredToken(
  row: StoredTimes & Pick<CredentialTokenRow, 'version' | 'failures' | 'refresh_failure'>,
  token: Token | undefined,
  now: Date,
): StoredToken {
  const { endsAt = jwtExpiry(token?.access_token), refreshAt } = timesOf(row, now)
  const failure = row.refresh_failure && { failure: JSON.parse(row.refresh_failure) as RefreshFailure }
  return { version: row.version, token, endsAt, refreshAt, failures: row.failures, ...failure }
}

/** Opens the sealed token of a credential. */
export async function openToken(
  keyring: Deps['keyring'],
  ref: Pick<CredentialRef, 'id' | 'workspace_id'>,
  { sealed, version }: { sealed: Buffer; version: number },
): Promise<Token> {
  return (await keyring.open(sealed, sealedAs(ref, version))).reveal()
}

/** The additional data that a token is sealed with. */
const sealedAs = (ref: Pick<CredentialRef, 'id' | 'workspace_id'>, version: number) => ({
  workspaceId: ref.workspace_id,
  table: 'credential_token' as const,
  id: ref.id,
  sealVersion: version,
})

type StoredTimes = Record<'ends_at' | 'renew_at' | 'updated_at', string | null>

/**
 * Returns when a stored token ends and when to refresh it. If a clock that ran ahead and was corrected stored these times,
 * the token is refreshed at its next use, and ends after its lifetime at the latest.
 */
function timesOf(row: StoredTimes, now: Date): Pick<StoredToken, 'endsAt' | 'refreshAt'> {
  const endsAt = date(row.ends_at)
  const refreshAt = date(row.renew_at)
  const storedAt = date(row.updated_at)
  if (!storedAt || storedAt.getTime() <= now.getTime() + CLOCK_SKEW) return { endsAt, refreshAt }
  return {
    endsAt: endsAt && new Date(now.getTime() + endsAt.getTime() - storedAt.getTime()),
    refreshAt: refreshAt && now,
  }
}

const date = (text: string | null) => (text === null ? undefined : new Date(text))
