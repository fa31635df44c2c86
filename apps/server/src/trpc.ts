import { type ErrorCode, fieldErrors } from '@stepkey/shared/errors'
import { initTRPC, TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { findMemberWorkspace, findSessionByToken } from './accounts/sessions.ts'
import type { AccountContext, Deps, MemberContext } from './context.ts'
import { DomainError, notFound } from './errors.ts'

/** What the HTTP edge knows of a request. */
export interface RequestContext extends Deps {
  session: SessionCookie
  /** The header `stepkey-workspace`. */
  namedWorkspace: string | undefined
  /** Aborted when the client goes away. */
  signal: AbortSignal
}

export interface SessionCookie {
  read(): string | undefined
  write(token: string): void
  clear(): void
}

const trpc = initTRPC.context<RequestContext>().create({
  isDev: false,
  // The one place where errors become answers. A stack or an unknown error's message never leaves.
  errorFormatter: ({ shape, error }) => {
    const { code, message, fields } = translate(error)
    return { ...shape, message, data: { code, httpStatus: shape.data.httpStatus, fields } }
  },
})

export const router = trpc.router
export const createCallerFactory = trpc.createCallerFactory

/** Turns what operations throw into tRPC's errors, which carry the HTTP status. */
export const publicProcedure = trpc.procedure.use(async ({ next }) => {
  const result = await next()
  if (result.ok || !(result.error.cause instanceof DomainError)) return result
  const { cause } = result.error
  throw new TRPCError({ code: TRPC_CODES[cause.code], message: cause.message, cause })
})

/** For whoever has a session. */
export const accountProcedure = publicProcedure.use(async ({ ctx, next }) => {
  const token = ctx.session.read()
  const session = token === undefined ? undefined : await findSessionByToken(ctx, token)
  if (!session) throw new DomainError('unauthorized', 'Sign in to go on.')
  return await next({ ctx: { ...ctx, ...session } satisfies AccountContext })
})

/** For a member of the workspace that the request names. Everything else about credentials and flows starts here. */
export const memberProcedure = accountProcedure.use(async ({ ctx, next }) => {
  const workspace = await findMemberWorkspace(ctx.db, ctx.accountId, ctx.namedWorkspace)
  if (!workspace) throw notFound('workspace')
  return await next({ ctx: { ...ctx, workspaceId: workspace.id } satisfies MemberContext })
})

const TRPC_CODES = {
  invalid_input: 'BAD_REQUEST',
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  too_many_requests: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorCode, TRPCError['code']>

function translate(error: TRPCError): Pick<DomainError, 'code' | 'message' | 'fields'> {
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
