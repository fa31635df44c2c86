import { renderTemplate } from '@stepkey/shared/auth/template'
import type { ConsentRequest } from '@stepkey/shared/component'
import type { ConsentFinished, FinishConsent } from '@stepkey/shared/consent'
import { REMOTE_DEADLINE } from '../../platform/egress/egress.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { Secret } from '../../platform/secret.ts'
import { CLOCK_SKEW, isoAfter, MINUTE, SECOND } from '../../platform/time.ts'
import { type CatalogMethod, requireNewestMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { exchangeCode } from '../tokens/authorization-code.ts'
import { pollDeviceCode } from '../tokens/device-code.ts'
import { tokenHost } from '../tokens/request-token.ts'
import { tokenErrorFinding } from '../tokens/token-error.ts'
import { withLookup } from '../tokens/token-lookup.ts'
import type { TokenResult } from '../tokens/token-result.ts'
import { tokenScopes } from '../tokens/token-scopes.ts'
import { withCleanScope } from '../verification/sanitize.ts'
import { EXPIRED, failed, notGranted, refusedGrant } from './consent-outcome.ts'
import {
  type ConsentHolder,
  type ConsentRecord,
  changeConsentRecord,
  findConsentRecord,
  isExpired,
} from './consent-record.ts'
import { consentPorts, requireConsentRequest } from './consent-request.ts'
import { type AppClient, openOAuthApp } from './oauth-apps.ts'
import { arrivalPath } from './redirect-uri.ts'
import { RELAY_INTERVAL } from './relayed-consent.ts'
import { revokeGrant } from './revoke-grant.ts'
import { deleteConsent } from './store.ts'

/** How long a grant waits for the credential to be saved, in milliseconds. */
const GRANT_LIFETIME = 30 * MINUTE
/** RFC 8628 section 3.5: what `slow_down` adds to the polling interval, in seconds. */
const SLOW_DOWN = 5
/** How long other polls wait for a running one, in milliseconds. After a crash, the next one runs then. */
const POLL_LEASE = 2 * REMOTE_DEADLINE

/** A consent in progress, with everything that the request to its provider needs. */
interface OpenConsent {
  record: ConsentRecord
  known: CatalogMethod
  request: ConsentRequest
  app: AppClient | undefined
  /** The host of the provider, for messages. */
  target: string
}

/**
 * Finishes a consent with the parameters of the provider's redirect, which come with the call or from the window that had
 * the ticket; or polls the token endpoint for a device code.
 * @throws DomainError not_found, also for a consent of another holder
 */
export async function finishConsent(
  ctx: WorkspaceContext,
  holder: ConsentHolder,
  { consentId, parameters = {}, path }: FinishConsent,
): Promise<ConsentFinished> {
  const record = await findConsentRecord(ctx, holder, consentId)
  if (!record) throw notFound('consent')
  const { row, content } = record
  if (row.state !== 'away' || isExpired(record, ctx)) return EXPIRED
  const known = await requireNewestMethod(ctx, row)
  const consent = {
    record,
    known,
    request: requireConsentRequest(known),
    app: row.oauth_app_id ? await openOAuthApp(ctx, ctx.workspaceId, row.oauth_app_id) : undefined,
    target: tokenHost(known.method, content.values),
  }
  return consent.request.grant === 'device_code'
    ? await finishDeviceCode(ctx, consent)
    : await finishRelayed(ctx, consent, { parameters, path })
}

/** Takes the redirect from the window that used the ticket, if there is a ticket. No other redirect counts then. */
async function finishRelayed(
  ctx: WorkspaceContext,
  consent: OpenConsent,
  sent: { parameters: Record<string, string>; path: string | undefined },
): Promise<ConsentFinished> {
  const { row, content } = consent.record
  const isOpened = row.browser_hash !== null
  if (row.ticket_hash === null && !isOpened)
    return await finishRedirect(ctx, consent, sent.parameters, sent.path)
  if (!content.returned) return { outcome: 'pending', interval: RELAY_INTERVAL, isOpened }
  return await finishRedirect(ctx, consent, content.returned.parameters, content.returned.path)
}

async function finishRedirect(
  ctx: WorkspaceContext,
  consent: OpenConsent,
  parameters: Record<string, string>,
  path: string | undefined,
): Promise<ConsentFinished> {
  const { record, known, request, app, target } = consent
  const { attempt, values } = record.content
  if (request.grant === 'device_code' || !attempt) return EXPIRED
  // A request with a wrong state leaves the consent unchanged, so an attacker can't end it.
  if (parameters.state !== attempt.state) return failed('This response does not belong to this consent.')
  // Mix-up attack: the code of one provider must not be sent to another one.
  if (path !== arrivalPath(known.method, values)) {
    return failed(
      'The redirect came from another provider than the requested one.',
      'Check the provider’s addresses, then connect again.',
    )
  }
  const returned = new URLSearchParams(parameters)
  if (returned.has('error')) {
    if (!(await deleteConsent(ctx.db, record.row))) return EXPIRED
    return notGranted(String(returned.get('error')), target)
  }
  // The attempt is consumed before the code is exchanged, so that a stolen code can't be used in a second request.
  const consumed = await changeConsentRecord(ctx, record, { values })
  if (!consumed) return EXPIRED
  const result = await orRefused(
    exchangeCode(request, { ...values, app }, returned, attempt, consentPorts(ctx, known, values)),
  )
  return await conclude(ctx, { ...consent, record: consumed }, result)
}

async function finishDeviceCode(ctx: WorkspaceContext, consent: OpenConsent): Promise<ConsentFinished> {
  const { known, request, app } = consent
  const { device, values } = consent.record.content
  if (request.grant !== 'device_code' || !device) return EXPIRED
  const { deviceCode, interval, noPollBefore } = device
  const now = ctx.clock()
  // A time that is too far away was stored while the clock ran ahead.
  if (
    noPollBefore &&
    noPollBefore > now.toISOString() &&
    noPollBefore <= isoAfter(now, POLL_LEASE + CLOCK_SKEW)
  )
    return { outcome: 'pending', interval }
  // One poll at a time: with two, the refusal of the second one would end the consent that the first one was granted.
  const change = (from: ConsentRecord, next: typeof device) =>
    changeConsentRecord(ctx, from, { ...from.content, device: next })
  const record = await change(consent.record, { ...device, noPollBefore: isoAfter(now, POLL_LEASE) })
  if (!record) return { outcome: 'pending', interval }
  const result = await orRefused(
    pollDeviceCode(request, { ...values, app }, deviceCode, consentPorts(ctx, known, values)),
  )
  if (result.outcome === 'refused') {
    const isSlower = result.code === 'slow_down' || isBusy(result)
    if (isSlower || result.code === 'authorization_pending') {
      const next = isSlower ? interval + SLOW_DOWN : interval
      // However fast the page asks, the provider is asked at its interval.
      await change(record, { deviceCode, interval: next, noPollBefore: isoAfter(ctx.clock(), next * SECOND) })
      return { outcome: 'pending', interval: next }
    }
  }
  return await conclude(ctx, { ...consent, record }, result)
}

const isBusy = ({ code, finding }: Extract<TokenResult, { outcome: 'refused' }>) =>
  code === undefined &&
  (/^(timeout|unreachable|rate_limited)$/.test(finding.outcome) || finding.reason === 'server_error')

/** Stores the granted token until the credential is saved, or deletes the consent after a refusal. */
async function conclude(
  ctx: WorkspaceContext,
  { record, known, request, app, target }: OpenConsent,
  granted: TokenResult,
): Promise<ConsentFinished> {
  const { values } = record.content
  const result =
    granted.outcome === 'obtained'
      ? await orRefused(withLookup(request, { ...values, app }, granted, consentPorts(ctx, known, values)))
      : granted
  /** Revokes a grant that can't be used, if the component can do that. */
  const revoke = async () => {
    if (granted.outcome !== 'obtained') return
    const secrets = { values: new Secret({ ...values, app }), token: new Secret(granted.token) }
    await revokeGrant(ctx, {
      ...secrets,
      identity: null,
      clientId: app?.clientId,
      method: known.method,
      request,
    })
  }
  if (result.outcome === 'refused') {
    await deleteConsent(ctx.db, record.row)
    await revoke()
    return refusedGrant(result, result.finding.target ?? target)
  }
  const now = ctx.clock()
  const requested = renderTemplate(request.scope ?? '', { ...values, app })
  // RFC 6749 section 5.1: without `scope` in the response, the granted scope is the requested one.
  const scoped = { scope: requested || undefined, ...result.token }
  const token = withCleanScope(known.method, { ...values, app }, scoped)
  const changed = await changeConsentRecord(
    ctx,
    record,
    { values, token, grantedAt: now.toISOString() },
    { state: 'granted', expires_at: isoAfter(now, GRANT_LIFETIME) },
  )
  if (!changed) {
    await revoke()
    return EXPIRED
  }
  const scopes = tokenScopes(token)
  return { outcome: 'granted', ...(scopes && { scopes }) }
}

/** Converts a missing or invalid response of the provider to a result. */
async function orRefused(response: Promise<TokenResult>): Promise<TokenResult> {
  try {
    return await response
  } catch (error) {
    const finding = tokenErrorFinding(error)
    if (!finding) throw error
    return { outcome: 'refused', finding }
  }
}
