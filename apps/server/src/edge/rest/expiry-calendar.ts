import type { CredentialSummary } from '@stepkey/shared/credential'
import { CalendarRange } from '@stepkey/shared/credential'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { toCalendar } from '../../domains/credentials/expiry-calendar.ts'
import { parseStrictly } from '../../platform/errors/parse-strictly.ts'
import type { RequestContext } from '../access/request-context.ts'
import { execute } from '../rpc/execute.ts'
import { findProcedure } from '../rpc/find-procedure.ts'
import { readInput } from './read-input.ts'

/** The maximum number of credentials in a calendar. */
const LIMIT = 1000
const PAGE = 200
const list = findProcedure('credentials.list')

/**
 * Returns the calendar of the credentials whose access ends soon. Calendar programs can't send a bearer token, so the
 * API key may also be the password of HTTP Basic authentication; see {@link acceptBasic}.
 * @throws DomainError the errors of `credentials.list`
 */
export async function sendExpiryCalendar(
  context: RequestContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const found: CredentialSummary[] = []
  for (let cursor: string | undefined; found.length < LIMIT; ) {
    const read = () => {
      const { days } = parseStrictly(CalendarRange, readInput(request, { method: 'GET' }, CalendarRange).raw)
      return { raw: { endsWithinDays: days, limit: PAGE, cursor } }
    }
    const page = await execute(list, { name: 'credentials.list', request: context, read })
    const { items, nextCursor } = page as { items: CredentialSummary[]; nextCursor: string | null }
    found.push(...items)
    if (nextCursor === null) break
    cursor = nextCursor
  }
  const workspaceId = request.principal?.workspaceId ?? ''
  const calendar = await toCalendar({ ...context, workspaceId }, found, context.config)
  return reply
    .header('content-type', 'text/calendar; charset=utf-8')
    .header('content-disposition', 'attachment; filename="stepkey-expiry.ics"')
    .send(calendar)
}

/** Accepts an API key as the password of HTTP Basic authentication. The user name does not matter. */
export function acceptBasic(request: FastifyRequest): void {
  const [, encoded = ''] =
    /^Basic +([A-Za-z0-9+/=]{1,1000})$/i.exec(request.headers.authorization ?? '') ?? []
  const [, password] = Buffer.from(encoded, 'base64').toString().split(':', 2)
  if (password) request.headers.authorization = `Bearer ${password}`
}
