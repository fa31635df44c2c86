import { isInconclusive, isProof, type Outcome, type Verification } from '@stepkey/shared/verification'
import type { Trx } from '../../platform/database/database.ts'
import type { CredentialRow, ReceiptRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'
import { findKnownAccess, insertCurrentReceipt } from './receipt-table.ts'

type StoredStatus = CredentialRow['status']

/**
 * Returns the status with which verified values are stored; undefined when they must not be stored. Rejected values
 * are never stored. Values with an inconclusive outcome are stored only if the caller allows it.
 */
export function statusToSave(
  { outcome, reason }: Verification,
  { allowUnverified }: { allowUnverified: boolean },
): StoredStatus | undefined {
  if (isProof(outcome)) return outcome as StoredStatus
  if (reason === 'cancelled') return undefined
  return allowUnverified && isInconclusive(outcome) ? 'unverified' : undefined
}

/** Returns the status of a stored credential after another verification. Inconclusive outcomes don't change it. */
export function statusAfter(outcome: Outcome, before: StoredStatus): StoredStatus {
  if (outcome === 'rejected') return 'failing'
  return isProof(outcome) ? (outcome as StoredStatus) : before
}

/**
 * Makes the receipt of a new verification the current one of a credential. The last ones before it stay as its history.
 * @param options.isSameValue whether the value was verified before: then the scopes and the expiry that are known of it
 * stay if the outcome is inconclusive, which says nothing about them
 * @returns the changes to the credential's row
 */
export async function replaceReceipt(
  trx: Trx,
  credentialId: string,
  verification: Verification,
  { isSameValue = false } = {},
): Promise<Pick<CredentialRow, 'receipt_id'> & Partial<Pick<CredentialRow, 'identity'>>> {
  const receipt = toReceipt(credentialId, verification)
  const isKept = isSameValue && isInconclusive(verification.outcome)
  const known = isKept && (await findKnownAccess(trx, credentialId))
  await insertCurrentReceipt(trx, { ...receipt, ...known })
  const { identity } = verification
  return { receipt_id: receipt.id, ...(identity !== undefined && { identity }) }
}

/**
 * Returns the receipt of a verification: the stored form of its result. Of the response it contains only the identity,
 * the scopes, the expiry, and the class of the HTTP status (4 for 401).
 */
export function toReceipt(credentialId: string, verification: Verification): ReceiptRow {
  const { outcome, reason, target, httpStatus, identity, scopes, expiresAt, durationMs, checkedAt } =
    verification
  return {
    id: newId(),
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
  }
}
