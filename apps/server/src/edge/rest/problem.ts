import { FlowPreflight } from '@stepkey/shared/flow-preflight'
import { OAuthAppRemoved } from '@stepkey/shared/oauth'
import { ComponentRemoved } from '@stepkey/shared/own-component'
import { OwnerRemoved } from '@stepkey/shared/owner'
import { Verification } from '@stepkey/shared/verification'
import type { FastifyReply } from 'fastify'
import type { Procedure } from '../rpc/procedure.ts'

/** A problem by RFC 9457. `code` is one of ERROR_CODES or an outcome, whose members are added to the problem. */
export interface Problem {
  status: number
  code: string
  detail: string
  /** When the same request can succeed, in seconds from now. Also sent as the header Retry-After. */
  retryAfter?: number
  [member: string]: unknown
}

/**
 * Sends a problem as `application/problem+json`, with the id of the request. Operations that accept more than a bearer
 * token set `WWW-Authenticate` before.
 */
export function sendProblem(reply: FastifyReply, { status, ...problem }: Problem): FastifyReply {
  if (status === 401 && !reply.hasHeader('www-authenticate')) reply.header('www-authenticate', 'Bearer')
  if (problem.retryAfter !== undefined) reply.header('retry-after', problem.retryAfter)
  return reply
    .code(status)
    .header('content-type', 'application/problem+json')
    .send(
      Buffer.from(
        JSON.stringify({
          type: `/docs/problems#${problem.code}`,
          title: titleOf(status),
          status,
          ...problem,
          requestId: reply.request.id,
        }),
      ),
    )
}

/** Returns the title of the problems with an HTTP status. */
export const titleOf = (status: number): string => TITLES[status] ?? 'Error'

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** The outputs whose outcomes are answers, even those that have the same name as a refusal. */
const ANSWERS: ReadonlySet<unknown> = new Set([Verification, FlowPreflight])

/** Returns the refusal of an outcome of a procedure; undefined for outcomes that are answers. */
export function refusalOf({ output }: Pick<Procedure, 'output'>, outcome: unknown): Refusal | undefined {
  if (ANSWERS.has(output) || typeof outcome !== 'string' || !Object.hasOwn(refusals, outcome))
    return undefined
  return outcome === 'in_use' ? (inUse.get(output) ?? refusals.in_use) : refusals[outcome]
}

interface Refusal {
  status: number
  detail: string
}

/** The refusals of `in_use` of procedures that refuse it for other objects than one credential. */
const inUse: ReadonlyMap<unknown, Refusal> = new Map<unknown, Refusal>([
  [
    OAuthAppRemoved,
    {
      status: 409,
      detail: 'Credentials depend on this OAuth app. Nothing was deleted. See `credentials`.',
    },
  ],
  [
    ComponentRemoved,
    {
      status: 409,
      detail:
        'Credentials, active flows or OAuth apps use this component. Nothing was deleted. See `credentials` and `flows`.',
    },
  ],
  [
    OwnerRemoved,
    {
      status: 409,
      detail:
        'Active flows use some credentials of this owner, which were not deleted. See `credentials` and `flows`.',
    },
  ],
])

/** The outcomes that are refusals, with status and message. */
export const refusals: Record<string, Refusal> = {
  not_saved: {
    status: 422,
    detail: 'Nothing was saved, because the verification failed. See `verification`.',
  },
  not_published: {
    status: 422,
    detail:
      'Nothing was published. See `problems`, and try the methods in `untried` or say in `untested` why they can’t be tested.',
  },
  stale: {
    status: 409,
    detail: 'The object was changed in the meantime. Check the current state, then send its version.',
  },
  blocked: {
    status: 409,
    detail: 'Some steps have no credential that an active flow can use. Nothing was changed. See `steps`.',
  },
  in_use: {
    status: 409,
    detail: 'Active flows use this credential. Nothing was changed. See `flows`.',
  },
  recently_issued: {
    status: 409,
    detail:
      'Active flows that are bound to the owner’s credential got it within the last 30 days. Nothing was changed. See `flows`, and repeat with `allowRecentlyIssued` to delete it.',
  },
  not_empty: {
    status: 409,
    detail:
      'The organization contains credentials, flows or unconfirmed revocations. Send its name as `typedName` to delete everything.',
  },
  has_api_keys: {
    status: 409,
    detail:
      'The member created API keys that are still valid. Nothing was changed. Say with `apiKeys` what happens to them.',
  },
  other_account: {
    status: 409,
    detail:
      'The consent or the new values belong to another account than the current ones. Nothing was changed.',
  },
}
