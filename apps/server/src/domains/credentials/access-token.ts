import { asksConsent, type Method } from '@stepkey/shared/component'
import type { Observer } from '../../platform/telemetry/observer.ts'
import { findMethodOf, type KnownMethod } from '../catalog/catalog.ts'
import type { Deps } from '../context.ts'
import { openOAuthApp } from '../oauth/oauth-apps.ts'
import { type FreshToken, getFreshToken, type Refresh } from '../tokens/refresh.ts'
import { isRefreshable, refreshGrant } from '../tokens/refresh-grant.ts'
import { requestToken } from '../tokens/request-token.ts'
import { tokenErrorFinding } from '../tokens/token-error.ts'
import type { TokenResult } from '../tokens/token-result.ts'
import { withCleanScope } from '../verification/sanitize.ts'
import { completeValues, openValues, type RawValues } from './credential-values.ts'
import { type FoundRow, findCredential } from './store.ts'
import { createTokenStore } from './token-store.ts'
import { findToken } from './token-table.ts'

type Of = Pick<FoundRow, 'id' | 'workspace_id' | 'component_id' | 'name' | 'seal_version'>
type WithToken = Method & { token: NonNullable<Method['token']> }

/** Whether the tokens of a method are kept and renewed. A vendor's own login tells nothing of how long it lasts. */
export const storesTokens = (method: Method): method is WithToken =>
  method.token !== undefined && method.token.grant !== 'login'

type TokenDeps = Pick<
  Deps,
  'db' | 'catalog' | 'keyring' | 'clock' | 'config' | 'egress' | 'observer' | 'background'
>
type Options = Omit<Parameters<typeof getFreshToken>[2], 'clock'>

/**
 * The token of a credential, good now: what is in hand, else renewed, else asked for.
 * @param options.refused the version of a token that the vendor has just refused
 */
export async function getAccessToken(
  deps: TokenDeps,
  of: Of,
  known: KnownMethod & { method: WithToken },
  values: RawValues,
  options: Options = {},
): Promise<FreshToken> {
  const { clock, observer } = deps
  const renewal = watched(observer, known.method, renewalOf(deps, of, known, values))
  return await getFreshToken(createTokenStore(deps, of, known), renewal, { clock, ...options })
}

/** The same for a credential of which only the id is known. Undefined when it is gone, or has no use for tokens. */
export async function getAccessTokenById(
  deps: TokenDeps,
  { workspaceId, credentialId }: { workspaceId: string; credentialId: string },
  options?: Options,
): Promise<FreshToken | undefined> {
  const row = await findCredential(deps.db, workspaceId, credentialId)
  const known = row && (await findMethodOf({ ...deps, workspaceId }, row))
  if (!row || !known || !storesTokens(known.method)) return undefined
  const { method } = known
  const values = completeValues(deps.config, known, await openValues(deps.keyring, row)).reveal()
  return await getAccessToken(deps, row, { ...known, method }, values, options)
}

/** The same renewal, for those who watch. */
const watched = (observer: Observer, { token: { grant } }: WithToken, renewal: Refresh): Refresh => ({
  ...renewal,
  run: (token, signal) =>
    observer.operation(
      { name: 'token_refresh', grant },
      () => renewal.run(token, signal).catch(asRefused),
      (minted) => {
        if (minted.outcome === 'minted') return 'renewed'
        return minted.code === 'invalid_grant' ? 'lost' : minted.finding.outcome
      },
    ),
})

/** A vendor that does not answer is no fault of ours. */
function asRefused(error: unknown): TokenResult {
  const finding = tokenErrorFinding(error)
  if (!finding) throw error
  return { outcome: 'refused', finding }
}

function renewalOf(
  { db, keyring, egress, clock }: Pick<Deps, 'db' | 'keyring' | 'egress' | 'clock'>,
  of: Of,
  { method }: KnownMethod & { method: WithToken },
  values: RawValues,
): Refresh {
  const { token: request } = method
  const ports = (signal: AbortSignal) => ({ egress, signal, now: clock() })
  if (!asksConsent(request)) {
    return {
      isPossible: () => true,
      async run(_token, signal) {
        const minted = await requestToken(method, values, ports(signal))
        // Nobody granted anything, so nothing is lost: the next try may well succeed.
        return minted.outcome === 'minted' ? minted : { outcome: 'refused', finding: minted.finding }
      },
    }
  }
  return {
    isPossible: (token) => token !== undefined && isRefreshable(request, token),
    async run(token = {}, signal) {
      const appId = (await findToken(db, of.workspace_id, of.id))?.oauth_app_id
      const app = appId ? await openOAuthApp({ db, keyring }, of.workspace_id, appId) : undefined
      const known = { ...values, app }
      const minted = await refreshGrant(request, known, token, ports(signal))
      if (minted.outcome === 'minted') {
        return { ...minted, token: withCleanScope(method, known, minted.token) }
      }
      if (minted.code === 'invalid_grant' || minted.finding.outcome !== 'rejected') return minted
      // That is the app's fault, or somebody's in between, and says nothing of what was granted.
      const isApp = minted.code === 'invalid_client' || minted.code === 'unauthorized_client'
      const reason = isApp ? ('oauth_app' as const) : ('refused_request' as const)
      return { ...minted, finding: { ...minted.finding, outcome: 'unexpected', reason } }
    },
  }
}
