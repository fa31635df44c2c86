import { applyPlacements, renderBaseUrl } from '@stepkey/shared/auth/request'
import type { Method } from '@stepkey/shared/component'
import type { Issued } from '@stepkey/shared/credential'
import { withoutSecrets } from '@stepkey/shared/schema'
import type { Finding, Verification } from '@stepkey/shared/verification'
import type { KnownMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { type Token, tokenTimes } from '../tokens/refresh.ts'
import { requestToken, tokenHost } from '../tokens/request-token.ts'
import { tokenErrorFinding } from '../tokens/token-error.ts'
import type { TokenResult } from '../tokens/token-result.ts'
import type { SealedRow } from '../usage/usage.ts'
import { toVerification } from '../verification/verify.ts'
import { getAccessToken, storesTokens } from './access-token.ts'
import type { RawValues } from './credential-values.ts'

/** How long the request for a token may take, in milliseconds. */
const DEADLINE = 10_000

type Ready = Pick<Issued, 'values' | 'accessToken' | 'headers' | 'query' | 'baseUrl'> & {
  /** When the token in it ends, if it has one that does. */
  tokenEnds?: Date
}

/**
 * What an engine gets: the values, and for methods that speak HTTP what to add to every request. A method that works
 * with tokens gives the token instead of the secrets that it is asked for with. A signed request has to be signed by
 * whoever sends it, so there is nothing to add.
 * @returns a verification that tells why, when no token was given
 */
export async function buildIssuedValues(
  ctx: WorkspaceContext,
  row: SealedRow,
  known: KnownMethod,
  values: RawValues,
): Promise<Ready | Verification> {
  const { method, fields } = known
  if (!method.baseUrl) return { values }
  if (!method.token) return { values, ...place(method, values) }

  const given = await tokenFor(ctx, row, known, values)
  if ('outcome' in given) {
    const now = ctx.clock()
    return toVerification({ target: tokenHost(method, values), ...given }, now, 0)
  }
  const { token, endsAt } = given
  const { access_token: accessToken } = token
  return {
    values: withoutSecrets(fields, values).values,
    ...(typeof accessToken === 'string' && { accessToken }),
    ...place(method, { ...values, token }),
    ...(endsAt && { tokenEnds: endsAt }),
  }
}

type Given = { token: Token; endsAt: Date | undefined }

async function tokenFor(
  ctx: WorkspaceContext,
  row: SealedRow,
  known: KnownMethod,
  values: RawValues,
): Promise<Given | Finding> {
  const { method } = known
  if (storesTokens(method)) {
    const inHand = await getAccessToken(ctx, row, { ...known, method }, values)
    return inHand.outcome === 'fresh' ? inHand.kept : inHand.finding
  }
  const { token: request } = method
  if (!request) throw new TypeError('This method has no token.')
  const now = ctx.clock()
  const ports = { egress: ctx.egress, now, signal: AbortSignal.timeout(DEADLINE) }
  const minted = await requestToken({ ...method, token: request }, values, ports).catch(
    (error): TokenResult => ({
      outcome: 'refused',
      finding: tokenErrorFinding(error) ?? { outcome: 'unexpected' },
    }),
  )
  if (minted.outcome === 'refused') return minted.finding
  return { token: minted.token, endsAt: tokenTimes(minted.token, now).endsAt }
}

function place(method: Method, values: RawValues) {
  const { headers, query } = applyPlacements(method.place, values)
  return { headers, query, baseUrl: renderBaseUrl(method, values).href }
}
