import type { Db, Trx } from '../../platform/database/connect.ts'
import type { IdempotencyKeyRow } from '../../platform/database/tables.ts'

export type Keyed = Pick<IdempotencyKeyRow, 'workspace_id' | 'actor_kind' | 'actor_id' | 'key_hash'>

/** @returns whether it is in: the first to come has the key */
export async function insertClaim(db: Db, row: IdempotencyKeyRow): Promise<boolean> {
  const inserted = await db
    .insertInto('idempotency_key')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'actor_kind', 'actor_id', 'key_hash']).doNothing(),
    )
    .returning('claim_id')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function findClaim(db: Db, keyed: Keyed): Promise<IdempotencyKeyRow | undefined> {
  return await db
    .selectFrom('idempotency_key')
    .selectAll()
    .where('workspace_id', '=', keyed.workspace_id)
    .where('actor_kind', '=', keyed.actor_kind)
    .where('actor_id', '=', keyed.actor_id)
    .where('key_hash', '=', keyed.key_hash)
    .executeTakeFirst()
}

/** @returns whether the claim was still there */
export async function finishClaim(
  trx: Trx,
  claimId: string,
  made: Pick<IdempotencyKeyRow, 'subject_id' | 'expires_at'>,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('idempotency_key')
    .set(made)
    .where('claim_id', '=', claimId)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Nothing, if something was made under it. */
export async function deleteClaim(db: Db, claimId: string): Promise<void> {
  await db
    .deleteFrom('idempotency_key')
    .where('claim_id', '=', claimId)
    .where('subject_id', 'is', null)
    .execute()
}

/** Of everybody, or of one. */
export async function deleteExpiredClaims(
  db: Db,
  now: string,
  of?: Pick<Keyed, 'workspace_id' | 'actor_kind' | 'actor_id'>,
): Promise<void> {
  let query = db.deleteFrom('idempotency_key').where('expires_at', '<=', now)
  if (of) {
    query = query
      .where('workspace_id', '=', of.workspace_id)
      .where('actor_kind', '=', of.actor_kind)
      .where('actor_id', '=', of.actor_id)
  }
  await query.execute()
}
