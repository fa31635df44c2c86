import type { Reported } from '@stepkey/shared/credential'
import type { Verification } from '@stepkey/shared/verification'
import { isRecent, SECOND } from '../../platform/time.ts'
import type { WorkspaceContext } from '../context.ts'
import { requireIssuableCredential } from '../usage/usage.ts'
import { mayBeIssuedSince } from './last-issues.ts'
import { requireCredentialRow, summarize } from './read-credentials.ts'
import { verifyPendingValue } from './switch-value.ts'
import { verifyCredential } from './verify-credential.ts'

/** How long a verification answers further reports, in milliseconds: many engines report the same refusal at once. */
const RECENT = 10 * SECOND

/** The running verifications that reports have started, by credential. */
const running = new Map<string, Promise<Reported>>()

/**
 * Verifies a credential because a flow engine reports that the target refused the issued values. The verification
 * updates the credential's status. A revoked access token is refreshed, so the next issue returns the new one. Answers
 * with a recent verification only if the values were not issued again since then.
 * @throws DomainError not_found, or conflict when the flow is not active
 */
export async function reportRefusal(
  ctx: WorkspaceContext,
  step: { flowId: string; stepId: string },
): Promise<Reported> {
  const { id: credentialId, trial_id } = await requireIssuableCredential(ctx.db, ctx.workspaceId, step)
  if (trial_id !== null) return { ...(await verifyPendingValue(ctx, credentialId)), asked: true }
  const { receipt } = await summarize(ctx, await requireCredentialRow(ctx, credentialId))
  const current = running.get(credentialId)
  if (current) return await current
  if (receipt && answersReport(credentialId, receipt, ctx.clock())) return { ...receipt, asked: false }
  const verification = verifyCredential(ctx, { credentialId, values: undefined })
    .then((result) => ({ ...result, asked: true }))
    .finally(() => running.delete(credentialId))
  running.set(credentialId, verification)
  return await verification
}

function answersReport(credentialId: string, receipt: Verification, now: Date): boolean {
  const { checkedAt } = receipt
  return isRecent(now, checkedAt, RECENT) && !mayBeIssuedSince(credentialId, new Date(checkedAt))
}
