import { type Insertable, sql } from 'kysely'
import { isUsedByActiveFlow } from '../../platform/database/credential-in-use.ts'
import type { Db, Trx } from '../../platform/database/database.ts'
import { acquireLease, isNotIn, updateLeased } from '../../platform/database/lease.ts'
import type { CredentialTokenRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'

/** Returns the version of a credential's values with its stored token. The token's columns are null if it has none. */
export async function findToken(db: Db | Trx, workspaceId: string, credentialId: string) {
  return await db
    .selectFrom('credential as c')
    .leftJoin('credential_token as t', 't.credential_id', 'c.id')
    .where('c.workspace_id', '=', workspaceId)
    .where('c.id', '=', credentialId)
    .select([
      'c.seal_version',
      'c.status',
      't.sealed',
      't.version',
      't.is_granted',
      't.ends_at',
      't.renew_at',
      't.updated_at',
      't.oauth_app_id',
      't.lost_reason',
      't.failures',
      't.refresh_failure',
    ])
    .executeTakeFirst()
}

/** Stores a granted token in place of any other. A running refresh loses its lease. */
export async function upsertToken(trx: Trx, row: Insertable<CredentialTokenRow>): Promise<void> {
  const { credential_id, ...values } = row
  await trx
    .insertInto('credential_token')
    .values(row)
    .onConflict((conflict) => conflict.column('credential_id').doUpdateSet(values))
    .execute()
}

/** Deletes the token of a credential, for example because it was issued for values that changed. */
export async function deleteToken(trx: Trx, credentialId: string): Promise<void> {
  await trx.deleteFrom('credential_token').where('credential_id', '=', credentialId).execute()
}

/** Inserts a row without a token unless there is a row already. The row can then be leased for the first request. */
export async function insertEmptyToken(
  db: Db,
  { workspaceId, credentialId, now }: { workspaceId: string; credentialId: string; now: string },
): Promise<void> {
  await db
    .insertInto('credential_token')
    .values({
      credential_id: credentialId,
      workspace_id: workspaceId,
      oauth_app_id: null,
      is_granted: 0,
      sealed: null,
      version: 0,
      scopes: null,
      ends_at: null,
      renew_at: null,
      failures: 0,
      refresh_failure: null,
      lost_reason: null,
      lease_id: null,
      leased_until: null,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .execute()
}

/**
 * Acquires the refresh lease of a token, unless another process holds it or the grant is lost.
 * @returns the lease, and the row before that: it still has the id of a lease that expired without being released
 */
export async function acquireTokenLease(
  db: Db,
  { credentialId, duration }: { credentialId: string; duration: number },
): Promise<{ leaseId: string; before: CredentialTokenRow } | undefined> {
  return await transact(db, async (trx) => {
    const before = await trx
      .selectFrom('credential_token')
      .selectAll()
      .where('credential_id', '=', credentialId)
      .where('lost_reason', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!before) return undefined
    const leaseId = await acquireLease(trx, 'credential_token', { credential_id: credentialId }, duration)
    return leaseId === undefined ? undefined : { leaseId, before }
  })
}

interface LeasedToken {
  credentialId: string
  leaseId: string
  version: number
}

/**
 * Changes a token under its lease, and releases the lease unless `leaseAfter` keeps it.
 * @returns false when the lease was lost
 */
export const updateLeasedToken = (
  db: Db | Trx,
  { credentialId, leaseId, version }: LeasedToken,
  change: Partial<CredentialTokenRow>,
  leaseAfter: string | null = null,
): Promise<boolean> =>
  updateLeased(
    db,
    'credential_token',
    { credential_id: credentialId, lease_id: leaseId, version },
    { ...change, lease_id: leaseAfter },
  )

/** Changes a token without a lease. A process that holds the lease loses it, and its refreshed token is discarded. */
export async function supersedeToken(
  trx: Trx,
  credentialId: string,
  change: Partial<CredentialTokenRow>,
): Promise<void> {
  await trx
    .updateTable('credential_token')
    .set((eb) => ({ ...change, version: eb('version', '+', 1), lease_id: null, leased_until: null }))
    .where('credential_id', '=', credentialId)
    .execute()
}

/** Stores a failed refresh, and postpones the next scheduled one. @returns false when the lease was lost */
export const postponeRefresh = (
  db: Db | Trx,
  leased: LeasedToken,
  {
    failures,
    failure,
    refreshAt,
    keepLease,
  }: { failures: number; failure: string; refreshAt: string | null; keepLease: boolean },
): Promise<boolean> =>
  updateLeasedToken(
    db,
    leased,
    { failures, refresh_failure: failure, ...(refreshAt && { renew_at: refreshAt }) },
    keepLease ? leased.leaseId : null,
  )

/**
 * Returns the credentials whose granted tokens are due for a refresh, the longest overdue first. Tokens that no active
 * flow uses are refreshed only if they were last updated before `idleSince`.
 * @param query.except the credentials to leave out
 */
export async function findTokensDueForRefresh(
  db: Db,
  {
    now,
    idleSince,
    exceptWorkspaces,
    except,
    limit,
  }: {
    now: string
    idleSince: string
    exceptWorkspaces: readonly string[]
    except: readonly string[]
    limit: number
  },
) {
  const due = sql<string>`coalesce(t.renew_at, t.ends_at)`
  return await db
    .selectFrom('credential_token as t')
    .innerJoin('credential as c', 'c.id', 't.credential_id')
    .where('t.is_granted', '=', 1)
    .where('t.lost_reason', 'is', null)
    .where(due, '<=', now)
    .where(isNotIn('c.workspace_id', exceptWorkspaces))
    .where(isNotIn('c.id', except))
    .where((eb) =>
      eb.or([eb('t.updated_at', '<=', idleSince), eb('t.renew_at', 'is', null), isUsedByActiveFlow]),
    )
    .select(['c.id', 'c.workspace_id'])
    .orderBy(due)
    .limit(limit)
    .execute()
}
