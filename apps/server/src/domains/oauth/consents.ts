import { redirectPath } from '@stepkey/shared/auth/redirect-path'
import { renderTemplate } from '@stepkey/shared/auth/template'
import { asksConsent, type ConsentRequest, needsApp } from '@stepkey/shared/component'
import { describeFinding } from '@stepkey/shared/finding-messages'
import type { ConsentBegun, ConsentFinished, FinishConsent } from '@stepkey/shared/oauth'
import type { Finding } from '@stepkey/shared/verification'
import type { Trx } from '../../platform/database/connect.ts'
import type { ConsentRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError, invalidInput, notFound, orInvalidInput } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { Secret } from '../../platform/secret.ts'
import { type KnownMethod, requireMethod } from '../catalog/catalog.ts'
import type { WorkspaceContext } from '../context.ts'
import {
  type AuthorizationAttempt,
  authorizationUrl,
  exchangeCode,
  newAuthorizationAttempt,
} from '../tokens/authorization-code.ts'
import { pollDeviceCode, requestDeviceCode } from '../tokens/device-code.ts'
import { tokenHost } from '../tokens/request-token.ts'
import { tokenErrorFinding } from '../tokens/token-error.ts'
import type { TokenResult } from '../tokens/token-result.ts'
import { withCleanScope } from '../verification/sanitize.ts'
import { type AppClient, chooseOAuthApp, openOAuthApp } from './oauth-apps.ts'
import { deleteConsent, deleteExpiredConsents, findConsent, insertConsent } from './store.ts'

/** How long a person may be away, and how long what was granted waits to be saved, in milliseconds. */
const AWAY = 15 * 60_000
const WAITING = 30 * 60_000
/** How long a vendor may take, in milliseconds. */
const DEADLINE = 10_000

/** What is to be consented to. The values are parsed, and those of a stored credential laid under them. */
export interface ConsentSubject {
  componentId: string
  methodId: string
  values: Secret<Record<string, unknown>>
  credentialId?: string
  oauthAppId?: string
}

/** What is sealed of a consent. */
interface Content {
  values: Record<string, unknown>
  journey?: AuthorizationAttempt
  device?: { deviceCode: string; interval: number }
  token?: Record<string, unknown>
  grantedAt?: string
}

/** What nobody came back for, or saved. */
export { deleteExpiredConsents } from './store.ts'

type Person = { accountId: string; sessionHash: string }

/** Sends a person on the way to the vendor, or gives the code to enter there. */
export async function beginConsent(ctx: WorkspaceContext, subject: ConsentSubject): Promise<ConsentBegun> {
  const person = requirePerson(ctx)
  const known = requireMethod(subject.componentId, subject.methodId)
  const request = requireConsentRequest(known)
  const { db, workspaceId, clock, config } = ctx
  const app = needsApp(known.method)
    ? await chooseOAuthApp(db, workspaceId, subject.componentId, subject.oauthAppId)
    : undefined
  const values = subject.values.reveal()
  const scope = { ...values, app: app && (await openOAuthApp(ctx, workspaceId, app.id)) }
  const now = clock()
  await deleteExpiredConsents(db, now.toISOString())

  const id = newId()
  const row = {
    id,
    workspace_id: workspaceId,
    account_id: person.accountId,
    session_hash: person.sessionHash,
    component_id: subject.componentId,
    method_id: subject.methodId,
    credential_id: subject.credentialId ?? null,
    oauth_app_id: app?.id ?? null,
  }
  try {
    if (request.grant === 'device_code') {
      const device = await requestDeviceCode(request, scope, portsOf(ctx)).catch(orInvalidInput)
      const expiresAt = new Date(now.getTime() + Math.min(device.expiresIn * 1000, WAITING)).toISOString()
      const { deviceCode, interval, userCode, verificationUrl } = device
      await put(
        ctx,
        { ...row, state: 'away', expires_at: expiresAt },
        { values, device: { deviceCode, interval } },
      )
      return { outcome: 'code', consentId: id, expiresAt, userCode, verificationUrl, interval }
    }
    const journey = newAuthorizationAttempt(
      config.publicUrl + (redirectPath(known.method, values) ?? '/oauth/callback'),
    )
    const url = await authorizationUrl(request, scope, journey, portsOf(ctx)).catch(orInvalidInput)
    const expiresAt = new Date(now.getTime() + AWAY).toISOString()
    await put(ctx, { ...row, state: 'away', expires_at: expiresAt }, { values, journey })
    return { outcome: 'redirect', consentId: id, expiresAt, url: url.href }
  } catch (error) {
    if (error instanceof DomainError) throw error
    const finding = tokenErrorFinding(error)
    if (!finding) throw error
    const target = tokenHost(known.method, values)
    return { outcome: 'refused', ...describeFinding({ target, ...finding }) }
  }
}

