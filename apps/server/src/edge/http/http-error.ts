import type { ErrorCode } from '@stepkey/shared/errors'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { INTERNAL, NOT_AS_JSON, NOT_JSON, type ShownError, TOO_LARGE } from '../rpc/rpc-error.ts'

/** The HTTP status of each error code. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  invalid_input: 400,
  invalid_json: 400,
  unauthorized: 401,
  forbidden: 403,
  unknown_host: 403,
  cross_site: 403,
  wrong_origin: 403,
  connect_token_required: 403,
  sign_up_disabled: 403,
  invitation_required: 403,
  shared_oauth_app: 403,
  password_needed: 403,
  not_found: 404,
  not_connected: 404,
  unknown_route: 404,
  unknown_workspace: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  conflict: 409,
  version_outdated: 409,
  in_progress: 409,
  created_object_deleted: 409,
  flow_inactive: 409,
  paused: 409,
  credential_failing: 409,
  credential_frozen: 409,
  reconnect_needed: 409,
  token_unavailable: 409,
  ambiguous: 409,
  no_grant: 409,
  consent_used: 409,
  oauth_app_deleted: 409,
  webhook_disabled: 409,
  limit_reached: 409,
  personal_workspace: 409,
  owner_required: 409,
  already_owner: 409,
  owner_protected: 409,
  own_role: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  idempotency_key_reused: 422,
  too_many_requests: 429,
  attempts_used_up: 429,
  internal: 500,
  unavailable: 503,
}

const UNREADABLE: Record<number, Pick<ShownError, 'code' | 'message'>> = {
  400: NOT_JSON,
  408: {
    code: 'request_timeout',
    message: 'The request was not received completely within 30 seconds.',
  },
  413: TOO_LARGE,
  415: NOT_AS_JSON,
}

const UNREADABLE_OTHERWISE = {
  code: 'invalid_input',
  message: 'This request cannot be read. Send valid JSON.',
} as const

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
    return { status: statusCode, fields: undefined, ...(UNREADABLE[statusCode] ?? UNREADABLE_OTHERWISE) }
  }
  return { status: 500, ...INTERNAL }
}
