import { asksConsent, type ConsentRequest, type Method } from '@stepkey/shared/component'
import type { Observer } from '../../platform/telemetry/observer.ts'
import { type CatalogMethod, findMethodOf } from '../catalog/catalog.ts'
import type { Deps } from '../context.ts'
import { openOAuthApp } from '../oauth/oauth-apps.ts'
import { methodEgress } from '../tokens/method-egress.ts'
import { type FreshToken, getFreshToken, type Refresher } from '../tokens/refresh.ts'
import { isRefreshable, refreshGrant } from '../tokens/refresh-grant.ts'
import { requestToken } from '../tokens/request-token.ts'
import { tokenErrorFinding } from '../tokens/token-error.ts'
import { isLookedUp, withLookup } from '../tokens/token-lookup.ts'
import type { TokenPorts, TokenResult } from '../tokens/token-result.ts'
import { withCleanScope } from '../verification/sanitize.ts'
import { completeValues, openValues, type RawValues } from './credential-values.ts'
import type { CredentialDetailRow } from './listed-table.ts'
import { findCredential } from './store.ts'
import { createTokenStore } from './token-store.ts'
import { findToken } from './token-table.ts'

type CredentialRef = Pick<
  CredentialDetailRow,
  'id' | 'workspace_id' | 'component_id' | 'name' | 'seal_version' | 'status'
>
type MethodWithToken = Method & { token: NonNullable<Method['token']> }

/**
 * Whether the tokens of a method are stored and refreshed. Tokens of a provider's own login (grant `login`) are not:
 * the response does not say how long they are valid.
 */
export const storesTokens = (method: Method): method is MethodWithToken =>
  method.token !== undefined && method.token.grant !== 'login'

type TokenDeps = Pick<
  Deps,
  'db' | 'catalog' | 'keyring' | 'clock' | 'config' | 'egress' | 'observer' | 'background'
>
type Options = Omit<Parameters<typeof getFreshToken>[2], 'clock'>

/**
 * Returns a valid access token of a credential: the stored one, a refreshed one, or a newly requested one.
 * @param options.rejectedVersion the version of a token that the provider has just rejected; it is not returned again
 * @throws DomainError not_found or conflict, when the credential was deleted or changed since `credential` was read
 */
export async function getAccessToken(
  deps: TokenDeps,
  credential: CredentialRef,
  known: CatalogMethod & { method: MethodWithToken },
  values: RawValues,
  options: Options = {},
): Promise<FreshToken> {
  const { clock, observer } = deps
  const refresh = withMetrics(observer, known.method, createRefresh(deps, credential, known, values))
  return await getFreshToken(createTokenStore(deps, credential, known), refresh, { clock, ...options })
}

/**
 * Returns a valid access token of the credential with this id; undefined when the credential was deleted or its method
 * stores no tokens.
 */
export async function getAccessTokenById(
  deps: TokenDeps,
  { workspaceId, credentialId }: { workspaceId: string; credentialId: string },
  options?: Options,
): Promise<FreshToken | undefined> {
  const row = await findCredential(deps.db, { workspaceId }, credentialId)
  const known = row && (await findMethodOf({ ...deps, workspaceId }, row))
  if (!row || !known || !storesTokens(known.method)) return undefined
  const { method } = known
  const values = completeValues(deps.config, known, await openValues(deps.keyring, row)).reveal()
  return await getAccessToken(deps, row, { ...known, method }, values, options)
}

/** Reports each run of a refresh to metrics and traces. */
const withMetrics = (
  observer: Observer,
  { token: { grant } }: MethodWithToken,
  refresh: Refresher,
): Refresher => ({
  ...refresh,
  run: (token, signal) =>
    observer.operation(
      { name: 'token_refresh', grant },
      () => refresh.run(token, signal).catch(toTokenResult),
      (result) => {
        if (result.outcome === 'obtained') return 'renewed'
        return result.code === 'invalid_grant' ? 'lost' : result.finding.outcome
      },
    ),
})

/** Converts an error of the network or the provider to a result. Rethrows errors of Stepkey itself. */
function toTokenResult(error: unknown): TokenResult {
  const finding = tokenErrorFinding(error)
  if (!finding) throw error
  return { outcome: 'refused', finding }
}

type Obtained = Extract<TokenResult, { outcome: 'obtained' }>

/**
 * Adds what the lookup of a method finds to a token that was granted before the method had one. If it fails, the token
 * stays as it is, because a lost token could not be replaced. The next refresh tries again.
 */
async function withMissingLookup(
  request: ConsentRequest,
  values: RawValues,
  result: Obtained,
  ports: TokenPorts,
): Promise<Obtained> {
  if (isLookedUp(request, result.token)) return result
  const found = await withLookup(request, values, result, ports).catch(toTokenResult)
  return found.outcome === 'obtained' ? found : result
}

/** Returns how to get the next token: a refresh of the grant, or a new token request if no user has to consent. */
function createRefresh(
  { db, keyring, egress, clock }: Pick<Deps, 'db' | 'keyring' | 'egress' | 'clock'>,
  { id, workspace_id: workspaceId }: CredentialRef,
  { method }: CatalogMethod & { method: MethodWithToken },
  values: RawValues,
): Refresher {
  const { token: request } = method
  const ports = (signal: AbortSignal) => ({
    egress: methodEgress(egress, method, values),
    signal,
    now: clock(),
  })
  if (!asksConsent(request)) {
    return {
      isGrant: false,
      isPossible: () => true,
      async run(previous, signal) {
        const result = await requestToken(method, values, ports(signal))
        // The error code is dropped: without a grant, invalid_grant must not mark a grant as lost.
        if (result.outcome === 'refused') return { outcome: 'refused', finding: result.finding }
        // The last known lifetime applies to a token without one.
        const expires_in = result.token.expires_in ?? previous?.expires_in
        return { ...result, token: { ...result.token, ...(expires_in !== undefined && { expires_in }) } }
      },
    }
  }
  return {
    isGrant: true,
    isPossible: (token) => token !== undefined && isRefreshable(request, token),
    async run(token = {}, signal) {
      const appId = (await findToken(db, workspaceId, id))?.oauth_app_id
      const app = appId ? await openOAuthApp({ db, keyring }, workspaceId, appId) : undefined
      const complete = { ...values, app }
      const result = await refreshGrant(request, complete, token, ports(signal))
      if (result.outcome === 'obtained') {
        const found = await withMissingLookup(request, complete, result, ports(signal))
        return { ...found, token: withCleanScope(method, complete, found.token) }
      }
      if (result.code === 'invalid_grant' || result.finding.outcome !== 'rejected') return result
      // Any other rejection concerns the OAuth app or the request, so the grant may still be valid.
      const isApp = result.code === 'invalid_client' || result.code === 'unauthorized_client'
      const meaning = isApp
        ? ({ outcome: 'rejected', reason: 'oauth_app' } as const)
        : ({ outcome: 'unexpected', reason: 'refused_request' } as const)
      return { ...result, finding: { ...result.finding, ...meaning } }
    },
  }
}
