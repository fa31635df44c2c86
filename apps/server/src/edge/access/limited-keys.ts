import { auditRefusal } from '../../domains/audit/audit-entry.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import type { Principal } from './principal.ts'
import type { RequestContext } from './request-context.ts'

/**
 * The procedures that concern credentials of all owners and components. An API key that is limited to some can't call them;
 * in all others, only the credentials in its reach exist.
 */
const OF_ALL: ReadonlySet<string> = new Set([
  'components.own',
  'components.save',
  'components.trial',
  'components.publish',
  'components.archive',
  'components.remove',
  'credentials.freezeAll',
  'oauthApps.list',
  'oauthApps.create',
  'oauthApps.update',
  'oauthApps.remove',
  'revocations.list',
  'revocations.retry',
  'revocations.dismiss',
])

/** Refuses API keys with limits in procedures that concern all credentials. Audited. @throws DomainError forbidden */
export async function refuseLimitedKey(
  request: RequestContext,
  principal: Principal,
  procedure: string,
): Promise<void> {
  // Connect tokens have limits of their own.
  if (!principal.reach || principal.limits || !OF_ALL.has(procedure)) return
  await auditRefusal({ ...request, ...principal }, 'access.asked', procedure)
  throw new DomainError(
    'forbidden',
    'This API key is limited to some owners or components, but this concerns all credentials.',
  )
}
