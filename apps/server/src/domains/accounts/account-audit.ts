import type { Db, Trx } from '../../platform/database/connect.ts'
import type { VisitorContext } from '../context.ts'
import { requirePersonalWorkspace } from '../organizations/workspaces.ts'

/** Where to record what somebody does with the account alone: in the trail of the personal workspace. */
export async function accountAuditContext(db: Db | Trx, ctx: VisitorContext, accountId: string) {
  const workspaceId = await requirePersonalWorkspace(db, accountId)
  return { ...ctx, workspaceId, actor: { kind: 'person', id: accountId } as const }
}
