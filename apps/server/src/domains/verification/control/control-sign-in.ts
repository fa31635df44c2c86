import type { Finding } from '@stepkey/shared/verification'

/**
 * Confirms a verified sign-in. Some servers accept every login, so this signs in again with a wrong secret, which the
 * server must reject. Returns `login_not_needed` if it accepts that one, too.
 * @param control signs in with the same user and a wrong secret
 */
export async function withControlSignIn(finding: Finding, control: () => Promise<Finding>): Promise<Finding> {
  if (finding.outcome !== 'verified') return finding
  const { outcome, reason } = await control()
  if (outcome === 'verified') return { outcome: 'unexpected', reason: 'login_not_needed' }
  // Some servers refuse a login by closing the connection.
  const isRefused = outcome === 'rejected' || reason === 'connection_lost'
  return isRefused ? finding : { outcome, ...(reason && { reason }) }
}
