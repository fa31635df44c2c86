import type { Db, Trx } from '../../platform/database/database.ts'
import type { VisitorContext } from '../context.ts'
import { requirePersonalWorkspace } from '../organizations/workspaces.ts'

/**
 * Returns the context for audit entries about an account itself. They are written to the audit log of the account's
 * personal workspace.
 */
export async function accountAuditContext(db: Db | Trx, ctx: VisitorContext, accountId: string) {
  const workspaceId = await requirePersonalWorkspace(db, accountId)
  return { ...ctx, workspaceId, actor: { kind: 'person', id: accountId } as const }
}
