import type { ConsentRequest, Method } from '@stepkey/shared/component'
import type { Revocation } from '@stepkey/shared/oauth'
import { REMOTE_DEADLINE } from '../../platform/egress/egress.ts'
import type { Secret } from '../../platform/secret.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { componentsOfProvider } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { methodEgress } from '../tokens/method-egress.ts'
import { revokeToken } from '../tokens/revoke-token.ts'
import { isGrantShared } from './store.ts'

/** Everything that the revocation of a grant needs. The credential that had it no longer has it. */
interface RevocableGrant {
  /** The account at the provider; null if it is unknown. */
  identity: string | null
  clientId: string | undefined
  method: Method
  request: ConsentRequest
  values: Secret<Record<string, unknown>>
  token: Secret<Record<string, unknown>>
}

/**
 * Revokes a grant at the provider and returns the outcome: `shared`, without a call, if other credentials depend on the
 * same grant; `failed` if the provider does not confirm it.
 */
export async function revokeGrant(
  ctx: Pick<WorkspaceContext, 'db' | 'catalog' | 'workspaceId' | 'egress' | 'clock' | 'log'>,
  { identity, clientId, method, request, values, token }: RevocableGrant,
): Promise<Revocation> {
  const { db, clock, log } = ctx
  const egress = methodEgress(ctx.egress, method, values.reveal())
  // Some providers revoke everything that the account granted to the client. That would break other credentials.
  if (request.revoke?.reach === 'account' && clientId !== undefined) {
    const componentIds = await componentsOfProvider(ctx, request)
    if (await isGrantShared(db, { clientId, componentIds, identity })) return 'shared'
  }
  const ports = { egress, now: clock(), signal: AbortSignal.timeout(REMOTE_DEADLINE) }
  try {
    return await revokeToken(request, values.reveal(), token.reveal(), ports)
  } catch (error) {
    logFailure(log, 'revocation', error)
    return 'failed'
  }
}
