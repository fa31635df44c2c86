import type { ConsentHolder } from '../../domains/oauth/consent-record.ts'
import { hashToken } from '../../platform/opaque-token.ts'
import type { Principal } from '../access/principal.ts'

/**
 * Returns who holds the consents of a caller: the session of a user, or a page with a connect token, which sends the
 * secret of its consent. Undefined for API keys: they can't be sent to a browser and back.
 */
export function consentHolderOf(
  { actor, sessionHash, limits }: Principal,
  consentSecret?: string,
): ConsentHolder | undefined {
  if (limits)
    return consentSecret === undefined
      ? undefined
      : { connectSessionId: limits.sessionId, secretHash: hashToken(consentSecret) }
  if (actor.kind !== 'person' || sessionHash === undefined) return undefined
  return { accountId: actor.id, sessionHash }
}
