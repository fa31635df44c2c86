import { applyPlacements, renderBaseUrl } from '@stepkey/shared/auth/request'
import { renderSigner } from '@stepkey/shared/auth/signer'
import { renderTemplate } from '@stepkey/shared/auth/template'
import type { Method, Template } from '@stepkey/shared/component'
import type { Issued } from '@stepkey/shared/credential'
import { withoutSecrets } from '@stepkey/shared/schema'
import { trimEndOf } from '@stepkey/shared/trim'
import type { Finding, Verification } from '@stepkey/shared/verification'
import { transact } from '../../platform/database/transaction.ts'
import { REMOTE_DEADLINE } from '../../platform/egress/egress.ts'
import type { CatalogMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { methodEgress, renderTls } from '../tokens/method-egress.ts'
import { type Token, tokenTimes } from '../tokens/refresh.ts'
import { requestToken, secretsOfToken, tokenHost } from '../tokens/request-token.ts'
import { tokenErrorFinding } from '../tokens/token-error.ts'
import { lifetimeOf } from '../tokens/token-lifetime.ts'
import type { TokenResult } from '../tokens/token-result.ts'
import type { SealedCredentialRow } from '../usage/usage.ts'
import { toVerification } from '../verification/verify.ts'
import { getAccessToken, storesTokens } from './access-token.ts'
import type { RawValues } from './credential-values.ts'
import { findReceiptTime } from './receipt-table.ts'
import { storeRefusal } from './refusal.ts'
import { findCredential, lockCredential } from './store.ts'
import { findValueIn, updateValueStatus } from './value-table.ts'
import { sendInTurn } from './verify-for-engine.ts'

type IssuedValues = Pick<
  Issued,
  'values' | 'accessToken' | 'headers' | 'query' | 'body' | 'baseUrl' | 'signer' | 'tls'
> & {
  /** When the access token expires, if it does. */
  tokenEnds?: Date
}

/**
 * Returns what a flow engine gets: the values, and for HTTP methods the headers and query parameters of every request.
 * A method with a token request gets the access token instead of the secrets that the token is requested with. Signed
 * requests have a signer instead of prepared headers, because each request needs its own signature.
 * @returns a verification with the reason, when the provider issued no token
 */
export async function buildIssuedValues(
  ctx: WorkspaceContext,
  row: SealedCredentialRow,
  known: CatalogMethod,
  values: RawValues,
): Promise<IssuedValues | Verification> {
  const { method, fields } = known
  const tls = issuedTls(method, values)
  if (!method.baseUrl) return { values, ...(tls && { tls }) }
  if (!method.token) return { values, ...requestParts(method, values), ...(tls && { tls }) }

  const result = await tokenFor(ctx, row, known, values)
  if ('outcome' in result) {
    const now = ctx.clock()
    return toVerification({ target: tokenHost(method, values), ...result }, now, 0)
  }
  const { token, endsAt } = result
  const { access_token: accessToken } = token
  return {
    values: withoutSecrets(fields, values).values,
    ...(typeof accessToken === 'string' && { accessToken }),
    ...requestParts(method, { ...values, token }),
    ...(tls && { tls }),
    ...(endsAt && { tokenEnds: endsAt }),
  }
}

/** Returns the stored token, or requests one for a method whose tokens are not stored. */
async function tokenFor(
  ctx: WorkspaceContext,
  row: SealedCredentialRow,
  known: CatalogMethod,
  values: RawValues,
): Promise<{ token: Token; endsAt: Date | undefined } | Finding> {
  const { method } = known
  // Stored tokens are those of the current value.
  if (storesTokens(method) && row.trial_id === null) {
    const result = await getAccessToken(ctx, row, { ...known, method }, values)
    return result.outcome === 'fresh' ? result.stored : result.finding
  }
  // Steps that ask at the same time get the same token: a wrong password is sent once.
  const key = `${row.id} ${row.seal_version}`
  const value = { credentialId: row.id, generation: row.seal_version }
  const request = async () =>
    (await sendInTurn(ctx, value, {
      isRejected: () => isRejected(ctx, row),
      send: () => requestNew(ctx, row, known, values),
    })) ?? ({ outcome: 'rejected' } as const)
  const requesting = requests.get(key) ?? request().finally(() => requests.delete(key))
  requests.set(key, requesting)
  return await requesting
}

/** Returns whether the values of a row were rejected since it was read. */
async function isRejected(
  { db, workspaceId }: Pick<WorkspaceContext, 'db' | 'workspaceId'>,
  { id, seal_version, trial_id }: SealedCredentialRow,
): Promise<boolean> {
  if (trial_id !== null) {
    const pending = await findValueIn(db, id, 'pending')
    return pending?.id === trial_id && pending.status === 'failing'
  }
  const current = await findCredential(db, { workspaceId }, id)
  return current?.seal_version === seal_version && current.status === 'failing'
}

/** The running requests for tokens that are not stored, by credential and generation. */
const requests = new Map<string, ReturnType<typeof requestNew>>()

/** Requests a token. Stores that the provider rejected the values. */
async function requestNew(
  ctx: WorkspaceContext,
  row: SealedCredentialRow,
  { method }: CatalogMethod,
  values: RawValues,
): Promise<{ token: Token; endsAt: Date | undefined } | Finding> {
  const { token: request } = method
  if (!request) throw new TypeError('This method has no token.')
  const now = ctx.clock()
  const ports = {
    egress: methodEgress(ctx.egress, method, values),
    now,
    signal: AbortSignal.timeout(REMOTE_DEADLINE),
  }
  const result = await requestToken({ ...method, token: request }, values, ports).catch(
    (error): TokenResult => ({
      outcome: 'refused',
      finding: tokenErrorFinding(error) ?? { outcome: 'unexpected' },
    }),
  )
  if (result.outcome === 'refused') {
    if (result.finding.outcome === 'rejected') await recordRefusal(ctx, row, result.finding, now)
    return result.finding
  }
  const { token } = result
  const [accessToken = ''] = secretsOfToken(method, token)
  const expires_in = lifetimeOf(token, { expiresIn: token.expires_in, accessToken, now })
  return { token, endsAt: tokenTimes({ expires_in }, now).endsAt }
}

/** Returns the TLS options of a method for these values; undefined if it has none. */
function issuedTls(method: Method, values: RawValues): Issued['tls'] {
  if ('driver' in method.verify) return driverTls(method.verify.map, values)
  const tls = renderTls(method, values)
  return Object.keys(tls).length > 0 ? { mode: 'verify-full', ...tls } : undefined
}

/** Returns the TLS options that a driver gets: `tls` is the mode, or it results from `security` and `anyCertificate`. */
function driverTls(map: Partial<Record<string, Template>>, values: RawValues): Issued['tls'] {
  const render = (name: string) => renderTemplate(map[name] ?? '', values)
  if (map.tls === undefined && map.security === undefined) return undefined
  const bySecurity = render('anyCertificate') === 'true' ? 'require' : 'verify-full'
  const mode = map.tls ? render('tls') : render('security') === 'none' ? 'disable' : bySecurity
  const pem = ['ca', 'certificate', 'privateKey', 'serverName'].map((name) => [name, render(name)])
  return {
    mode: mode as NonNullable<Issued['tls']>['mode'],
    ...Object.fromEntries(pem.filter(([, text]) => text !== '')),
  }
}

/**
 * Stores a refusal, unless the values changed in the meantime, or a verification that began after the request for the
 * token has a result.
 */
async function recordRefusal(ctx: WorkspaceContext, row: SealedCredentialRow, finding: Finding, began: Date) {
  if (row.trial_id !== null) return await updateValueStatus(ctx.db, row.trial_id, { status: 'failing' })
  await transact(ctx.db, async (trx) => {
    const credential = await lockCredential(trx, ctx, row.id)
    if (credential?.seal_version !== row.seal_version) return
    if ((await findReceiptTime(trx, credential.receipt_id)) > began.toISOString()) return
    await storeRefusal(trx, ctx, credential, finding)
  })
}

/**
 * Returns the parts that every request of the method has in common. The base URL has no trailing slash and no query:
 * its query parameters are among the others.
 */
function requestParts(method: Method, values: RawValues) {
  const { headers, query, body } = applyPlacements(method.place, values)
  const url = renderBaseUrl(method, values)
  return {
    headers,
    query: { ...Object.fromEntries(url.searchParams), ...query },
    ...(Object.keys(body).length > 0 && { body }),
    baseUrl: url.origin + trimEndOf(url.pathname, '/'),
    ...(method.signer && { signer: renderSigner(method.signer, values) }),
  }
}
