import type { Recheck, WorkspaceSettings } from '@stepkey/shared/workspace'
import { transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { record } from '../audit/audit-entry.ts'
import type { MemberContext } from '../context.ts'
import { changeSetting, deletePlanned, findSetting } from './store.ts'

export async function get({ db, workspaceId }: MemberContext): Promise<WorkspaceSettings> {
  const recheck = await findSetting(db, workspaceId)
  if (!recheck) throw notFound('workspace')
  return { recheck }
}

/** How often credentials of active flows are verified again. What was planned before is planned anew. */
export async function setRecheck(ctx: MemberContext, recheck: Recheck): Promise<WorkspaceSettings> {
  const { db, workspaceId } = ctx
  return await transact(db, async (trx) => {
    const before = await changeSetting(trx, workspaceId, recheck)
    if (!before) throw notFound('workspace')
    if (before === recheck) return { recheck }
    await deletePlanned(trx, workspaceId)
    await record(trx, ctx, 'workspace.recheck_changed', workspaceId, { recheck, before })
    return { recheck }
  })
}
