import type { ErrorCode } from '@stepkey/shared/errors'
import { INTERNAL } from '../rpc/rpc-error.ts'

/** The HTTP status of each error code. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  invalid_input: 400,
  unauthorized: 401,
  forbidden: 403,
  password_needed: 403,
  not_found: 404,
  conflict: 409,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
}

/** Returns the answer for a request that failed before a procedure was called. */
export function describeHttpError({ statusCode }: { statusCode?: number }): {
  status: number
  code: ErrorCode
  message: string
} {
  if (statusCode === 429) {
    const message = 'This API key sends too many requests. Wait a minute, then send fewer.'
    return { status: 429, code: 'too_many_requests', message }
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    const message = 'This request cannot be read. Send JSON of at most 1 MiB.'
    return { status: statusCode, code: 'invalid_input', message }
  }
  const { code, message } = INTERNAL
  return { status: 500, code, message }
}
