import type { CredentialDisconnected } from '@stepkey/shared/credential'
import type { Trx } from '../../platform/database/database.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { auditRefusal } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { findUsage, isInUse } from '../usage/usage.ts'
import { hasGrant, queueGrantRevocation } from './queue-revocation.ts'
import { getCredential } from './read-credentials.ts'
import type { ClaimedRevocation } from './revocation-table.ts'
import { tryToRevoke } from './revoke-access.ts'
import { lockCredential } from './store.ts'
import { discardToken, markReconnectNeeded } from './token-store.ts'
import { findToken } from './token-table.ts'

/**
 * Revokes the grant of a credential, in Stepkey and at the provider, and keeps the credential: the user can connect it
 * again. Returns `in_use` with the flows while an active flow uses the credential.
 * @throws DomainError not_found, or no_grant when the credential has no grant
 */
export async function disconnectCredential(
  ctx: WorkspaceContext,
  credentialId: string,
): Promise<CredentialDisconnected> {
  const { db, workspaceId } = ctx
  const ended = await transact(db, async (trx) => {
    const credential = await lockCredential(trx, ctx, credentialId)
    if (!credential) throw notFound('credential')
    if (!hasGrant(await findToken(trx, workspaceId, credentialId))) {
      throw new DomainError('no_grant', 'This credential is not connected, so there is nothing to revoke.')
    }
    // While the row is locked, no flow can start to use the credential.
    if (await isInUse(trx, workspaceId, credentialId)) return undefined
    return await endGrant(trx, ctx, credential)
  })
  if (!ended) {
    await auditRefusal(ctx, 'credential.disconnected', credentialId, { outcome: 'in_use' })
    return { outcome: 'in_use', ...(await findUsage(db, workspaceId, credentialId, { activeOnly: true })) }
  }
  const revocation = await tryToRevoke(ctx, ended)
  return { outcome: 'disconnected', revocation, credential: await getCredential(ctx, credentialId) }
}

/**
 * Ends the grant of a credential, and queues its revocation at the provider. Lock the credential's row first.
 * @returns the revocation, for `tryToRevoke` after the commit; undefined when there is no grant
 */
export async function endGrant(
  trx: Trx,
  ctx: WorkspaceContext,
  credential: CredentialRow,
): Promise<ClaimedRevocation | undefined> {
  const token = await findToken(trx, ctx.workspaceId, credential.id)
  const revocation = await queueGrantRevocation(trx, ctx, credential, token)
  if (!revocation) return undefined
  const loss = { outcome: 'rejected', reason: 'disconnected' } as const
  await discardToken(trx, credential.id, loss)
  await markReconnectNeeded(trx, ctx, credential, loss)
  return revocation
}