/**
 * Takes what the browser brought back, or asks whether the code was entered.
 * @throws DomainError not_found, for what somebody else began, too
 */
export async function finishConsent(
  ctx: WorkspaceContext,
  { consentId, parameters = {}, path }: FinishConsent,
): Promise<ConsentFinished> {
  const found = await find(ctx, consentId)
  if (!found) throw notFound('consent')
  if (found.row.state !== 'away' || isOver(found.row, ctx)) return expired
  const { row, content } = found
  const known = requireMethod(row.component_id, row.method_id)
  const request = requireConsentRequest(known)
  const app = row.oauth_app_id ? await openOAuthApp(ctx, ctx.workspaceId, row.oauth_app_id) : undefined

  if (request.grant === 'device_code') {
    if (!content.device) return expired
    const { deviceCode, interval } = content.device
    const minted = await asked(pollDeviceCode(request, { ...content.values, app }, deviceCode, portsOf(ctx)))
    if (minted.outcome === 'refused') {
      if (minted.code === 'authorization_pending') return { outcome: 'pending', interval }
      // RFC 8628 section 3.5: from now on. A vendor that is busy is asked less often, too.
      if (minted.code === 'slow_down' || isBusy(minted)) {
        const slower = { ...content, device: { deviceCode, interval: interval + 5 } }
        if (await deleteConsent(ctx.db, row.id, 'away')) await put(ctx, row, slower)
        return { outcome: 'pending', interval: slower.device.interval }
      }
    }
    return await conclude(ctx, found, known, request, minted, app)
  }

  const { journey } = content
  if (!journey) return expired
  // Whoever does not know the state can't even end it.
  if (parameters.state !== journey.state) return failed('This is not the answer to what was asked.')
  // Somebody else's answer must not go to this provider: it would be his to use.
  if (path !== new URL(journey.redirectUri).pathname) {
    return failed(
      'Somebody else than who was asked sent you back.',
      'Connect once more, and check the addresses.',
    )
  }
  const back = new URLSearchParams(parameters)
  if (back.has('error')) {
    if (!(await deleteConsent(ctx.db, row.id, 'away'))) return expired
    return notGranted(String(back.get('error')), tokenHost(known.method, content.values))
  }
  // Used up before it is tried: a code that was seen by somebody else is worth nothing to him here.
  if (!(await deleteConsent(ctx.db, row.id, 'away'))) return expired
  const minted = await asked(exchangeCode(request, { ...content.values, app }, back, journey, portsOf(ctx)))
  return await conclude(ctx, found, known, request, minted, app)
}

const isBusy = ({ code, finding }: Extract<TokenResult, { outcome: 'refused' }>) =>
  code === undefined &&
  (/^(timeout|unreachable|rate_limited)$/.test(finding.outcome) || finding.reason === 'server_error')

/** Keeps what was granted until the credential is saved. */
async function conclude(
  ctx: WorkspaceContext,
  { row, content }: Found,
  known: KnownMethod,
  request: ConsentRequest,
  minted: TokenResult,
  app: AppClient | undefined,
): Promise<ConsentFinished> {
  const { db, clock } = ctx
  const target = tokenHost(known.method, content.values)
  if (minted.outcome === 'refused') {
    await deleteConsent(db, row.id, 'away')
    if (minted.code === 'access_denied' || minted.code === 'expired_token') {
      return notGranted(minted.code, target)
    }
    const { finding, code } = minted
    const meant: Finding =
      code === 'invalid_client' ? { ...finding, outcome: 'unexpected', reason: 'oauth_app' } : finding
    const { message, advice } = describeFinding({ target, ...meant })
    return failed(
      code === 'invalid_grant' ? `${target} did not accept what was brought back.` : message,
      code === 'invalid_grant' ? 'Connect once more, and don’t wait too long there.' : advice,
    )
  }
  const now = clock()
  const asking = renderTemplate(request.scope ?? '', { ...content.values, app })
  // RFC 6749 section 5.1: whoever doesn't say what was granted granted what was asked for.
  const token = withCleanScope(
    known.method,
    { ...content.values, app },
    {
      scope: asking || undefined,
      ...minted.token,
    },
  )
  await transact(db, async (trx) => {
    await deleteConsent(trx, row.id, 'away')
  })
  await put(
    ctx,
    { ...row, state: 'granted', expires_at: new Date(now.getTime() + WAITING).toISOString() },
    { values: content.values, token, grantedAt: now.toISOString() },
  )
  const scopes = typeof token.scope === 'string' ? token.scope.split(/[\s,]+/).filter(Boolean) : undefined
  return { outcome: 'granted', ...(scopes && { scopes }) }
}

