import { asksConsent } from '@stepkey/shared/component'
import type { AddValue, ValueAdded } from '@stepkey/shared/credential-value'
import { transact } from '../../platform/database/transaction.ts'
import { newId } from '../../platform/ids.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import { requireNewestMethod } from '../catalog/catalog.ts'
import type { SaveOptions, WorkspaceContext } from '../context.ts'
import { verifyValues } from '../verification/verify.ts'
import { reconnectRequired } from './consent-grant.ts'
import { completeValues, openStored, overlayValues } from './credential-values.ts'
import { nextGeneration } from './current-value.ts'
import { getCredential, openCredential, requireCredentialRow } from './read-credentials.ts'
import { statusToSave } from './save-policy.ts'
import { lockCredential, updateCredentialRow } from './store.ts'
import { insertValue, retireValue } from './value-table.ts'

/**
 * Verifies new values of a credential and stores them beside the current ones, which stay in use until the new ones
 * are promoted. Only values that the target accepted are stored. They replace other pending ones.
 * @throws DomainError not_found, or invalid_input, also for a connected credential: it is connected again instead
 */
export async function addValue(
  ctx: WorkspaceContext,
  input: AddValue,
  { signal }: Pick<SaveOptions, 'signal'> = {},
): Promise<ValueAdded> {
  const { db, config, keyring, workspaceId, clock } = ctx
  const row = await requireCredentialRow(ctx, input.credentialId)
  if (row.version !== input.version) return { outcome: 'stale', credential: await openCredential(ctx, row) }
  const { id, name, identity: before } = row
  const known = await requireNewestMethod(ctx, row)
  if (asksConsent(known.method.token)) throw reconnectRequired()
  const values = overlayValues(config, known, await openStored(ctx, row), input.values)
  const verification = await verifyValues(known.method, completeValues(config, known, values), {
    ...ctx,
    signal,
    of: known,
  })
  const status = statusToSave(verification, { allowUnverified: false })
  if (!status) {
    await auditRefusal(ctx, 'credential.value_added', id, { name, outcome: verification.outcome })
    return { outcome: 'not_saved', verification }
  }
  const { identity: now } = verification
  if (now && before && now !== before && !input.allowOtherAccount) {
    return { outcome: 'other_account', before, now }
  }
  const generation = await nextGeneration(db, row)
  const sealed = await keyring.seal(values, {
    workspaceId,
    credentialId: id,
    componentId: row.component_id,
    methodId: row.method_id,
    sealVersion: generation,
  })
  const isStored = await transact(db, async (trx) => {
    const current = await lockCredential(trx, ctx, id)
    if (current?.version !== row.version) return false
    await retireValue(trx, id, 'pending')
    const createdAt = clock().toISOString()
    await insertValue(trx, {
      id: newId(),
      credential_id: id,
      generation,
      state: 'pending',
      definition_id: known.component.definitionId,
      sealed,
      status,
      identity: now ?? null,
      created_by: ctx.actor.id,
      created_at: createdAt,
      erase_at: null,
      revoke_on_erase: 0,
    })
    await updateCredentialRow(trx, id, { version: current.version + 1, updated_at: createdAt })
    await writeAuditEntry(trx, ctx, 'credential.value_added', id, { name, generation })
    return true
  })
  if (!isStored) return { outcome: 'stale', credential: await getCredential(ctx, id) }
  return { outcome: 'pending', generation, verification }
}
