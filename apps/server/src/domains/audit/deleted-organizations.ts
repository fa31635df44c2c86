import type { AuditVerified } from '@stepkey/shared/audit'
import type { Db, Trx } from '../../platform/database/database.ts'
import type { DeletedOrganizationRow } from '../../platform/database/tables.ts'
import { DAY } from '../../platform/time.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import {
  deleteExpiredEntries,
  expireDeletedOrganizations,
  findDeletedOrganizations,
  findDeleter,
  findExpiredOrganization,
  insertDeletedOrganization,
  moveEntries,
} from './deleted-log-table.ts'
import { findChainHead, findEntriesAfter } from './store.ts'
import type { StoredHead } from './stored-head.ts'
import { undefinedIfSealBroken, verifyChain } from './verify-chain.ts'

/**
 * Keeps the audit log of an organization that is deleted in this transaction, for the operator. Call it after the last
 * entry, and before the workspace is deleted. Only the audit key is kept: the data keys, which open secrets, are deleted
 * with the workspace.
 */
export async function keepAuditLog(
  trx: Trx,
  {
    workspaceId,
    actor,
    keyring,
    clock,
  }: Pick<WorkspaceContext, 'workspaceId' | 'actor' | 'keyring' | 'clock'>,
  name: string,
): Promise<void> {
  const head = await findChainHead(trx, workspaceId)
  if (!head) throw new Error('The audit log of the organization has no head.')
  const deleter = await findDeleter(trx, actor.id)
  await moveEntries(trx, workspaceId, head.seq)
  await insertDeletedOrganization(trx, {
    ...head,
    name,
    deleted_at: clock().toISOString(),
    deleted_by: actor.id,
    deleted_by_name: deleter?.name ?? '',
    deleted_by_email: deleter?.email ?? '',
    audit_key: await keyring.wrapAuditKey(trx, workspaceId),
    is_expired: 0,
  })
}

/** A deleted organization whose audit log is kept. */
export interface DeletedOrganization {
  workspaceId: string
  name: string
  /** ISO 8601. */
  deletedAt: string
  /** The former owner, with the name and e-mail address at that time. */
  deletedBy: { id: string; name: string; email: string }
  /** The number of entries. */
  entries: number
}

/** Returns the deleted organizations whose audit logs are kept, or one of them, the oldest first. */
export async function listDeletedOrganizations(db: Db, workspaceId?: string): Promise<DeletedOrganization[]> {
  return (await findDeletedOrganizations(db, workspaceId)).map((row) => ({
    workspaceId: row.workspace_id,
    name: row.name,
    deletedAt: row.deleted_at,
    deletedBy: { id: row.deleted_by, name: row.deleted_by_name, email: row.deleted_by_email },
    entries: row.seq,
  }))
}

/**
 * Verifies the audit log of a deleted organization.
 * @param stored the stored heads of the workspace
 */
export async function verifyDeletedLog(
  { db, keyring }: Pick<Deps, 'db' | 'keyring'>,
  workspaceId: string,
  stored: readonly StoredHead[] = [],
): Promise<AuditVerified> {
  const [row] = await findDeletedOrganizations(db, workspaceId)
  return await verifyChain({
    head: row,
    key: row && (await keyOf(keyring, row)),
    stored,
    entriesAfter: (seq, limit) => findEntriesAfter(db, workspaceId, seq, limit, 'deleted_audit'),
  })
}

const keyOf = (keyring: Deps['keyring'], { workspace_id, audit_key }: DeletedOrganizationRow) =>
  keyring.unwrapAuditKey(workspace_id, audit_key).catch(undefinedIfSealBroken)

/** The number of entries that are deleted in one statement. */
const DELETE_BATCH = 5000

/**
 * Deletes the audit logs of organizations that were deleted more than `AUDIT_RETENTION_DAYS` ago, in batches, so that
 * other writers are not blocked for long. After an interruption, the next run continues.
 */
export async function deleteExpiredLogs(
  { db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>,
  isStopping = () => false,
): Promise<void> {
  const { auditRetentionDays } = config
  if (auditRetentionDays > 0) {
    const before = new Date(clock().getTime() - auditRetentionDays * DAY).toISOString()
    await expireDeletedOrganizations(db, before)
  }
  for (let id = await findExpiredOrganization(db); id !== undefined; id = await findExpiredOrganization(db)) {
    let isDone = false
    while (!isDone) {
      if (isStopping()) return
      isDone = await deleteExpiredEntries(db, id, DELETE_BATCH)
    }
  }
}
