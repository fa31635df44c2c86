import { isoAfter, MINUTE } from '../../platform/time.ts'
import type { WorkspaceContext } from '../context.ts'
import type { SealedCredentialRow } from '../usage/usage.ts'
import type { CredentialDetailRow } from './listed-table.ts'
import { requireCredentialRow } from './read-credentials.ts'
import { isOver } from './refusal-count.ts'
import { claimAttempt } from './store.ts'
import { verifyOnce } from './verify-once.ts'

/**
 * How long no other attempt is made while one is running, which is longer than any verification, and after an inconclusive
 * one, in milliseconds.
 */
const ATTEMPT = 10 * MINUTE

/**
 * Verifies a failing credential again if its pause is over: once for all processes, so that a key that many steps use
 * reaches its provider a few times only.
 * @returns the credential with its current values if it works again
 */
export async function retryFailing(
  ctx: WorkspaceContext,
  row: SealedCredentialRow,
): Promise<SealedCredentialRow | undefined> {
  if (row.trial_id !== null) return undefined
  await verifyOnce(ctx, row.id, async () => claimRetry(ctx, await requireCredentialRow(ctx, row.id)))
  const { status, sealed, seal_version, frozen_at } = await requireCredentialRow(ctx, row.id)
  return status === 'failing' ? undefined : { ...row, status, sealed, seal_version, frozen_at }
}

/** Claims the one attempt after the pause of a failing credential. @returns whether the caller may make it */
export async function claimRetry(
  { db, clock }: Pick<WorkspaceContext, 'db' | 'clock'>,
  { id, paused_until, grant }: CredentialDetailRow,
): Promise<boolean> {
  if (grant?.lost_reason || paused_until === null || !isOver(paused_until, clock())) return false
  return await claimAttempt(db, { id, paused_until, until: isoAfter(clock(), ATTEMPT) })
}
