import type { ErrorCode } from '@stepkey/shared/errors'

/** What went wrong with a request before any operation saw it. */
export function describeHttpError({ statusCode }: { statusCode?: number }): {
  status: number
  code: ErrorCode
  message: string
} {
  if (statusCode === 429) {
    const message = 'This API key makes more requests than it may. Wait a minute, then go on more slowly.'
    return { status: 429, code: 'too_many_requests', message }
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    const message = 'This request can’t be read. Send JSON of at most 1 MiB.'
    return { status: statusCode, code: 'invalid_input', message }
  }
  return {
    status: 500,
    code: 'internal',
    message: 'Something went wrong inside Stepkey. It was logged; try again.',
  }
}
