import { isInconclusive, isProof, type Outcome, type Verification } from '@stepkey/shared/verification'
import type { Trx } from '../../platform/database/connect.ts'
import type { CredentialRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'
import { deleteReceipts, insertReceipt } from './store.ts'

type StoredStatus = CredentialRow['status']

/**
 * The status with which new values may be stored after a verification, or undefined when they may not be:
 * what the target refused never, what nothing was learnt about only when the person said so.
 */
export function statusToSave(
  { outcome, reason }: Verification,
  { allowUnverified }: { allowUnverified: boolean },
): StoredStatus | undefined {
  if (isProof(outcome)) return outcome as StoredStatus
  if (reason === 'cancelled') return undefined
  return allowUnverified && isInconclusive(outcome) ? 'unverified' : undefined
}

/** The status of a stored credential after it was verified again. An inconclusive outcome leaves it as it is. */
export function statusAfter(outcome: Outcome, before: StoredStatus): StoredStatus {
  if (outcome === 'rejected') return 'failing'
  return isProof(outcome) ? (outcome as StoredStatus) : before
}

/**
 * Stores what is kept of a verification, in place of what was kept of the one before.
 * @returns what changes in the credential's row
 */
export async function writeReceipt(
  trx: Trx,
  credentialId: string,
  verification: Verification,
): Promise<Pick<CredentialRow, 'receipt_id'> & Partial<Pick<CredentialRow, 'identity'>>> {
  const { outcome, reason, target, httpStatus, identity, scopes, expiresAt, durationMs, checkedAt } =
    verification
  const id = newId()
  await deleteReceipts(trx, credentialId)
  await insertReceipt(trx, {
    id,
    credential_id: credentialId,
    outcome,
    reason: reason ?? null,
    target: target ?? null,
    status_class: httpStatus === undefined ? null : Math.floor(httpStatus / 100),
    identity: identity ?? null,
    scopes: scopes ? JSON.stringify(scopes) : null,
    expires_at: expiresAt ?? null,
    duration_ms: durationMs,
    checked_at: checkedAt,
  })
  return { receipt_id: id, ...(identity !== undefined && { identity }) }
}
