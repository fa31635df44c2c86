import type { ConsentFinished } from '@stepkey/shared/consent'
import { describeFinding } from '@stepkey/shared/finding-messages'
import type { Finding } from '@stepkey/shared/verification'
import type { TokenResult } from '../tokens/token-result.ts'

/** The outcome for a consent that has expired or was already finished. */
export const EXPIRED: ConsentFinished = {
  outcome: 'refused',
  reason: 'expired',
  message: 'This consent has expired or was already used.',
  advice: 'Connect again.',
}

/** Returns the outcome for a consent that failed for another reason. */
export const failed = (message: string, advice?: string): ConsentFinished => ({
  outcome: 'refused',
  reason: 'failed',
  message,
  ...(advice && { advice }),
})

/** Returns the outcome for an `error` that the provider sent the browser back with (RFC 6749 section 4.1.2.1). */
export function notGranted(code: string, target: string): ConsentFinished {
  switch (code) {
    case 'access_denied':
      return {
        outcome: 'refused',
        reason: 'denied',
        message: `Access was not granted at ${target}.`,
        advice: 'If that was a mistake, connect again and agree there.',
      }
    case 'expired_token':
      return EXPIRED
    default: {
      const named = /^[\w.-]{1,60}$/.test(code) ? ` (${code})` : ''
      return failed(
        `${target} sent you back without access${named}.`,
        'Check the redirect address of the OAuth app, and that the app may request the chosen scopes.',
      )
    }
  }
}

/** Returns the outcome for a token request that the provider refused or didn't answer. */
export function refusedGrant(
  { code, finding }: Extract<TokenResult, { outcome: 'refused' }>,
  target: string,
): ConsentFinished {
  if (code === 'access_denied' || code === 'expired_token') return notGranted(code, target)
  if (code === 'invalid_grant') {
    return failed(`${target} did not accept the authorization code.`, 'Connect again without a long pause.')
  }
  const meant: Finding =
    code === 'invalid_client' ? { ...finding, outcome: 'unexpected', reason: 'oauth_app' } : finding
  const { message, advice } = describeFinding({ target, ...meant })
  return failed(message, advice)
}
