import type { AllFrozen, CredentialFrozen, CredentialUnfrozen } from '@stepkey/shared/credential'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import type { SaveOptions, WorkspaceContext } from '../context.ts'
import { recordAllFrozen, recordNotice } from '../notices/notice-outbox.ts'
import { requireCredentialRow, summarize } from './read-credentials.ts'
import { freezeAllCredentials, lockCredential, updateCredentialRow } from './store.ts'
import { verifyCredential } from './verify-credential.ts'

/**
 * Freezes a credential: nothing is issued, and no flow with it can be activated, until it is unfrozen. Active flows stay
 * active. @throws DomainError not_found
 */
export async function freezeCredential(
  ctx: WorkspaceContext,
  credentialId: string,
): Promise<CredentialFrozen> {
  const { db, workspaceId, clock } = ctx
  await transact(db, async (trx) => {
    const current = await lockCredential(trx, workspaceId, credentialId)
    if (!current) throw notFound('credential')
    if (current.frozen_at !== null) return
    const now = clock().toISOString()
    await updateCredentialRow(trx, credentialId, { frozen_at: now, updated_at: now })
    await recordNotice(trx, ctx, { credentialId, kind: 'frozen' })
    await writeAuditEntry(trx, ctx, 'credential.frozen', credentialId, { name: current.name })
  })
  const credential = await summarize(ctx, await requireCredentialRow(ctx, credentialId))
  return { outcome: 'frozen', credential }
}

/**
 * Verifies a frozen credential, and issues it again unless the target rejects it.
 * @throws DomainError not_found, or conflict when it is not frozen
 */
export async function unfreezeCredential(
  ctx: WorkspaceContext,
  credentialId: string,
  { signal }: Pick<SaveOptions, 'signal'> = {},
): Promise<CredentialUnfrozen> {
  const { db, workspaceId, clock } = ctx
  const { name, frozen_at } = await requireCredentialRow(ctx, credentialId)
  if (frozen_at === null) throw new DomainError('conflict', 'This credential is not frozen.')
  const verification = await verifyCredential(ctx, { credentialId, values: undefined }, signal)
  if (verification.outcome === 'rejected') {
    await auditRefusal(ctx, 'credential.unfrozen', credentialId, { name, outcome: verification.outcome })
    return { outcome: 'not_saved', verification }
  }
  await transact(db, async (trx) => {
    const current = await lockCredential(trx, workspaceId, credentialId)
    if (!current) throw notFound('credential')
    if (current.frozen_at === null) return
    await updateCredentialRow(trx, credentialId, { frozen_at: null, updated_at: clock().toISOString() })
    await writeAuditEntry(trx, ctx, 'credential.unfrozen', credentialId, { name })
  })
  return { outcome: 'active', verification }
}

/** Freezes all credentials of the workspace. */
export async function freezeWorkspace(ctx: WorkspaceContext): Promise<AllFrozen> {
  const { db, workspaceId, clock } = ctx
  const count = await transact(db, async (trx) => {
    const now = clock().toISOString()
    const frozen = await freezeAllCredentials(trx, workspaceId, now)
    await recordAllFrozen(trx, ctx, now)
    await writeAuditEntry(trx, ctx, 'workspace.frozen', workspaceId, { count: frozen })
    return frozen
  })
  return { outcome: 'frozen', count }
}
