import { type SqlBool, sql } from 'kysely'
import type { Db, Trx } from '../../platform/database/database.ts'
import {
  acquireLease,
  claimRows,
  correctDueTimes,
  deleteLeased,
  isNotIn,
  updateLeased,
} from '../../platform/database/lease.ts'
import type { RevocationRow } from '../../platform/database/tables.ts'

/** A revocation that this process works on. */
export type ClaimedRevocation = RevocationRow & { lease_id: string }

/** Inserts a revocation whose first attempt follows at once. @returns it with its lease */
export async function insertRevocation(
  trx: Trx,
  row: Omit<RevocationRow, 'lease_id' | 'leased_until'>,
  duration: number,
): Promise<ClaimedRevocation> {
  const { id, workspace_id } = row
  await trx
    .insertInto('revocation')
    .values({ ...row, lease_id: null, leased_until: null })
    .execute()
  const claimed = await leaseRevocation(trx, { id, workspace_id }, duration)
  if (!claimed) throw new Error('The lease of a new revocation was taken.')
  return claimed
}

/** Leases one pending revocation for an attempt. @returns undefined if there is none, or another process works on it */
export async function leaseRevocation(
  db: Db | Trx,
  where: Pick<RevocationRow, 'id' | 'workspace_id'>,
  duration: number,
): Promise<ClaimedRevocation | undefined> {
  const pending = { ...where, status: 'pending' } as const
  const leaseId = await acquireLease(db, 'revocation', pending, duration)
  if (leaseId === undefined) return undefined
  const [claimed] = await beginAttempts(db, leaseId)
  return claimed
}

/** Leases due revocations. None are of the workspaces in `except`. @param claim.duration in milliseconds */
export async function claimDueRevocations(
  db: Db,
  { except, ...claim }: { now: string; limit: number; except: readonly string[]; duration: number },
): Promise<ClaimedRevocation[]> {
  const eligible = sql<SqlBool>`q.status = 'pending' and ${isNotIn('q.workspace_id', except)}`
  const leaseId = await claimRows(db, { ...queue, eligible }, claim)
  return leaseId === undefined ? [] : await beginAttempts(db, leaseId)
}

const queue = {
  table: 'revocation',
  key: 'id',
  group: 'id',
  dueAt: 'next_attempt_at',
} as const

async function beginAttempts(db: Db | Trx, leaseId: string): Promise<ClaimedRevocation[]> {
  const rows = await db
    .updateTable('revocation')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('lease_id', '=', leaseId)
    .returningAll()
    .execute()
  return rows.map((row) => ({ ...row, lease_id: leaseId }))
}

/** Makes revocations due now that are due after `latest`. */
export const correctRevocationTimes = (db: Db, times: { now: string; latest: string }): Promise<void> =>
  correctDueTimes(db, queue, times)

/** Stores the result of a failed attempt. @returns false when the lease was lost */
export const updateRevocation = (
  db: Db | Trx,
  { id, lease_id }: ClaimedRevocation,
  change: Partial<RevocationRow>,
): Promise<boolean> => updateLeased(db, 'revocation', { id, lease_id }, change)

/** Deletes a revocation that is done. @returns false when the lease was lost */
export const deleteDoneRevocation = (db: Db | Trx, { id, lease_id }: ClaimedRevocation): Promise<boolean> =>
  deleteLeased(db, 'revocation', { id, lease_id })

/** Returns revocations of a workspace, the newest first. */
export async function findRevocations(db: Db, workspaceId: string, limit: number): Promise<RevocationRow[]> {
  return await db
    .selectFrom('revocation')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Returns a revocation of a workspace. */
export async function findRevocation(
  db: Db | Trx,
  workspaceId: string,
  id: string,
): Promise<RevocationRow | undefined> {
  return await db
    .selectFrom('revocation')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Deletes a revocation, also while a process works on it. @returns false when it was deleted already */
export async function deleteRevocation(trx: Trx, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('revocation').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}
