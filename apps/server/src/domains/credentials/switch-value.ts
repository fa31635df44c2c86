import type {
  DiscardValue,
  PromoteValue,
  ValueDiscarded,
  ValuePromoted,
  ValueRestored,
} from '@stepkey/shared/credential-value'
import type { Verification } from '@stepkey/shared/verification'
import type { Db, Trx } from '../../platform/database/database.ts'
import type { CredentialRow, CredentialValueRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { invalidInput, notFound } from '../../platform/errors/domain-error.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import { type CatalogMethod, requireMethodOf } from '../catalog/catalog.ts'
import type { SaveOptions, WorkspaceContext } from '../context.ts'
import { verifyValues } from '../verification/verify.ts'
import { changeCredentialCounts } from './credential-count-table.ts'
import { emitCredentialChanged, emitStatusChange } from './credential-events.ts'
import { completeValues, openValues, type SecretValues } from './credential-values.ts'
import { nextGeneration, replaceCurrentValue } from './current-value.ts'
import type { CredentialDetailRow } from './listed-table.ts'
import { queueKeyRevocation } from './queue-revocation.ts'
import { getCredential, requireCredentialRow } from './read-credentials.ts'
import { requireRevocable, tryToRevoke } from './revoke-access.ts'
import { statusToSave } from './save-policy.ts'
import { lockCredential, updateCredentialRow } from './store.ts'
import {
  deleteValue,
  findFlowsWith,
  findValueIn,
  keepKeyOfValue,
  replaceTrials,
  retireValue,
  updateValueStatus,
} from './value-table.ts'

type Options = Pick<SaveOptions, 'signal'>
/** A value that is not erased. */
type KeptValue = CredentialValueRow & { sealed: Buffer }

/**
 * Makes the pending value of a credential the current one, or lets some flows try it. It is verified once more before
 * it becomes current. The old value is then the previous one, which can be restored. With `revoke`, its key is revoked at
 * the provider when it is erased.
 * @throws DomainError not_found (also for a generation that is not pending), invalid_input for flows without a step
 * that is bound to the credential, or if the key can't be revoked
 */
export async function promoteValue(
  ctx: WorkspaceContext,
  { credentialId, generation, flowIds, revoke }: PromoteValue,
  { signal }: Options = {},
): Promise<ValuePromoted> {
  const row = await requireCredentialRow(ctx, credentialId)
  const pending = await requireValue(ctx.db, row, 'pending')
  if (pending.generation !== generation) throw notFound('value')
  if (flowIds) return await tryValue(ctx, row, pending, flowIds)
  if (revoke) await requireRevocable(ctx, row)
  const { verification, status } = await verifyValue(ctx, row, pending, signal)
  if (!status) return await refuse(ctx, 'credential.promoted', row, verification)
  const isPromoted = await transact(ctx.db, async (trx) => {
    const current = await lockCredential(trx, ctx, row.id)
    if (current?.version !== row.version) return false
    await deleteValue(trx, pending.id)
    await storeSwitch(trx, ctx, current, { ...pending, status }, verification, revoke)
    const detail = { name: row.name, sealVersion: generation, ...(revoke && { revoke }) }
    await writeAuditEntry(trx, ctx, 'credential.promoted', row.id, detail)
    return true
  })
  const credential = await getCredential(ctx, row.id)
  return { outcome: isPromoted ? 'promoted' : 'stale', credential }
}

/**
 * Makes the previous value of a credential the current one again, as a new generation, if the target still accepts it.
 * The value that was current before is then the previous one if it worked.
 * @throws DomainError not_found, also if there is no previous value
 */
export async function restoreValue(
  ctx: WorkspaceContext,
  credentialId: string,
  { signal }: Options = {},
): Promise<ValueRestored> {
  const { db, keyring, workspaceId } = ctx
  const row = await requireCredentialRow(ctx, credentialId)
  const previous = await requireValue(db, row, 'previous')
  const { verification, status } = await verifyValue(ctx, row, previous, signal)
  if (!status) return await refuse(ctx, 'credential.restored', row, verification)
  const generation = await nextGeneration(db, row)
  const sealed = await keyring.seal(await openValues(keyring, asSealed(row, previous)), {
    workspaceId,
    credentialId: row.id,
    componentId: row.component_id,
    methodId: row.method_id,
    sealVersion: generation,
  })
  const isRestored = await transact(db, async (trx) => {
    const current = await lockCredential(trx, ctx, row.id)
    if (current?.version !== row.version) return false
    // The key is in use again.
    await keepKeyOfValue(trx, previous.id)
    await storeSwitch(trx, ctx, current, { ...previous, sealed, generation, status }, verification)
    const detail = { name: row.name, sealVersion: generation, restored: previous.generation }
    await writeAuditEntry(trx, ctx, 'credential.restored', row.id, detail)
    return true
  })
  const credential = await getCredential(ctx, row.id)
  return { outcome: isRestored ? 'restored' : 'stale', credential }
}

/**
 * Erases the pending or the previous value of a credential. With `revoke`, its key is revoked at the provider after the
 * commit. Without a choice, the one of the promotion applies.
 * @throws DomainError not_found, also for a generation in another state; invalid_input if the key can't be revoked
 */
export async function discardValue(
  ctx: WorkspaceContext,
  { credentialId, generation, revoke }: DiscardValue,
): Promise<ValueDiscarded> {
  const { db, clock } = ctx
  if (revoke) await requireRevocable(ctx, await requireErasable(ctx, credentialId, generation))
  const revocation = await transact(db, async (trx) => {
    const current = await lockCredential(trx, ctx, credentialId)
    if (!current) throw notFound('credential')
    for (const state of ['pending', 'previous'] as const) {
      const value = await findValueIn(trx, credentialId, state)
      if (!value?.sealed || value.generation !== generation) continue
      await retireValue(trx, credentialId, state)
      const { name, version } = current
      await updateCredentialRow(trx, credentialId, {
        version: version + 1,
        updated_at: clock().toISOString(),
      })
      await writeAuditEntry(trx, ctx, 'credential.value_discarded', credentialId, { name, generation })
      if (!(revoke ?? value.revoke_on_erase === 1)) return undefined
      const { definition_id, sealed, identity } = value
      const values = { ...current, definition_id, sealed, seal_version: generation, identity }
      return await queueKeyRevocation(trx, ctx, values)
    }
    throw notFound('value')
  })
  return { outcome: 'discarded', ...(revocation && { revocation: await tryToRevoke(ctx, revocation) }) }
}

/** Returns a credential with its pending or previous values in place of the current ones. @throws DomainError not_found */
async function requireErasable(ctx: WorkspaceContext, credentialId: string, generation: number) {
  const row = await requireCredentialRow(ctx, credentialId)
  return asSealed(row, await requireKeptValue(ctx.db, row, generation))
}

/** Verifies the pending value of a credential. @throws DomainError not_found */
export async function verifyPendingValue(ctx: WorkspaceContext, credentialId: string): Promise<Verification> {
  const row = await requireCredentialRow(ctx, credentialId)
  const { verification } = await verifyValue(ctx, row, await requireValue(ctx.db, row, 'pending'), undefined)
  return verification
}

/**
 * Verifies the pending or the previous value of a credential with this generation.
 * @throws DomainError not_found, also for a generation in another state
 */
export async function verifyGeneration(
  ctx: WorkspaceContext,
  row: CredentialDetailRow,
  generation: number,
  { signal }: Options = {},
): Promise<Omit<VerifiedValue, 'status'>> {
  return await verifyValue(ctx, row, await requireKeptValue(ctx.db, row, generation), signal)
}

/**
 * Verifies the pending or the previous value of a credential, for example to see whether the provider still accepts an
 * old key. The result is its status.
 * @throws DomainError not_found, also for a generation in another state
 */
export async function verifyKeptValue(
  ctx: WorkspaceContext,
  { credentialId, generation }: { credentialId: string; generation: number },
  { signal }: Options = {},
): Promise<Verification> {
  const row = await requireCredentialRow(ctx, credentialId)
  const { verification } = await verifyGeneration(ctx, row, generation, { signal })
  const { outcome } = verification
  await transact(ctx.db, (trx) =>
    writeAuditEntry(trx, ctx, 'credential.verified', credentialId, { name: row.name, outcome, generation }),
  )
  return verification
}

/** Lets flows try the pending value, instead of those that try it so far. */
async function tryValue(
  ctx: WorkspaceContext,
  row: CredentialDetailRow,
  pending: KeptValue,
  flowIds: readonly string[],
): Promise<ValuePromoted> {
  const { db, workspaceId } = ctx
  const isStored = await transact(db, async (trx) => {
    const current = await lockCredential(trx, ctx, row.id)
    if (!current || (await findValueIn(trx, row.id, 'pending'))?.id !== pending.id) return false
    const unique = [...new Set(flowIds)]
    const found = await findFlowsWith(trx, { workspaceId, credentialId: row.id, flowIds: unique })
    const index = flowIds.findIndex((id) => !found.includes(id))
    if (index >= 0) {
      throw invalidInput({
        path: `flowIds.${index}`,
        message: 'No step of this flow is bound to the credential, or there is no such flow.',
      })
    }
    await replaceTrials(trx, pending.id, found)
    const { name } = row
    const { generation } = pending
    await writeAuditEntry(trx, ctx, 'credential.value_tried', row.id, {
      name,
      generation,
      flows: found.length,
    })
    return true
  })
  if (!isStored) return { outcome: 'stale', credential: await getCredential(ctx, row.id) }
  return { outcome: 'on_trial' }
}

/** @throws DomainError not_found */
async function requireValue(
  db: Db,
  { id }: Pick<CredentialRow, 'id'>,
  state: 'pending' | 'previous',
): Promise<KeptValue> {
  const value = await findValueIn(db, id, state)
  if (!value?.sealed) throw notFound('value')
  return { ...value, sealed: value.sealed }
}

/** Returns the pending or the previous value with this generation. @throws DomainError not_found */
async function requireKeptValue(
  db: Db,
  { id }: Pick<CredentialRow, 'id'>,
  generation: number,
): Promise<KeptValue> {
  for (const state of ['pending', 'previous'] as const) {
    const value = await findValueIn(db, id, state)
    if (value?.sealed && value.generation === generation) return { ...value, sealed: value.sealed }
  }
  throw notFound('value')
}

/** Returns the row of a credential with another value in place of the current one. */
const asSealed = (row: CredentialDetailRow, { definition_id, sealed, generation }: KeptValue) => ({
  ...row,
  definition_id,
  sealed,
  seal_version: generation,
})

/** The result of verifying a value; `status` is absent if it can't become current. */
interface VerifiedValue {
  known: CatalogMethod
  values: SecretValues
  verification: Verification
  status: CredentialRow['status'] | undefined
}

/** Verifies a value that is not current. A conclusive outcome is stored with it. */
export async function verifyValue(
  ctx: WorkspaceContext,
  row: CredentialDetailRow,
  value: KeptValue,
  signal: AbortSignal | undefined,
): Promise<VerifiedValue> {
  const { db, config, keyring } = ctx
  const kept = asSealed(row, value)
  const known = await requireMethodOf(ctx, kept)
  const values = completeValues(config, known, await openValues(keyring, kept))
  const verification = await verifyValues(known.method, values, { ...ctx, signal, of: known })
  const status = statusToSave(verification, { allowUnverified: false })
  if (status || verification.outcome === 'rejected')
    await updateValueStatus(db, value.id, { status: status ?? 'failing' })
  return { known, values, verification, status }
}

/** Makes a value the current one, with its events and counts. */
async function storeSwitch(
  trx: Trx,
  ctx: WorkspaceContext,
  current: CredentialRow,
  { definition_id, sealed, generation, status, created_by: createdBy, created_at: createdAt }: KeptValue,
  verification: Verification,
  revoke?: boolean,
): Promise<void> {
  const { workspaceId, clock } = ctx
  const { id, component_id: componentId, version } = current
  const now = clock().toISOString()
  const value = {
    definition_id,
    sealed,
    seal_version: generation,
    status,
    verification,
    createdBy,
    createdAt,
  }
  const change = await replaceCurrentValue(trx, ctx, current, value, { isGrant: false, revoke })
  await updateCredentialRow(trx, id, { ...change, version: version + 1, updated_at: now })
  await emitCredentialChanged(trx, ctx, id)
  await emitStatusChange(trx, ctx, id, { before: current.status, after: status })
  const failing = current.status === 'failing' ? -1 : 0
  await changeCredentialCounts(trx, { workspaceId, componentId }, { failing, at: now })
}

async function refuse(
  ctx: WorkspaceContext,
  action: 'credential.promoted' | 'credential.restored',
  { id, name }: CredentialDetailRow,
  verification: Verification,
) {
  await auditRefusal(ctx, action, id, { name, outcome: verification.outcome })
  return { outcome: 'not_saved' as const, verification }
}
