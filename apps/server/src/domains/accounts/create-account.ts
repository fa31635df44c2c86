import type { Trx } from '../../platform/database/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Deps } from '../context.ts'
import { createWorkspace } from '../organizations/workspaces.ts'
import { insertAccount } from './store.ts'

/**
 * Inserts an account with its personal workspace. The caller writes the audit entry.
 * @throws the database's unique violation if the e-mail address is taken
 */
export async function createAccount(
  trx: Trx,
  ctx: Pick<Deps, 'clock'>,
  { name, email, passwordHash }: { name: string; email: string; passwordHash: string | null },
): Promise<{ accountId: string; workspaceId: string }> {
  const accountId = newId()
  const created_at = ctx.clock().toISOString()
  await insertAccount(trx, { id: accountId, name, email, password_hash: passwordHash, created_at })
  const workspaceId = await createWorkspace(trx, ctx, { name, kind: 'personal', ownerId: accountId })
  return { accountId, workspaceId }
}
