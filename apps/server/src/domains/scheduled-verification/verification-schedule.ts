import type { Recheck, WorkspaceSettings } from '@stepkey/shared/workspace'
import { transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { deleteScheduled, findSchedule, updateSchedule } from './store.ts'

/** Returns how often a workspace's credentials are verified. @throws DomainError not_found */
export async function getVerificationSchedule({
  db,
  workspaceId,
}: WorkspaceContext): Promise<WorkspaceSettings> {
  const recheck = await findSchedule(db, workspaceId)
  if (!recheck) throw notFound('workspace')
  return { recheck }
}

/**
 * Sets how often a workspace's credentials in active flows are verified, and discards the current schedule.
 * @throws DomainError not_found
 */
export async function setVerificationSchedule(
  ctx: WorkspaceContext,
  recheck: Recheck,
): Promise<WorkspaceSettings> {
  const { db, workspaceId } = ctx
  return await transact(db, async (trx) => {
    const before = await updateSchedule(trx, workspaceId, recheck)
    if (!before) throw notFound('workspace')
    if (before === recheck) return { recheck }
    await deleteScheduled(trx, workspaceId)
    await writeAuditEntry(trx, ctx, 'workspace.recheck_changed', workspaceId, { recheck, before })
    return { recheck }
  })
}
