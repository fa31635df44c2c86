import type { ErrorCode } from '@stepkey/shared/errors'
import type { TRPCError } from '@trpc/server'
import { DomainError } from '../../platform/errors/domain-error.ts'

/** The tRPC code of each error code. tRPC derives the HTTP status from it. */
export const TRPC_CODES = {
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

/** The parts of an error that the caller may see. */
export type ShownError = Pick<DomainError, 'code' | 'message' | 'fields'>

/** Returns the code, the message and the invalid fields of an error that tRPC reports. */
export function describeError(error: TRPCError): ShownError {
  if (error.cause instanceof DomainError) return error.cause
  switch (error.code) {
    case 'NOT_FOUND':
      return { code: 'not_found', message: 'There is no such procedure.', fields: undefined }
    case 'BAD_REQUEST':
    case 'PARSE_ERROR':
    case 'METHOD_NOT_SUPPORTED':
    case 'UNSUPPORTED_MEDIA_TYPE':
      return {
        code: 'invalid_input',
        message: 'This request cannot be read. Send JSON with the right HTTP method.',
        fields: [],
      }
    case 'PAYLOAD_TOO_LARGE':
      return { code: 'invalid_input', message: 'This request is larger than 1 MiB.', fields: [] }
    default:
      return INTERNAL
  }
}

/** The answer for errors whose details the caller must not see. */
export const INTERNAL: ShownError = {
  code: 'internal',
  message: 'Stepkey had an internal error, which was logged. Try again.',
  fields: undefined,
}
