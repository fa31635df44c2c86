import { initTRPC, TRPCError } from '@trpc/server'
import { DomainError } from '../../platform/errors/domain-error.ts'
import type { RequestContext } from '../access/request-context.ts'
import type { Procedure } from './procedure.ts'
import { describeError, TRPC_CODES } from './rpc-error.ts'

/** tRPC as a transport. Every procedure calls `execute`, which authenticates, parses and runs it. */
export const trpc = initTRPC
  .context<RequestContext>()
  .meta<{ procedure: Procedure }>()
  .create({
    isDev: false,
    // Stacks and messages of unknown errors never leave the process.
    errorFormatter: ({ shape, error }) => {
      const { code, message, fields, retryAfter, members } = describeError(error)
      return {
        ...shape,
        message,
        data: { code, httpStatus: shape.data.httpStatus, fields, retryAfter, ...members },
      }
    },
  })

export const router = trpc.router
export const createCallerFactory = trpc.createCallerFactory

/** Converts a DomainError to the TRPCError with its HTTP status. Returns other errors unchanged: they are internal. */
export function toTrpcError(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error
  return new TRPCError({ code: TRPC_CODES[error.code], message: error.message, cause: error })
}
