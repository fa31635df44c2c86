import type { FastifyReply } from 'fastify'

/** A problem by RFC 9457. `code` is one of ERROR_CODES or an outcome, whose members are added to the problem. */
export interface Problem {
  status: number
  code: string
  detail: string
  [member: string]: unknown
}

/** Sends a problem as `application/problem+json`, with the id of the request. */
export function sendProblem(reply: FastifyReply, { status, ...problem }: Problem): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'application/problem+json')
    .send(
      Buffer.from(
        JSON.stringify({
          type: 'about:blank',
          title: TITLES[status] ?? 'Error',
          status,
          ...problem,
          requestId: reply.request.id,
        }),
      ),
    )
}

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** The outcomes that are refusals, with status and message. All other outcomes are answers. */
export const refusals: Record<string, { status: number; detail: string }> = {
  not_saved: {
    status: 422,
    detail: 'Nothing was saved, because the verification failed. See `verification`.',
  },
  stale: {
    status: 409,
    detail: 'The object was changed in the meantime. Check the current state, then send its version.',
  },
  blocked: { status: 409, detail: 'Not every step is ready for an active flow. See `steps`.' },
  in_use: {
    status: 409,
    detail: 'The object is in use. See `flows` for a credential, or `credentials` for an OAuth app.',
  },
  not_empty: {
    status: 409,
    detail:
      'The organization contains credentials or flows. Send its name as `typedName` to delete everything.',
  },
  other_account: {
    status: 409,
    detail: 'The consent was given with another account than before. Nothing was changed.',
  },
}

/** The refusal of a reused idempotency key, before the procedure is called. See `idempotency.ts`. */
export const REUSED = {
  status: 422,
  code: 'idempotency_key_reused',
  detail: 'This Idempotency-Key was already used for another request. Nothing was created. Send a new key.',
}
