import type { ErrorCode } from '@stepkey/shared/errors'
import type { TRPCError } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { FastifyReply } from 'fastify'
import { DomainError } from '../../platform/errors/domain-error.ts'

/** The tRPC code of each error code. tRPC derives the HTTP status from it. */
export const TRPC_CODES = {
  invalid_input: 'BAD_REQUEST',
  invalid_json: 'BAD_REQUEST',
  method_not_allowed: 'METHOD_NOT_SUPPORTED',
  request_timeout: 'TIMEOUT',
  body_too_large: 'PAYLOAD_TOO_LARGE',
  unsupported_media_type: 'UNSUPPORTED_MEDIA_TYPE',
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  unknown_host: 'FORBIDDEN',
  cross_site: 'FORBIDDEN',
  wrong_origin: 'FORBIDDEN',
  connect_token_required: 'FORBIDDEN',
  sign_up_disabled: 'FORBIDDEN',
  invitation_required: 'FORBIDDEN',
  shared_oauth_app: 'FORBIDDEN',
  password_needed: 'FORBIDDEN',
  conflict: 'CONFLICT',
  version_outdated: 'CONFLICT',
  in_progress: 'CONFLICT',
  created_object_deleted: 'CONFLICT',
  flow_inactive: 'CONFLICT',
  paused: 'CONFLICT',
  credential_failing: 'CONFLICT',
  credential_frozen: 'CONFLICT',
  reconnect_needed: 'CONFLICT',
  token_unavailable: 'CONFLICT',
  ambiguous: 'CONFLICT',
  no_grant: 'CONFLICT',
  consent_used: 'CONFLICT',
  oauth_app_deleted: 'CONFLICT',
  webhook_disabled: 'CONFLICT',
  limit_reached: 'CONFLICT',
  personal_workspace: 'CONFLICT',
  owner_required: 'CONFLICT',
  already_owner: 'CONFLICT',
  owner_protected: 'CONFLICT',
  own_role: 'CONFLICT',
  idempotency_key_reused: 'UNPROCESSABLE_CONTENT',
  not_found: 'NOT_FOUND',
  not_connected: 'NOT_FOUND',
  unknown_route: 'NOT_FOUND',
  unknown_workspace: 'NOT_FOUND',
  too_many_requests: 'TOO_MANY_REQUESTS',
  attempts_used_up: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorCode, TRPCError['code']>

/** The parts of an error that the caller may see. */
export type ShownError = Pick<DomainError, 'code' | 'message' | 'fields'> &
  Partial<Pick<DomainError, 'retryAfter' | 'members'>>

/** Returns what the caller may see of an error that tRPC reports. */
export function describeError(error: TRPCError): ShownError {
  if (error.cause instanceof DomainError) return error.cause
  if (error.cause instanceof SyntaxError) return NOT_JSON
  switch (error.code) {
    case 'NOT_FOUND':
      return { code: 'unknown_route', message: 'There is no such procedure.', fields: undefined }
    case 'PARSE_ERROR':
      return NOT_JSON
    case 'BAD_REQUEST':
      return { code: 'invalid_input', message: USE_METHODS, fields: undefined }
    case 'METHOD_NOT_SUPPORTED':
      return { code: 'method_not_allowed', message: USE_METHODS, fields: undefined }
    case 'UNSUPPORTED_MEDIA_TYPE':
      return NOT_AS_JSON
    case 'PAYLOAD_TOO_LARGE':
      return TOO_LARGE
    default:
      return INTERNAL
  }
}

const USE_METHODS = 'Send queries with GET and mutations with POST.'

/** The answer for a body or an input that is not JSON. */
export const NOT_JSON: ShownError = {
  code: 'invalid_json',
  message: 'The input is not valid JSON.',
  fields: undefined,
}

/** The answer for a body of another media type. */
export const NOT_AS_JSON: ShownError = {
  code: 'unsupported_media_type',
  message: 'Send the body as JSON, with the header content-type: application/json.',
  fields: undefined,
}

/** The answer for a body over the limit. */
export const TOO_LARGE: ShownError = {
  code: 'body_too_large',
  message: 'This request is larger than 1 MiB.',
  fields: undefined,
}

/** The answer for errors whose details the caller must not see. */
export const INTERNAL: ShownError = {
  code: 'internal',
  message: 'Stepkey had an internal error, which was logged. Try again.',
  fields: undefined,
}

/** Sends an error in the format of tRPC, for requests that fail before tRPC handles them. */
export const sendRpcError = (
  reply: FastifyReply,
  {
    status,
    code,
    message,
    fields,
  }: Omit<ShownError, 'fields'> & { status: number; fields?: ShownError['fields'] },
): FastifyReply =>
  reply.code(status).send({
    error: {
      message,
      code: TRPC_ERROR_CODES_BY_KEY[TRPC_CODES[code]],
      data: { code, httpStatus: status, fields },
    },
  })
