import { type ConsentRequest, needsApp } from '@stepkey/shared/component'
import type { ConsentBegun } from '@stepkey/shared/consent'
import { describeFinding } from '@stepkey/shared/finding-messages'
import { onUnique } from '../../platform/database/database-error.ts'
import type { ConsentRow } from '../../platform/database/tables.ts'
import { DomainError, invalidInput, orInvalidInput } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { hashToken } from '../../platform/opaque-token.ts'
import type { Secret } from '../../platform/secret.ts'
import { isoAfter, MINUTE } from '../../platform/time.ts'
import { type CatalogMethod, requireMethod, requireNewestMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import { authorizationUrl, newAuthorizationAttempt } from '../tokens/authorization-code.ts'
import { requestDeviceCode } from '../tokens/device-code.ts'
import { tokenHost } from '../tokens/request-token.ts'
import { tokenErrorFinding } from '../tokens/token-error.ts'
import { type ConsentHolder, holderColumns, insertConsentRecord } from './consent-record.ts'
import { consentPorts, requireConsentRequest } from './consent-request.ts'
import { chooseOAuthApp, openOAuthApp } from './oauth-apps.ts'
import { arrivalPath, redirectUriOf } from './redirect-uri.ts'
import { REDIRECT_LIFETIME, RELAY_INTERVAL } from './relayed-consent.ts'
import { deleteExpiredConsents } from './store.ts'

/** Maximum lifetime of a device code, in milliseconds, even if the provider allows more. */
const DEVICE_LIFETIME = 30 * MINUTE

/** The credential that a user connects. Its values are parsed, and merged into those of a stored credential. */
export interface ConsentSubject {
  componentId: string
  methodId: string
  values: Secret<Record<string, unknown>>
  /** The stored credential that is connected again; absent for a new one. */
  credentialId?: string
  oauthAppId?: string
  /** Lets a window open the page of the provider. */
  ticket?: string
}

/**
 * Starts a consent: returns the provider's address to send the browser to, or the code to enter at the provider.
 * @throws DomainError invalid_input, not_found
 */
export async function beginConsent(
  ctx: WorkspaceContext,
  holder: ConsentHolder,
  subject: ConsentSubject,
): Promise<ConsentBegun> {
  const { db, workspaceId, clock } = ctx
  const { componentId: component_id, methodId: method_id } = subject
  // Archived components have no new credentials.
  const known = subject.credentialId
    ? await requireNewestMethod(ctx, { component_id, method_id })
    : await requireMethod(ctx, component_id, method_id)
  const request = requireConsentRequest(known)
  const app = needsApp(known.method)
    ? await chooseOAuthApp(ctx, subject.componentId, subject.oauthAppId)
    : undefined
  const values = subject.values.reveal()
  await deleteExpiredConsents(db, clock().toISOString())
  const consent: NewConsent = {
    known,
    values,
    ticket: subject.ticket,
    redirectUri: app
      ? redirectUriOf(ctx.config, app.redirect_uri)
      : ctx.config.publicUrl + arrivalPath(known.method, values),
    scope: { ...values, app: app && (await openOAuthApp(ctx, workspaceId, app.id)) },
    row: {
      id: newId(),
      workspace_id: workspaceId,
      ...holderColumns(holder),
      ticket_hash: null,
      browser_hash: null,
      component_id: subject.componentId,
      method_id: subject.methodId,
      credential_id: subject.credentialId ?? null,
      oauth_app_id: app?.id ?? null,
      state: 'away',
    },
  }
  try {
    return request.grant === 'device_code'
      ? await beginDeviceCode(ctx, request, consent)
      : await beginRedirect(ctx, request, consent)
  } catch (error) {
    if (error instanceof DomainError) throw error
    const finding = tokenErrorFinding(error)
    if (!finding) throw error
    const target = tokenHost(known.method, values)
    return { outcome: 'refused', ...describeFinding({ target, ...finding }) }
  }
}

interface NewConsent {
  known: CatalogMethod
  values: Record<string, unknown>
  ticket: string | undefined
  redirectUri: string
  /** The variables of templates: the values and the OAuth app. */
  scope: Record<string, unknown>
  row: Omit<ConsentRow, 'sealed' | 'seal_version' | 'expires_at'>
}

async function beginRedirect(
  ctx: WorkspaceContext,
  request: Exclude<ConsentRequest, { grant: 'device_code' }>,
  { known, values, ticket, redirectUri, scope, row }: NewConsent,
): Promise<ConsentBegun> {
  // Otherwise anyone could send a page of the provider to a victim, and the victim's grant to this page.
  if (row.connect_session_id !== null && ticket === undefined) {
    throw invalidInput({
      path: 'ticket',
      message: 'Pages with a connect token need a ticket for the window that they open.',
    })
  }
  const attempt = newAuthorizationAttempt(redirectUri, row.id)
  const url = await authorizationUrl(request, scope, attempt, consentPorts(ctx, known, values)).catch(
    orInvalidInput,
  )
  const expiresAt = isoAfter(ctx.clock(), REDIRECT_LIFETIME)
  const ticketHash = ticket === undefined ? null : hashToken(ticket)
  await insertConsentRecord(
    ctx,
    { ...row, ticket_hash: ticketHash, expires_at: expiresAt },
    { values, attempt, url: url.href },
  ).catch(
    onUnique(() =>
      invalidInput({ path: 'ticket', message: 'This ticket was used before. Create another one.' }),
    ),
  )
  return {
    outcome: 'redirect',
    consentId: row.id,
    expiresAt,
    interval: RELAY_INTERVAL,
    url: url.href,
  }
}

async function beginDeviceCode(
  ctx: WorkspaceContext,
  request: Extract<ConsentRequest, { grant: 'device_code' }>,
  { known, values, scope, row }: NewConsent,
): Promise<ConsentBegun> {
  const device = await requestDeviceCode(request, scope, consentPorts(ctx, known, values)).catch(
    orInvalidInput,
  )
  const { deviceCode, interval, userCode, verificationUrl, expiresIn } = device
  const expiresAt = isoAfter(ctx.clock(), Math.min(expiresIn * 1000, DEVICE_LIFETIME))
  await insertConsentRecord(
    ctx,
    { ...row, expires_at: expiresAt },
    { values, device: { deviceCode, interval } },
  )
  return { outcome: 'code', consentId: row.id, expiresAt, userCode, verificationUrl, interval }
}
