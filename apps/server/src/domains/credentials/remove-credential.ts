import type { CredentialRemoved } from '@stepkey/shared/credential'
import type { Trx } from '../../platform/database/connect.ts'
import { violationOf } from '../../platform/database/database-error.ts'
import { attempt, transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { findUsage } from '../usage/usage.ts'
import { changeCredentialCounts } from './credential-counts.ts'
import { emitCredentialDeleted } from './credential-events.ts'
import { findRevocableGrant, revokeGrant } from './revoke-grant.ts'
import * as store from './store.ts'

/**
 * Deletes a credential, unless a step of an active flow is bound to it. It is the database that refuses, so no
 * activation can slip in between; this only finds out who is in the way. Drafts lose the credential by themselves.
 */
export async function removeCredential(
  ctx: WorkspaceContext,
  credentialId: string,
): Promise<CredentialRemoved> {
  const { db, workspaceId } = ctx
  const grant = await findRevocableGrant(ctx, credentialId)
  const result = await transact(db, async (trx): Promise<CredentialRemoved> => {
    for (let tries = 1; ; tries++) {
      if (await tryToDelete(trx, ctx, credentialId)) return { outcome: 'deleted' }
      const usage = await findUsage(trx, workspaceId, credentialId, { activeOnly: true })
      // The flow that was in the way may have let go since. Once more, then believe the database.
      if (usage.flows.length > 0 || tries === 2) return { outcome: 'in_use', ...usage }
    }
  })
  if (result.outcome === 'in_use') {
    const name = (await store.findCredential(db, workspaceId, credentialId))?.name
    await auditRefusal(ctx, 'credential.deleted', credentialId, {
      ...(name && { name }),
      outcome: result.outcome,
    })
    return result
  }
  // Nothing is taken back before it is sure that nobody needs it.
  return grant ? { ...result, revocation: await revokeGrant(ctx, grant) } : result
}

async function tryToDelete(trx: Trx, ctx: WorkspaceContext, credentialId: string): Promise<boolean> {
  const { workspaceId } = ctx
  return await attempt(
    trx,
    async () => {
      const gone = await store.deleteCredential(trx, workspaceId, credentialId)
      if (!gone) throw notFound('credential')
      await emitCredentialDeleted(trx, ctx, gone)
      await writeAuditEntry(trx, ctx, 'credential.deleted', credentialId, {
        name: gone.name,
        componentId: gone.component_id,
      })
      const failing = gone.status === 'failing' ? -1 : 0
      await changeCredentialCounts(
        trx,
        { workspaceId, componentId: gone.component_id },
        { total: -1, failing },
      )
      return true
    },
    (error) => {
      if (violationOf(error) === 'foreign_key') return false
      throw error
    },
  )
}
