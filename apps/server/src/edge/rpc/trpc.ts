import { type Permission, permissionsOfRole } from '@stepkey/shared/access'
import { type ErrorCode, fieldErrors } from '@stepkey/shared/errors'
import { initTRPC, TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { findMemberWorkspace, findSessionByToken } from '../../domains/accounts/sessions.ts'
import { authenticateApiKey } from '../../domains/api-keys/api-keys.ts'
import { auditRefusal } from '../../domains/audit/audit-entry.ts'
import { authenticateConnectToken } from '../../domains/connect/connect-tokens.ts'
import type { VisitorContext, WorkspaceContext } from '../../domains/context.ts'
import {
  fulfilCredentialRequest,
  spendVerificationAttempt,
} from '../../domains/credential-requests/redeem-request.ts'
import { isUnavailable } from '../../platform/database/database-error.ts'
import { DomainError, notFound } from '../../platform/errors/domain-error.ts'
import { tokenScopeOf } from '../access/token-scope.ts'

/** What the HTTP edge knows of a request. */
export interface RequestContext extends VisitorContext {
  session: SessionCookie
  /** The key in the header `Authorization: Bearer …`. */
  apiKey: string | undefined
  /** A connect token in the same header. Only `/trpc` knows them. */
  connectToken?: string
  /** The header `stepkey-workspace`. */
  namedWorkspace: string | undefined
  /** Aborted when the client goes away. */
  signal: AbortSignal
  onMade?: WorkspaceContext['onMade']
  /** Told who is at work, for the log. */
  onMember?: (member: Member) => void
}

export interface SessionCookie {
  read(): string | undefined
  write(token: string): void
  clear(): void
}

const trpc = initTRPC
  .context<RequestContext>()
  .meta<{ needs?: Permission | 'account' }>()
  .create({
    isDev: false,
    // The one place where errors become answers. A stack or an unknown error's message never leaves.
    errorFormatter: ({ shape, error }) => {
      const { code, message, fields } = describeError(error)
      return { ...shape, message, data: { code, httpStatus: shape.data.httpStatus, fields } }
    },
  })

export const router = trpc.router
export const createCallerFactory = trpc.createCallerFactory

/** Turns what operations throw into tRPC's errors, which carry the HTTP status. */
const procedure = trpc.procedure.use(async ({ next }) => {
  const result = await next()
  if (result.ok) return result
  const translated = translate(result.error.cause)
  if (!translated) return result
  throw translated
})

/** For everybody, signed in or not; but a connect token is for what it was made for, and for nothing else. */
export const publicProcedure = procedure.use(async ({ ctx, path, next }) => {
  if (ctx.connectToken !== undefined) throw await outOfReach(ctx, await memberOf(ctx), path)
  return await next()
})

/** What operations throw, as tRPC's error; undefined for what nobody outside shall know of. */
export function translate(error: unknown): TRPCError | undefined {
  const cause = isUnavailable(error) ? unavailable(error) : error
  if (!(cause instanceof DomainError)) return undefined
  return new TRPCError({ code: TRPC_CODES[cause.code], message: cause.message, cause })
}

/** For people, that is for whoever has a session. A program with an API key has no account. */
export const accountProcedure = publicProcedure.meta({ needs: 'account' }).use(async ({ ctx, next }) => {
  if (ctx.apiKey !== undefined) {
    await memberByKey(ctx, ctx.apiKey)
    throw new DomainError('forbidden', 'This is for people who sign in. No API key can do it.')
  }
  return await next({ ctx: await signedIn(ctx) })
})

/**
 * For whoever may do this in the workspace that the request is about: the one place where that is decided.
 * An API key brings its own workspace, and so does a connect token, which may ask only what `reach.ts` lets through.
 * Everything about credentials and flows starts here.
 */
export const may = (permission: Permission) =>
  procedure
    .meta({ needs: permission })
    .use(async ({ ctx, path, next }) => {
      const member = await memberWho(ctx, permission, path)
      // Only what is new: tRPC copies the rest, slowly.
      const result = await next({ ctx: member })
      // Whoever is at work in an organization while it is deleted trips over that anywhere: then this says so.
      if (!result.ok && result.error.code === 'INTERNAL_SERVER_ERROR') await memberOf(ctx)
      return result
    })
    .use(async ({ ctx, path, getRawInput, next }) => {
      if (!ctx.limits) return await next()
      const reach = tokenScopeOf(ctx.limits, path)
      const asked = reach?.input.safeParse(await getRawInput())
      if (!asked?.success) throw await outOfReach(ctx, ctx, path)
      if (reach?.asksTarget && ctx.limits.request) await spendVerificationAttempt(ctx, ctx.limits.request.id)
      const result = await next({ getRawInput: async () => asked.data })
      return result.ok && reach?.answer ? { ...result, data: reach.answer(result.data) } : result
    })

/** For whoever holds a connect token: what it is about. */
export const holderProcedure = procedure.use(async ({ ctx, path, next }) => {
  const member = await memberOf(ctx)
  const { limits } = member
  if (!limits) throw new DomainError('forbidden', 'This is for whoever holds a connect token.')
  if (!tokenScopeOf(limits, path)) throw await outOfReach(ctx, member, path)
  return await next({ ctx: { ...member, limits } })
})

async function outOfReach(ctx: RequestContext, member: Member, path: string): Promise<DomainError> {
  // Whoever has nothing but a link must not fill the trail of the workspace that asked.
  if (member.limits?.request) await spendVerificationAttempt(ctx, member.limits.request.id)
  await auditRefusal({ ...ctx, ...member }, 'access.asked', path)
  return new DomainError('forbidden', 'This connect token was not made for that.')
}

/**
 * Whoever asks, if he may do this. A refusal is recorded.
 * @param path the procedure that is asked for
 * @throws DomainError unauthorized, not_found, forbidden
 */
export async function memberWho(ctx: RequestContext, permission: Permission, path: string): Promise<Member> {
  const member = await memberOf(ctx)
  if (member.permissions.has(permission)) return member
  if (member.limits) throw await outOfReach(ctx, member, path)
  await auditRefusal({ ...ctx, ...member }, 'access.asked', path, { permission })
  throw new DomainError(
    'forbidden',
    member.actor.kind === 'api_key'
      ? 'This API key may not do that: none of its scopes covers it.'
      : 'Your role in this workspace does not allow that. Ask its owner or an admin.',
  )
}

/** Like `may`, for whoever gave the password not long ago. */
export const mayConfirmed = (permission: Permission) =>
  may(permission).use(async ({ ctx, next }) => {
    requireConfirmed(ctx)
    return await next()
  })

/** How long a password counts as just given, in milliseconds: 10 minutes. */
const CONFIRMATION_LIFETIME = 10 * 60_000

/**
 * What can't be undone, or hands out secrets, asks for the password again.
 * @throws DomainError password_needed when it wasn't given lately
 */
export function requireConfirmed({
  confirmedAt,
  clock,
}: Pick<WorkspaceContext, 'confirmedAt' | 'clock'>): void {
  if (confirmedAt && clock().getTime() - new Date(confirmedAt).getTime() < CONFIRMATION_LIFETIME) return
  throw new DomainError('password_needed', 'Enter your password again to go on.')
}

export type Member = Pick<
  WorkspaceContext,
  'workspaceId' | 'actor' | 'permissions' | 'confirmedAt' | 'sessionHash' | 'limits' | 'via' | 'onMade'
>

const anyMember = async (ctx: RequestContext): Promise<Member> => {
  if (ctx.connectToken !== undefined) return await memberByToken(ctx, ctx.connectToken)
  return await (ctx.apiKey === undefined ? memberBySession(ctx) : memberByKey(ctx, ctx.apiKey))
}

/** @throws DomainError unauthorized, not_found */
export async function memberOf(ctx: RequestContext): Promise<Member> {
  const member = await anyMember(ctx)
  ctx.onMember?.(member)
  return member
}

async function signedIn(ctx: RequestContext) {
  const token = ctx.session.read()
  const session = token === undefined ? undefined : await findSessionByToken(ctx, token)
  if (!session) throw new DomainError('unauthorized', 'Sign in to go on.')
  return session
}

async function memberBySession(ctx: RequestContext): Promise<Member> {
  const { accountId, sessionHash, confirmedAt } = await signedIn(ctx)
  const workspace = await findMemberWorkspace(ctx.db, accountId, ctx.namedWorkspace)
  if (!workspace) throw notFound('workspace')
  return {
    workspaceId: workspace.id,
    actor: { kind: 'person', id: accountId },
    permissions: new Set(permissionsOfRole[workspace.role]),
    confirmedAt,
    sessionHash,
  }
}

async function memberByKey(ctx: RequestContext, apiKey: string): Promise<Member> {
  const key = await authenticateApiKey(ctx, apiKey)
  if (!key) throw new DomainError('unauthorized', 'This API key is unknown, revoked or expired.')
  const { apiKeyId, workspaceId, permissions } = key
  if (ctx.namedWorkspace !== undefined && ctx.namedWorkspace !== workspaceId) throw notFound('workspace')
  return { workspaceId, permissions, actor: { kind: 'api_key', id: apiKeyId } }
}

async function memberByToken(ctx: RequestContext, token: string): Promise<Member> {
  const member = await authenticateConnectToken(ctx, token)
  if (!member) throw new DomainError('unauthorized', 'This connect token is unknown or has expired.')
  if (ctx.namedWorkspace !== undefined && ctx.namedWorkspace !== member.workspaceId)
    throw notFound('workspace')
  const { request } = member.limits
  if (!request) return member
  // Handing it over uses the request up, in one transaction.
  return {
    ...member,
    onMade: (trx, credentialId) => fulfilCredentialRequest(trx, ctx, request.id, credentialId),
  }
}

const unavailable = (cause: unknown) =>
  new DomainError(
    'unavailable',
    'The database does not answer right now. Nothing was changed; try again in a moment.',
    {
      cause,
    },
  )

const TRPC_CODES = {
  invalid_input: 'BAD_REQUEST',
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  password_needed: 'FORBIDDEN',
  conflict: 'CONFLICT',
  not_found: 'NOT_FOUND',
  too_many_requests: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorCode, TRPCError['code']>

/** The code, the sentence and the wrong fields that an error shows to the outside. */
export function describeError(error: TRPCError): Pick<DomainError, 'code' | 'message' | 'fields'> {
  if (error.cause instanceof DomainError) return error.cause
  if (error.code === 'BAD_REQUEST' && error.cause instanceof ZodError) {
    const fields = fieldErrors(error.cause)
    return { code: 'invalid_input', message: fields[0]?.message ?? 'Check your input.', fields }
  }
  switch (error.code) {
    case 'NOT_FOUND':
      return { code: 'not_found', message: 'There is no such procedure.', fields: undefined }
    case 'BAD_REQUEST':
    case 'PARSE_ERROR':
    case 'METHOD_NOT_SUPPORTED':
    case 'UNSUPPORTED_MEDIA_TYPE':
      return {
        code: 'invalid_input',
        message: 'This request can’t be read. Send JSON, with the right HTTP method.',
        fields: [],
      }
    case 'PAYLOAD_TOO_LARGE':
      return { code: 'invalid_input', message: 'This request is larger than 1 MiB.', fields: [] }
    default:
      return {
        code: 'internal',
        message: 'Something went wrong inside Stepkey. It was logged; try again.',
        fields: undefined,
      }
  }
}
