import type { AllFrozen, CredentialFrozen, CredentialUnfrozen } from '@stepkey/shared/credential'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { isoAfter } from '../../platform/time.ts'
import { auditRefusal, writeAuditEntry } from '../audit/audit-entry.ts'
import type { SaveOptions, WorkspaceContext } from '../context.ts'
import { recordAllFrozen, recordNotice } from '../notices/notice-outbox.ts'
import { requireCredentialRow, summarize } from './read-credentials.ts'
import {
  findLastFreezing,
  freezeAgain,
  freezeAllCredentials,
  lockCredential,
  updateCredentialRow,
} from './store.ts'
import { verifyCredential } from './verify-credential.ts'

/**
 * Freezes a credential: nothing is issued, and no flow with it can be activated, until it is unfrozen. Active flows stay
 * active. @throws DomainError not_found
 */
export async function freezeCredential(
  ctx: WorkspaceContext,
  credentialId: string,
): Promise<CredentialFrozen> {
  const { db, clock } = ctx
  await transact(db, async (trx) => {
    const current = await lockCredential(trx, ctx, credentialId)
    if (!current) throw notFound('credential')
    const now = clock()
    // Also of a frozen one: an unfreezing that is running must not undo this.
    const frozen_at = laterThan(current.frozen_at, now)
    await updateCredentialRow(trx, credentialId, { frozen_at, updated_at: now.toISOString() })
    if (current.frozen_at !== null) return
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
  const { db, clock } = ctx
  const { name, frozen_at } = await requireCredentialRow(ctx, credentialId)
  if (frozen_at === null) throw new DomainError('conflict', 'This credential is not frozen.')
  const verification = await verifyCredential(ctx, { credentialId, values: undefined }, signal)
  if (verification.outcome === 'rejected') {
    await auditRefusal(ctx, 'credential.unfrozen', credentialId, { name, outcome: verification.outcome })
    return { outcome: 'not_saved', verification }
  }
  await transact(db, async (trx) => {
    const current = await lockCredential(trx, ctx, credentialId)
    if (!current) throw notFound('credential')
    // Another call has unfrozen it.
    if (current.frozen_at === null) return
    if (current.frozen_at !== frozen_at)
      throw new DomainError(
        'conflict',
        'This credential was frozen again in the meantime. Nothing is issued.',
      )
    await updateCredentialRow(trx, credentialId, { frozen_at: null, updated_at: clock().toISOString() })
    await writeAuditEntry(trx, ctx, 'credential.unfrozen', credentialId, { name })
  })
  return { outcome: 'active', verification }
}

/** Returns the time of a freezing, which differs from that of an earlier one of the same credential. */
const laterThan = (before: string | null, now: Date): string =>
  before !== null && before >= now.toISOString() ? isoAfter(new Date(before), 1) : now.toISOString()

/** Freezes all credentials of the workspace. */
export async function freezeWorkspace(ctx: WorkspaceContext): Promise<AllFrozen> {
  const { db, workspaceId, clock } = ctx
  const count = await transact(db, async (trx) => {
    const at = laterThan(await findLastFreezing(trx, workspaceId), clock())
    const frozen = await freezeAllCredentials(trx, workspaceId, at)
    await recordAllFrozen(trx, ctx, at)
    // Those that were frozen before: an unfreezing that is running must not undo this.
    await freezeAgain(trx, workspaceId, at)
    await writeAuditEntry(trx, ctx, 'workspace.frozen', workspaceId, { count: frozen })
    return frozen
  })
  return { outcome: 'frozen', count }
}
