import { type Permission, permissionsOfRole } from '@stepkey/shared/access'
import { z } from 'zod'
import { auditRefusal } from '../../domains/audit/audit-entry.ts'
import type { Deps } from '../../domains/context.ts'
import { spendVerificationAttempt } from '../../domains/credential-requests/redeem-request.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { parseStrictly } from '../../platform/errors/parse-strictly.ts'
import { isRecent, MINUTE } from '../../platform/time.ts'
import { authenticate } from './authenticate.ts'
import type { Principal } from './principal.ts'
import type { RequestContext } from './request-context.ts'
import { runScopeOf, type TokenScope, tokenScopeOf } from './token-scope.ts'

/** How long a confirmation (password or SSO) is valid, in milliseconds. */
const CONFIRMATION_LIFETIME = 10 * MINUTE

/**
 * Returns the caller if it has a permission in its workspace. Refusals are audited.
 * @param procedure the name of the procedure, for the audit entry
 * @throws DomainError unauthorized, unknown_workspace, forbidden
 */
export async function authorize(
  request: RequestContext,
  permission: Permission,
  procedure: string,
): Promise<Principal> {
  const principal = await authenticate(request)
  await requirePermission({ ...request, ...principal }, permission, procedure)
  return principal
}

/**
 * Requires a permission of an authenticated caller. Refusals are audited.
 * @param procedure the name of the procedure, for the audit entry
 * @throws DomainError forbidden
 */
export async function requirePermission(
  ctx: RequestContext & Principal,
  permission: Permission,
  procedure: string,
): Promise<void> {
  if (ctx.permissions.has(permission)) return
  if (ctx.limits || ctx.run) throw await refuseToken(ctx, ctx, procedure)
  await auditRefusal(ctx, 'access.asked', procedure, { permission })
  throw new DomainError('forbidden', missingPermission(ctx, permission))
}

function missingPermission({ actor }: Principal, permission: Permission): string {
  if (actor.kind === 'api_key') return 'None of the scopes of this API key allows that.'
  const isOfRoles = Object.values(permissionsOfRole).some((permissions) => permissions.includes(permission))
  return isOfRoles
    ? 'Your role in this workspace does not allow that. Ask the owner or an admin.'
    : `Only API keys with the scope “${permission}” can do this.`
}

/**
 * Refuses API keys, for procedures of users. Refusals are audited.
 * @throws DomainError unauthorized, forbidden
 */
export async function refuseApiKey(request: RequestContext, procedure: string): Promise<void> {
  if (request.apiKey === undefined) return
  const principal = await authenticate(request)
  await auditRefusal({ ...request, ...principal }, 'access.asked', procedure)
  throw new DomainError('forbidden', 'Only signed-in users can do this. API keys can’t.')
}

/**
 * Returns the scope of a connect token or run token in a procedure, and the input with the token's defaults; undefined
 * for all other callers.
 * @param schema the input schema of the procedure
 * @throws DomainError forbidden, audited, when the token's limits don't cover the procedure or this input; invalid_input
 */
export async function requireTokenScope(
  request: RequestContext,
  principal: Principal,
  procedure: string,
  schema: z.ZodType,
  raw: unknown,
): Promise<{ scope: TokenScope; input: unknown } | undefined> {
  const { limits, run } = principal
  if (!limits && !run) return undefined
  const scope = limits ? tokenScopeOf(limits, procedure) : run && runScopeOf(run, procedure)
  if (!scope) throw await refuseToken(request, principal, procedure)
  const object = scope.input instanceof z.ZodObject ? scope.input : undefined
  const parsed = scope.input.safeParse(object ? (raw ?? {}) : raw)
  if (!parsed.success) {
    // A misspelt, missing or malformed member must not count as a forbidden one.
    parseStrictly(schema, raw, { known: object && Object.keys(object.shape) })
    throw await refuseToken(request, principal, procedure)
  }
  if (scope.callsTarget && limits?.request) await spendVerificationAttempt(request, limits.request.id)
  return { scope, input: parsed.data }
}

/** Audits a procedure or an input that the limits of a token don't cover. @returns the error to throw */
export async function refuseToken(
  request: RequestContext,
  principal: Principal,
  procedure: string,
): Promise<DomainError> {
  // The limited number of attempts prevents the link of a credential request from filling the workspace's audit log.
  if (principal.limits?.request) await spendVerificationAttempt(request, principal.limits.request.id)
  await auditRefusal({ ...request, ...principal }, 'access.asked', procedure)
  const kind = principal.limits ? 'connect' : 'run'
  return new DomainError('forbidden', `This ${kind} token does not allow that.`)
}

/**
 * Requires that the user has confirmed their password recently, for operations that can't be undone or lead to secrets.
 * An API key needs no confirmation: it was created with one.
 * @throws DomainError password_needed
 */
export function requireConfirmed({
  actor,
  confirmedAt,
  clock,
}: Partial<Pick<Principal, 'actor' | 'confirmedAt'>> & Pick<Deps, 'clock'>): void {
  if (actor?.kind === 'api_key') return
  if (confirmedAt && isRecent(clock(), confirmedAt, CONFIRMATION_LIFETIME)) return
  throw new DomainError('password_needed', 'Confirm your password to continue.')
}
