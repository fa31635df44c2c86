import type { Db, Trx } from '../../platform/database/database.ts'
import { acquireLease, deleteLeased, extendLease, updateLeased } from '../../platform/database/lease.ts'
import type { IdempotencyKeyRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'

/** The columns that identify a key. Keys of other callers or workspaces are independent, even with the same text. */
export type KeyOwner = Pick<IdempotencyKeyRow, 'workspace_id' | 'actor_kind' | 'actor_id' | 'key_hash'>

/** Inserts a key without a run, unless it exists. */
export async function insertKey(
  db: Db,
  row: KeyOwner & Pick<IdempotencyKeyRow, 'request_hash' | 'expires_at'>,
): Promise<void> {
  await db
    .insertInto('idempotency_key')
    .values({ ...row, claim_id: newId(), lease_id: null, leased_until: null, subject_id: null })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'actor_kind', 'actor_id', 'key_hash']).doNothing(),
    )
    .execute()
}

/** Returns a key. */
export async function findKey(db: Db, owner: KeyOwner): Promise<IdempotencyKeyRow | undefined> {
  return await db
    .selectFrom('idempotency_key')
    .selectAll()
    .where('workspace_id', '=', owner.workspace_id)
    .where('actor_kind', '=', owner.actor_kind)
    .where('actor_id', '=', owner.actor_id)
    .where('key_hash', '=', owner.key_hash)
    .executeTakeFirst()
}

/**
 * Acquires the lease of a key for the same request, as long as nothing was created with it.
 * @returns the lease; undefined when another run holds it, or the request differs
 */
export async function acquireKeyLease(
  db: Db,
  owner: KeyOwner,
  requestHash: string,
  duration: number,
): Promise<string | undefined> {
  const where = { ...owner, request_hash: requestHash, subject_id: null }
  // A server of version 0.1 finishes a key by its claim_id. The new claim_id prevents it from finishing this run.
  return await acquireLease(db, 'idempotency_key', where, duration, { claim_id: newId() })
}

/** Extends the lease of a run, unless the run has ended or lost it. */
export const renewKeyLease = (db: Db, owner: KeyOwner, leaseId: string, duration: number): Promise<boolean> =>
  extendLease(db, 'idempotency_key', { ...owner, lease_id: leaseId }, duration)

/** Ends all leases of runs that created nothing. */
export async function releaseKeyLeases(db: Db): Promise<void> {
  await db
    .updateTable('idempotency_key')
    .set({ lease_id: null, leased_until: null })
    .where('subject_id', 'is', null)
    .execute()
}

/** Stores the id of the object that a run created. @returns false when the run lost its lease */
export const finishKey = (
  trx: Trx,
  owner: KeyOwner,
  leaseId: string,
  created: Pick<IdempotencyKeyRow, 'subject_id' | 'expires_at'>,
): Promise<boolean> => updateLeased(trx, 'idempotency_key', { ...owner, lease_id: leaseId }, created)

/** Deletes a key whose run created nothing. */
export async function deleteKey(db: Db, owner: KeyOwner, leaseId: string): Promise<void> {
  await deleteLeased(db, 'idempotency_key', { ...owner, subject_id: null, lease_id: leaseId })
}

/** Deletes expired keys: all, or those of one caller. */
export async function deleteExpiredKeys(
  db: Db,
  now: string,
  caller?: Pick<KeyOwner, 'workspace_id' | 'actor_kind' | 'actor_id'>,
): Promise<void> {
  let query = db.deleteFrom('idempotency_key').where('expires_at', '<=', now)
  if (caller) {
    query = query
      .where('workspace_id', '=', caller.workspace_id)
      .where('actor_kind', '=', caller.actor_kind)
      .where('actor_id', '=', caller.actor_id)
  }
  await query.execute()
}
