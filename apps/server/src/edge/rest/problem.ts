import type { FastifyReply } from 'fastify'

/** RFC 9457. `code` is one of ERROR_CODES or an outcome; the members of that outcome stand beside it. */
export interface Problem {
  status: number
  code: string
  detail: string
  [member: string]: unknown
}

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

/** The outcomes that are refusals: their status, and a sentence. All other outcomes are answers. */
export const refusals: Record<string, { status: number; detail: string }> = {
  not_saved: { status: 422, detail: 'It was not saved, because it could not be proven. See verification.' },
  stale: {
    status: 409,
    detail: 'Somebody else changed it meanwhile. Look at what is there now, then send its version.',
  },
  blocked: { status: 409, detail: 'Not every step is ready for an active flow. See steps.' },
  in_use: {
    status: 409,
    detail: 'It is in use. See who uses it: flows name their steps, an OAuth app the credentials.',
  },
  not_empty: {
    status: 409,
    detail: 'It still holds credentials or flows. Send its name as typedName to delete it with all of them.',
  },
  other_account: {
    status: 409,
    detail: 'Whoever consented is somebody else than before. Nothing was changed.',
  },
}

/** Refused before its procedure is asked: see keyed.ts. */
export const REUSED = {
  status: 422,
  code: 'idempotency_key_reused',
  detail:
    'This Idempotency-Key came with another request before. Nothing was made; send a new key for a new request.',
}
