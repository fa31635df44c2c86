import type { CredentialRemoved, RemoveCredential } from '@stepkey/shared/credential'
import type { Tags } from '@stepkey/shared/owner'
import type { Usage } from '@stepkey/shared/usage'
import type { Trx } from '../../platform/database/database.ts'
import { violationOf } from '../../platform/database/database-error.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { transact, withSavepoint } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { DAY } from '../../platform/time.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import type { WorkspaceContext } from '../context.ts'
import { findRecentFlows } from '../usage/owner-issues.ts'
import { findUsage, isInUse } from '../usage/usage.ts'
import { changeCredentialCounts } from './credential-count-table.ts'
import { emitCredentialDeleted } from './credential-events.ts'
import { insertDeletedCredential } from './deleted-credential-table.ts'
import { queueErasedKey, queueGrantRevocation, queueKeyRevocation } from './queue-revocation.ts'
import { requireCredentialRow } from './read-credentials.ts'
import type { ClaimedRevocation } from './revocation-table.ts'
import { requireRevocable, tryToRevoke } from './revoke-access.ts'
import { deleteCredential, lockCredential } from './store.ts'
import { findTags } from './tag-table.ts'
import { findToken } from './token-table.ts'
import { findHighestGeneration, findValueIn } from './value-table.ts'

/**
 * Deletes a credential. If a step of an active flow is bound to it, deletes nothing and returns `in_use` with the flows.
 * The foreign key of `credential_use` refuses the deletion, so a concurrent activation can't slip in. The steps of
 * inactive flows lose the credential (`on delete set null`). A grant is revoked at the provider after the commit, and so
 * is a key with `revoke`. If active flows got the credential recently because they are bound to the owner's credential,
 * deletes nothing without `allowRecentlyIssued` and returns `recently_issued` with the flows. Any other credential can be restored for `DELETED_CREDENTIAL_DAYS`.
 * @throws DomainError not_found, or invalid_input if the key can't be revoked
 */
export async function removeCredential(
  ctx: WorkspaceContext,
  input: RemoveCredential,
): Promise<CredentialRemoved> {
  if (input.revoke) await requireRevocable(ctx, await requireCredentialRow(ctx, input.credentialId))
  const { usage, recent, revocation } = await deleteUnused(ctx, input)
  if (usage) return { outcome: 'in_use', ...usage }
  if (recent) return { outcome: 'recently_issued', ...recent }
  return { outcome: 'deleted', ...(revocation && { revocation: await tryToRevoke(ctx, revocation) }) }
}

/**
 * Deletes a credential unless active flows use it, and queues the revocation of its grant, or of its key with `revoke`.
 * @returns the flows that use it, the flows that got it recently and must be allowed, or the queued revocation, which `tryToRevoke` tries at once
 * @throws DomainError not_found
 */
export async function deleteUnused(
  ctx: WorkspaceContext,
  { credentialId, revoke = false, allowRecentlyIssued = false }: RemoveCredential,
): Promise<{ usage?: Usage; recent?: Usage; revocation?: ClaimedRevocation }> {
  const { db, workspaceId } = ctx
  const { row, ...result } = await transact(db, async (trx) => {
    const row = await lockCredential(trx, ctx, credentialId)
    if (!row) throw notFound('credential')
    const token = await findToken(trx, workspaceId, credentialId)
    const isGranted = token?.is_granted === 1
    const previous = await findValueIn(trx, credentialId, 'previous')
    const recent = await findRecentFlows(trx, ctx, row)
    if (recent.flows.length > 0 && !allowRecentlyIssued && !(await isInUse(trx, workspaceId, credentialId)))
      return { row, recent }
    for (let tries = 1; ; tries++) {
      if (await tryToDelete(trx, ctx, row, { isKept: !revoke && !isGranted })) {
        await queueErasedKey(trx, ctx, row, previous)
        const granted = await queueGrantRevocation(trx, ctx, row, token)
        return { row, revocation: revoke ? await queueKeyRevocation(trx, ctx, row) : granted }
      }
      const usage = await findUsage(trx, workspaceId, credentialId, { activeOnly: true })
      // No flow uses the credential any more: it was released after the attempt. Try once more.
      if (usage.flows.length > 0 || tries === 2) return { row, usage }
    }
  })
  const outcome = result.usage ? 'in_use' : result.recent && 'recently_issued'
  if (outcome) await auditRefusal(ctx, 'credential.deleted', credentialId, { name: row.name, outcome })
  return result
}

/** @returns false when a step of an active flow is bound to the credential */
async function tryToDelete(
  trx: Trx,
  ctx: WorkspaceContext,
  row: CredentialRow,
  { isKept }: { isKept: boolean },
): Promise<boolean> {
  const { workspaceId } = ctx
  const { id, name, component_id: componentId, status } = row
  return await withSavepoint(
    trx,
    async () => {
      const tagged = { ...row, tags: await findTags(trx, id) }
      if (isKept) await keepCredential(trx, ctx, tagged)
      await deleteCredential(trx, workspaceId, id)
      await emitCredentialDeleted(trx, ctx, tagged)
      await writeAuditEntry(trx, ctx, 'credential.deleted', id, { name, componentId })
      const failing = status === 'failing' ? -1 : 0
      await changeCredentialCounts(trx, { workspaceId, componentId }, { total: -1, failing })
      return true
    },
    (error) => {
      if (violationOf(error) === 'foreign_key') return false
      throw error
    },
  )
}

/** Keeps a credential that is being deleted, so that it can be restored, unless the operator turned that off. */
async function keepCredential(
  trx: Trx,
  { config, clock, actor }: WorkspaceContext,
  row: CredentialRow & { tags: Tags },
): Promise<void> {
  const { deletedCredentialDays: days } = config
  if (days === 0) return
  const now = clock()
  await insertDeletedCredential(trx, row, {
    generation: Math.max(row.seal_version, await findHighestGeneration(trx, row.id)),
    deleted_by: actor.id,
    deleted_at: now.toISOString(),
    erase_at: new Date(now.getTime() + days * DAY).toISOString(),
  })
}
