import type { Finding } from '@stepkey/shared/verification'

/**
 * For servers that don't tell whether they looked at a login: whoever lets in the same one with a wrong secret, too,
 * did not. @param control signs in with the wrong one
 */
export async function withControlSignIn(finding: Finding, control: () => Promise<Finding>): Promise<Finding> {
  if (finding.outcome !== 'verified') return finding
  const { outcome, reason } = await control()
  if (outcome === 'verified') return { outcome: 'unexpected', reason: 'login_not_needed' }
  // Some only hang up on those whom they don't know.
  const isRefused = outcome === 'rejected' || reason === 'connection_lost'
  return isRefused ? finding : { outcome, ...(reason && { reason }) }
}
