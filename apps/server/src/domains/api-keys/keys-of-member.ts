import type { HeldApiKey, KeysDecision } from '@stepkey/shared/api-key'
import type { Trx } from '../../platform/database/database.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { findValidKeysOf, markApiKeyRevoked, updateCreator } from './store.ts'

/**
 * Decides on the API keys of a member who leaves or loses the permission to create keys: the member knows the keys, so they
 * must not simply continue to work.
 * @param decision `revoke`, or `take_over`: the caller becomes responsible for the keys
 * @returns the keys about which the caller must decide first; empty if there are none
 */
export async function decideOnKeysOf(
  trx: Trx,
  ctx: WorkspaceContext,
  accountId: string,
  decision: KeysDecision | undefined,
): Promise<HeldApiKey[]> {
  const { workspaceId, actor } = ctx
  const now = ctx.clock().toISOString()
  const keys = await findValidKeysOf(trx, workspaceId, accountId, now)
  if (decision === undefined) return keys.map(({ id, name, prefix }) => ({ id, name, prefix }))
  for (const { id, name } of keys) {
    if (decision === 'revoke') await markApiKeyRevoked(trx, workspaceId, id, now)
    else await updateCreator(trx, workspaceId, id, actor.id)
    const action = decision === 'revoke' ? 'api_key.revoked' : 'api_key.taken_over'
    await writeAuditEntry(trx, ctx, action, id, { name })
  }
  return []
}
