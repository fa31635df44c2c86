import { permissionsOfRole } from '@stepkey/shared/access'
import { findMemberWorkspace, findSessionByToken } from '../../domains/accounts/sessions.ts'
import { authenticateApiKey } from '../../domains/api-keys/api-keys.ts'
import { authenticateRunToken, isRunToken } from '../../domains/api-keys/run-tokens.ts'
import { authenticateConnectToken } from '../../domains/connect/connect-session.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import type { Principal } from './principal.ts'
import type { RequestContext } from './request-context.ts'

/** A signed-in user, without a workspace. */
export interface AccountSession {
  accountId: string
  sessionHash: string
  /** ISO 8601. When the user last entered their password or signed in by SSO in this session. */
  confirmedAt: string
}

/**
 * Returns the caller of a request and its workspace. A connect token takes precedence over an API key, and an API key
 * over a session. API keys and connect tokens belong to one workspace.
 * @throws DomainError unauthorized, unknown_workspace (a workspace that the caller is not a member of)
 */
export async function authenticate(request: RequestContext): Promise<Principal> {
  const principal = await findPrincipal(request)
  request.onAuthenticated?.(principal)
  return principal
}

/** Returns the signed-in user. @throws DomainError unauthorized */
export async function authenticateAccount(request: RequestContext): Promise<AccountSession> {
  return await requireSession(request)
}

function findPrincipal(request: RequestContext): Promise<Principal> {
  if (request.connectToken !== undefined) return principalOfConnectToken(request, request.connectToken)
  if (request.apiKey !== undefined && isRunToken(request.apiKey))
    return principalOfRunToken(request, request.apiKey)
  if (request.apiKey !== undefined) return principalOfApiKey(request, request.apiKey)
  return principalOfSession(request)
}

async function requireSession(request: RequestContext): Promise<AccountSession> {
  const token = request.session.read()
  const session = token === undefined ? undefined : await findSessionByToken(request, token)
  if (!session) throw new DomainError('unauthorized', 'Sign in, or send an API key.')
  request.onValidToken?.()
  return session
}

async function principalOfSession(request: RequestContext): Promise<Principal> {
  const { accountId, sessionHash, confirmedAt } = await requireSession(request)
  const workspace = await findMemberWorkspace(request.db, accountId, request.namedWorkspace)
  if (!workspace) throw unknownWorkspace()
  return {
    workspaceId: workspace.id,
    actor: { kind: 'person', id: accountId },
    permissions: new Set(permissionsOfRole[workspace.role]),
    confirmedAt,
    sessionHash,
  }
}

async function principalOfApiKey(request: RequestContext, apiKey: string): Promise<Principal> {
  const found = await authenticateApiKey(request, apiKey)
  if (!found) throw new DomainError('unauthorized', 'This API key is unknown, revoked or expired.')
  request.onValidToken?.()
  const { apiKeyId, ...principal } = found
  requireNamed(request, principal.workspaceId)
  return { ...principal, actor: { kind: 'api_key', id: apiKeyId } }
}

async function principalOfRunToken(request: RequestContext, token: string): Promise<Principal> {
  const principal = await authenticateRunToken(request, token)
  if (!principal) {
    throw new DomainError(
      'unauthorized',
      'This run token is unknown or has expired, or its API key has ended.',
    )
  }
  request.onValidToken?.()
  requireNamed(request, principal.workspaceId)
  return principal
}

async function principalOfConnectToken(request: RequestContext, token: string): Promise<Principal> {
  const principal = await authenticateConnectToken(request, token)
  if (!principal) throw new DomainError('unauthorized', 'This connect token is unknown or has expired.')
  request.onValidToken?.()
  requireNamed(request, principal.workspaceId)
  return principal
}

const unknownWorkspace = () => new DomainError('unknown_workspace', 'There is no such workspace.')

/** An API key or a connect token belongs to one workspace: the request may name no other. */
function requireNamed({ namedWorkspace }: RequestContext, workspaceId: string): void {
  if (namedWorkspace !== undefined && namedWorkspace !== workspaceId) throw unknownWorkspace()
}