/** What was granted and waits to be saved. */
export interface ConsentGrant {
  /** Of the consent. */
  id: string
  componentId: string
  methodId: string
  credentialId: string | undefined
  oauthAppId: string | null
  values: Secret<Record<string, unknown>>
  token: Record<string, unknown>
  grantedAt: Date
}

/** Undefined for what is not granted, is somebody else's, has run out, or was used already. */
export async function findGrant(ctx: WorkspaceContext, consentId: string): Promise<ConsentGrant | undefined> {
  const found = await find(ctx, consentId)
  if (!found?.content.token || !found.content.grantedAt || isOver(found.row, ctx)) return undefined
  const { row, content } = found
  return {
    id: row.id,
    componentId: row.component_id,
    methodId: row.method_id,
    credentialId: row.credential_id ?? undefined,
    oauthAppId: row.oauth_app_id,
    values: new Secret(content.values),
    token: found.content.token,
    grantedAt: new Date(found.content.grantedAt),
  }
}

/** @returns false when somebody was faster */
export const spendConsent = (trx: Trx, id: string): Promise<boolean> => deleteConsent(trx, id, 'granted')

const isOver = ({ expires_at }: ConsentRow, { clock }: WorkspaceContext) =>
  expires_at <= clock().toISOString()

interface Found {
  row: ConsentRow
  content: Content
}

async function find(ctx: WorkspaceContext, id: string): Promise<Found | undefined> {
  const { accountId, sessionHash } = requirePerson(ctx)
  const { db, workspaceId, keyring } = ctx
  const row = await findConsent(db, {
    id,
    workspace_id: workspaceId,
    account_id: accountId,
    session_hash: sessionHash,
  })
  if (!row) return undefined
  const content = (await keyring.open(row.sealed, sealedAs(row))).reveal()
  return { row, content: content as unknown as Content }
}

async function put(
  { db, keyring }: WorkspaceContext,
  row: Omit<ConsentRow, 'sealed' | 'seal_version'>,
  content: Content,
): Promise<void> {
  const whole = { ...row, seal_version: row.state === 'away' ? 1 : 2 }
  const sealed = await keyring.seal(new Secret({ ...content }), sealedAs(whole))
  await transact(db, (trx) => insertConsent(trx, { ...whole, sealed }))
}

const sealedAs = (row: Pick<ConsentRow, 'workspace_id' | 'id' | 'seal_version'>) => ({
  workspaceId: row.workspace_id,
  table: 'consent' as const,
  id: row.id,
  sealVersion: row.seal_version,
})

const portsOf = ({ egress, clock }: WorkspaceContext) => ({
  egress,
  now: clock(),
  signal: AbortSignal.timeout(DEADLINE),
})

/** What a vendor answered; that it did not, or not as the protocol wants it, is an answer, too. */
async function asked(answer: Promise<TokenResult>): Promise<TokenResult> {
  try {
    return await answer
  } catch (error) {
    const finding = tokenErrorFinding(error)
    if (!finding) throw error
    return { outcome: 'refused', finding }
  }
}

function notGranted(code: string, target: string): ConsentFinished {
  switch (code) {
    case 'access_denied':
      return {
        outcome: 'refused',
        reason: 'denied',
        message: `Access was not granted at ${target}.`,
        advice: 'If that was a mistake, connect once more and agree there.',
      }
    case 'expired_token':
      return expired
    default: {
      const named = /^[\w.-]{1,60}$/.test(code) ? ` (${code})` : ''
      return failed(
        `${target} sent you back without access${named}.`,
        'Check the OAuth app: its redirect address, and that it may ask for what you chose.',
      )
    }
  }
}

const failed = (message: string, advice?: string): ConsentFinished => ({
  outcome: 'refused',
  reason: 'failed',
  message,
  ...(advice && { advice }),
})

const expired: ConsentFinished = {
  outcome: 'refused',
  reason: 'expired',
  message: 'This took too long, or was answered already.',
  advice: 'Connect once more.',
}

function requireConsentRequest({ method, component }: KnownMethod): ConsentRequest {
  const { token } = method
  if (asksConsent(token)) return token
  throw invalidInput({
    path: 'methodId',
    message: `Nobody has to consent to this method of ${component.title}. Create the credential directly.`,
  })
}

/** Only a person who is signed in can be sent somewhere and come back. */
function requirePerson({ actor, sessionHash }: WorkspaceContext): Person {
  if (actor.kind !== 'person' || sessionHash === undefined) {
    throw new DomainError('forbidden', 'This is for people who sign in. No API key can do it.')
  }
  return { accountId: actor.id, sessionHash }
}
