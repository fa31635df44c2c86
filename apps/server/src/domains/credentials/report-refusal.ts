import type { IssueStep, Reported } from '@stepkey/shared/credential'
import { notFound } from '../../platform/errors/domain-error.ts'
import { isRecent, SECOND } from '../../platform/time.ts'
import type { WorkspaceContext } from '../context.ts'
import { requireIssuableStep } from '../usage/usage.ts'
import { mayBeIssuedSince } from './last-issues.ts'
import type { CredentialDetailRow } from './listed-table.ts'
import { requireCredentialRow, summarize } from './read-credentials.ts'
import { requireCredentialOf } from './step-credential.ts'
import { verifyForEngine, verifyTrialForEngine } from './verify-for-engine.ts'

/** How long a verification answers further reports, in milliseconds: many engines report the same refusal at once. */
const RECENT = 10 * SECOND

/**
 * Verifies a credential because a flow engine reports that the target refused the issued values. The verification
 * updates the credential's status. A revoked access token is refreshed, so the next issue returns the new one. Answers
 * with a recent verification if the values were not issued again since then, and with the last one of a failing
 * credential whose pause is not over.
 * @throws DomainError not_found, flow_inactive, and the errors of {@link requireCredentialOf}
 */
export async function reportRefusal(ctx: WorkspaceContext, { owner, ...step }: IssueStep): Promise<Reported> {
  const bound = await requireIssuableStep(ctx.db, ctx, step)
  const { row } = await requireCredentialOf(ctx, bound, owner)
  const value = { credentialId: row.id, generation: row.seal_version }
  if (row.trial_id !== null) {
    const { verification, asked } = await verifyTrialForEngine(ctx, value, row.status === 'failing')
    return { ...verification, asked }
  }
  const verification = await verifyForEngine(ctx, value, (current) => answersReport(current, ctx.clock()))
  if (verification) return { ...verification, asked: true }
  const { receipt } = await summarize(ctx, await requireCredentialRow(ctx, row.id))
  if (!receipt) throw notFound('credential')
  return { ...receipt, asked: false }
}

function answersReport({ id, receipt }: CredentialDetailRow, now: Date): boolean {
  if (!receipt) return false
  const { checked_at: checkedAt } = receipt
  return isRecent(now, checkedAt, RECENT) && !mayBeIssuedSince(id, new Date(checkedAt))
}
