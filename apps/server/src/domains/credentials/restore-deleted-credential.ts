import type { DeletedCredentialRestored, RestoreDeletedCredential } from '@stepkey/shared/deleted-credential'
import { nameKey } from '../../platform/credential-name-key.ts'
import { transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { nameOrder } from '../../platform/name-order.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import { orComponentDeleted, requireComponent, requireMethodOf } from '../catalog/catalog.ts'
import type { SaveOptions, WorkspaceContext } from '../context.ts'
import { verifyValues } from '../verification/verify.ts'
import { changeCredentialCounts } from './credential-count-table.ts'
import { toCredential } from './credential-dto.ts'
import { emitCredentialCreated } from './credential-events.ts'
import { nameTaken, orNameTaken } from './credential-name.ts'
import { completeValues, openValues } from './credential-values.ts'
import { deleteDeletedCredential, findDeletedCredential } from './deleted-credential-table.ts'
import { requireCredentialRow } from './read-credentials.ts'
import { insertReceipt } from './receipt-table.ts'
import { statusToSave, toReceipt } from './save-policy.ts'
import { insertCredential, isNameFree } from './store.ts'
import { changeTags } from './tag-table.ts'

/**
 * Verifies the values of a deleted credential, and creates it again with its id if the outcome allows that. Its values
 * become a new generation, so that what was started before the deletion can't change it. A frozen credential stays
 * frozen. Steps that lost the credential stay without it.
 * @throws DomainError not_found, also if another call restored or erased it; invalid_input when the name is taken
 */
export async function restoreDeletedCredential(
  ctx: WorkspaceContext,
  { credentialId: id, name: newName, allowUnverified = false }: RestoreDeletedCredential,
  { signal }: Pick<SaveOptions, 'signal'> = {},
): Promise<DeletedCredentialRestored> {
  const { db, config, keyring, workspaceId, clock } = ctx
  const kept = await findDeletedCredential(db, ctx, id, clock().toISOString())
  if (!kept) throw notFound('deleted credential')
  const { component_id: componentId, method_id: methodId, generation, version } = kept
  // The component may have been deleted since then.
  await requireComponent(ctx, componentId)
  const known = await requireMethodOf(ctx, kept)
  const name = newName ?? kept.name
  if (!(await isNameFree(db, { workspaceId, componentId, name, owner: kept.owner }))) throw nameTaken()

  const values = await openValues(keyring, kept)
  const complete = completeValues(config, known, values)
  const verification = await verifyValues(known.method, complete, { ...ctx, signal, of: known })
  const { outcome } = verification
  const status = statusToSave(verification, { allowUnverified })
  if (!status) {
    await auditRefusal(ctx, 'credential.undeleted', id, { name, componentId, outcome })
    return { outcome: 'not_saved', verification }
  }
  const sealVersion = generation + 1
  const sealed = await keyring.seal(values, {
    workspaceId,
    credentialId: id,
    componentId,
    methodId,
    sealVersion,
  })
  const receipt = toReceipt(id, verification)
  await transact(db, async (trx) => {
    if (!(await deleteDeletedCredential(trx, kept))) throw notFound('deleted credential')
    const now = clock().toISOString()
    await insertCredential(trx, {
      id,
      workspace_id: workspaceId,
      component_id: componentId,
      method_id: methodId,
      definition_id: kept.definition_id,
      owner: kept.owner,
      name,
      name_folded: nameKey({ name, owner: kept.owner }),
      name_order: nameOrder(name),
      sealed,
      seal_version: sealVersion,
      version: version + 1,
      status,
      identity: verification.identity ?? kept.identity,
      receipt_id: receipt.id,
      expiry_told: null,
      created_by: kept.created_by,
      last_used_at: kept.last_used_at,
      last_used_flow_id: kept.last_used_flow_id,
      last_used_step_id: kept.last_used_step_id,
      frozen_at: kept.frozen_at,
      refusals: 0,
      paused_until: null,
      value_created_by: kept.value_created_by,
      value_created_at: kept.value_created_at,
      created_at: kept.created_at,
      updated_at: now,
    })
    await changeTags(trx, { id, workspaceId }, JSON.parse(kept.tags))
    await insertReceipt(trx, receipt)
    await emitCredentialCreated(trx, ctx, id)
    const detail = { name, componentId, outcome, sealVersion }
    await writeAuditEntry(trx, ctx, 'credential.undeleted', id, detail)
    await changeCredentialCounts(trx, { workspaceId, componentId }, { total: 1, at: now })
  })
    .catch(orNameTaken)
    .catch(orComponentDeleted)
  const credential = toCredential(await requireCredentialRow(ctx, id), known, values)
  return { outcome: 'restored', credential }
}
