import type { WorkspaceContext } from '../context.ts'
import type { SealedCredentialRow } from '../usage/usage.ts'
import { requireCredentialRow } from './read-credentials.ts'
import { verifyForEngine } from './verify-for-engine.ts'

/**
 * Verifies a failing credential again if its pause is over.
 * @returns the credential with its current values if it works again
 */
export async function retryFailing(
  ctx: WorkspaceContext,
  row: SealedCredentialRow,
): Promise<SealedCredentialRow | undefined> {
  if (row.trial_id !== null) return undefined
  const value = { credentialId: row.id, generation: row.seal_version }
  // Another process may have found that it works again.
  await verifyForEngine(ctx, value, ({ status }) => status !== 'failing')
  const { status, sealed, seal_version, frozen_at } = await requireCredentialRow(ctx, row.id)
  return status === 'failing' ? undefined : { ...row, status, sealed, seal_version, frozen_at }
}
