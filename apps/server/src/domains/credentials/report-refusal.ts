import type { Reported } from '@stepkey/shared/credential'
import type { Verification } from '@stepkey/shared/verification'
import { notFound } from '../../platform/errors/domain-error.ts'
import { isRecent, SECOND } from '../../platform/time.ts'
import type { WorkspaceContext } from '../context.ts'
import { requireIssuableCredential } from '../usage/usage.ts'
import { toVerification } from '../verification/verify.ts'
import { mayBeIssuedSince } from './last-issues.ts'
import { claimRetry } from './paused-issue.ts'
import { requireCredentialRow, summarize } from './read-credentials.ts'
import { verifyPendingValue } from './switch-value.ts'
import { verifyOnce } from './verify-once.ts'

/** How long a verification answers further reports, in milliseconds: many engines report the same refusal at once. */
const RECENT = 10 * SECOND

/**
 * Verifies a credential because a flow engine reports that the target refused the issued values. The verification
 * updates the credential's status. A revoked access token is refreshed, so the next issue returns the new one. Answers
 * with a recent verification if the values were not issued again since then, and with the last one of a failing
 * credential whose pause is not over.
 * @throws DomainError not_found, or conflict when the flow is not active
 */
export async function reportRefusal(
  ctx: WorkspaceContext,
  step: { flowId: string; stepId: string },
): Promise<Reported> {
  const {
    id: credentialId,
    trial_id,
    status,
  } = await requireIssuableCredential(ctx.db, ctx.workspaceId, step)
  // Nothing is issued any more, so nothing new is known.
  if (trial_id !== null && status === 'failing')
    return { ...toVerification({ outcome: 'rejected' }, ctx.clock(), 0), asked: false }
  if (trial_id !== null) return { ...(await verifyPendingValue(ctx, credentialId)), asked: true }
  const { receipt } = await summarize(ctx, await requireCredentialRow(ctx, credentialId))
  const verification = await verifyOnce(ctx, credentialId, async () => {
    const row = await requireCredentialRow(ctx, credentialId)
    if (!receipt) return true
    if (answersReport(credentialId, receipt, ctx.clock())) return false
    return row.status !== 'failing' || (await claimRetry(ctx, row))
  })
  const answer = verification ?? receipt
  if (!answer) throw notFound('credential')
  return { ...answer, asked: verification !== undefined }
}

function answersReport(credentialId: string, receipt: Verification, now: Date): boolean {
  const { checkedAt } = receipt
  return isRecent(now, checkedAt, RECENT) && !mayBeIssuedSince(credentialId, new Date(checkedAt))
}
