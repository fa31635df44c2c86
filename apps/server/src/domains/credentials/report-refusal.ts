import type { Verification } from '@stepkey/shared/verification'
import type { WorkspaceContext } from '../context.ts'
import { requireIssuableCredential } from '../usage/usage.ts'
import { requireCredentialRow, summarize } from './read-credentials.ts'
import { verifyCredential } from './verify-credential.ts'

/** How long an answer counts for whoever reports the same, in milliseconds: engines notice all at once. */
const QUIET = 10_000

/** Verifications that were reported for and are running, by credential. */
const running = new Map<string, Promise<Verification>>()

/**
 * A flow engine says that the target refused what it was issued. The credential is verified again, so that everybody
 * sees it if that is so; a token that was merely taken back is renewed, and the next issue gives the new one.
 * @throws DomainError not_found, or conflict when the flow is not active
 */
export async function reportRefusal(
  ctx: WorkspaceContext,
  step: { flowId: string; stepId: string },
): Promise<Verification> {
  const { id: credentialId } = await requireIssuableCredential(ctx.db, ctx.workspaceId, step)
  const { receipt } = await summarize(ctx, await requireCredentialRow(ctx, credentialId))
  const age = receipt ? ctx.clock().getTime() - new Date(receipt.checkedAt).getTime() : QUIET
  if (receipt && age < QUIET) return receipt
  const known = running.get(credentialId)
  if (known) return await known
  const asked = verifyCredential(ctx, { credentialId, values: undefined }).finally(() =>
    running.delete(credentialId),
  )
  running.set(credentialId, asked)
  return await asked
}
