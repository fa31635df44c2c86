import type { ErrorCode } from '@stepkey/shared/errors'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { INTERNAL, type ShownError } from '../rpc/rpc-error.ts'

/** The HTTP status of each error code. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  invalid_input: 400,
  unauthorized: 401,
  forbidden: 403,
  password_needed: 403,
  not_found: 404,
  conflict: 409,
  in_progress: 409,
  created_object_deleted: 409,
  flow_inactive: 409,
  credential_failing: 409,
  reconnect_needed: 409,
  token_unavailable: 409,
  not_connected: 409,
  consent_used: 409,
  oauth_app_deleted: 409,
  webhook_disabled: 409,
  limit_reached: 409,
  personal_workspace: 409,
  owner_required: 409,
  already_owner: 409,
  owner_protected: 409,
  own_role: 409,
  idempotency_key_reused: 422,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
}

const UNREADABLE: Record<number, string> = {
  400: 'The input is not valid JSON.',
  408: 'The request was not received completely within 30 seconds.',
  413: 'This request is larger than 1 MiB.',
  415: 'Send the body as JSON, with the header content-type: application/json.',
}

/** Returns the answer for a request that failed before a procedure was called. */
export function describeHttpError(
  error: DomainError | { statusCode?: number },
): ShownError & { status: number } {
  if (error instanceof DomainError) {
    const { code, message, fields } = error
    return { status: HTTP_STATUS[code], code, message, fields }
  }
  const { statusCode } = error
  if (statusCode === 429) {
    const message = 'You send too many requests. Wait a minute, then send fewer.'
    return { status: 429, code: 'too_many_requests', message, fields: undefined }
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    const message = UNREADABLE[statusCode] ?? 'This request cannot be read. Send valid JSON.'
    return { status: statusCode, code: 'invalid_input', message, fields: undefined }
  }
  return { status: 500, ...INTERNAL }
}
