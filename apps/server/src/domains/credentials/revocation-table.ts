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
import type { CredentialRow, RevocationRow } from '../../platform/database/tables.ts'

/** A revocation that this process works on. */
export type ClaimedRevocation = RevocationRow & { lease_id: string }

/** Inserts a revocation, in place of any other of the same value. */
export async function insertRevocation(
  trx: Trx,
  row: Omit<RevocationRow, 'lease_id' | 'leased_until'>,
): Promise<void> {
  const { workspace_id, credential_id, generation, is_grant } = row
  await trx
    .deleteFrom('revocation')
    .where('workspace_id', '=', workspace_id)
    .where('credential_id', '=', credential_id)
    .where('generation', '=', generation)
    .where('is_grant', '=', is_grant)
    .execute()
  await trx
    .insertInto('revocation')
    .values({ ...row, lease_id: null, leased_until: null })
    .execute()
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

/** Values that steps get, sealed: the current ones of a credential, or new ones that flows try. */
export type LiveValue = Pick<
  CredentialRow,
  'id' | 'workspace_id' | 'component_id' | 'method_id' | 'definition_id' | 'name' | 'sealed' | 'seal_version'
>

/**
 * Returns values that are issued to steps and may belong to an account, of some credentials in the order of their ids.
 * Those of frozen credentials are left out.
 * @param of.identity null if the account is unknown; then the values of all accounts are returned
 */
export async function findLiveValues(
  db: Db,
  of: Pick<CredentialRow, 'workspace_id' | 'component_id' | 'method_id' | 'identity'>,
  { afterId, limit }: { afterId: string; limit: number },
): Promise<LiveValue[]> {
  const rows = await db
    .selectFrom('credential as c')
    .leftJoin('credential_value as v', (join) =>
      join.onRef('v.credential_id', '=', 'c.id').on('v.state', '=', 'pending'),
    )
    .where('c.workspace_id', '=', of.workspace_id)
    .where('c.component_id', '=', of.component_id)
    .where('c.method_id', '=', of.method_id)
    .where('c.frozen_at', 'is', null)
    .where('c.id', '>', afterId)
    .$if(of.identity !== null, (query) =>
      query.where((eb) => eb.or([eb('c.identity', '=', of.identity), eb('c.identity', 'is', null)])),
    )
    .select([
      'c.id',
      'c.workspace_id',
      'c.component_id',
      'c.method_id',
      'c.definition_id',
      'c.name',
      'c.sealed',
      'c.seal_version',
    ])
    .select(['v.sealed as pending', 'v.generation', 'v.definition_id as pending_definition'])
    .orderBy('c.id')
    .limit(limit)
    .execute()
  return rows.flatMap(({ pending, pending_definition: definition_id, generation, ...current }) =>
    pending && generation !== null
      ? [current, { ...current, definition_id, sealed: pending, seal_version: generation }]
      : [current],
  )
}
