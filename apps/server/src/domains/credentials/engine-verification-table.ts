import { type Db, engineOf } from '../../platform/database/database.ts'
import { databaseNow } from '../../platform/database/database-time.ts'
import { acquireLease, deleteLeased } from '../../platform/database/lease.ts'

/** A value of a credential. */
export interface ValueRef {
  credentialId: string
  generation: number
}

const keyOf = ({ credentialId, generation }: ValueRef) => ({ credential_id: credentialId, generation })

/**
 * Acquires the lease of a verification.
 * @param duration of the lease, in milliseconds
 * @returns the id of the lease; undefined while another process holds it, or if the credential was deleted
 */
export async function acquireVerificationLease(
  db: Db,
  value: ValueRef,
  duration: number,
): Promise<string | undefined> {
  await db
    .insertInto('engine_verification')
    .columns(['credential_id', 'generation'])
    // Inserts nothing if the credential was deleted.
    .expression((eb) =>
      eb
        .selectFrom('credential')
        .select(['id', eb.val(value.generation).$castTo<number>().as('generation')])
        .where('id', '=', value.credentialId),
    )
    .onConflict((conflict) => conflict.columns(['credential_id', 'generation']).doNothing())
    .execute()
  return await acquireLease(db, 'engine_verification', keyOf(value), duration)
}

/** Returns the id of the lease of a verification; undefined while no process holds it. */
export async function findVerificationLease(db: Db, value: ValueRef): Promise<string | undefined> {
  const { credential_id, generation } = keyOf(value)
  const row = await db
    .selectFrom('engine_verification')
    .select('lease_id')
    .where('credential_id', '=', credential_id)
    .where('generation', '=', generation)
    .where('leased_until', '>', databaseNow(engineOf(db)))
    .executeTakeFirst()
  return row?.lease_id ?? undefined
}

/** Deletes the lease of a finished verification, unless another process has acquired it after it expired. */
export async function deleteVerificationLease(db: Db, value: ValueRef, leaseId: string): Promise<void> {
  await deleteLeased(db, 'engine_verification', { ...keyOf(value), lease_id: leaseId })
}
