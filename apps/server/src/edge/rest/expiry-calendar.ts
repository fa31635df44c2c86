import type { CredentialSummary } from '@stepkey/shared/credential'
import { CalendarRange } from '@stepkey/shared/credential'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { endOfAccess } from '../../domains/credentials/end-of-access.ts'
import { toCalendar } from '../../domains/credentials/expiry-calendar.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { parseStrictly } from '../../platform/errors/parse-strictly.ts'
import type { RequestContext } from '../access/request-context.ts'
import { execute } from '../rpc/execute.ts'
import { findProcedure } from '../rpc/find-procedure.ts'
import { readInput } from './read-input.ts'

/** The maximum number of credentials in a calendar, and of those among which they are chosen. */
const LIMIT = 1000
const MAX_READ = 10_000
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
  const found = await findNext(context, request).catch((error) => {
    if (error instanceof DomainError && error.code === 'unauthorized') askForPassword(request, reply)
    throw error
  })
  const workspaceId = request.principal?.workspaceId ?? ''
  const calendar = await toCalendar({ ...context, workspaceId }, found, context.config)
  return reply
    .header('content-type', 'text/calendar; charset=utf-8')
    .header('content-disposition', 'attachment; filename="stepkey-expiry.ics"')
    .send(calendar)
}

/** Returns the credentials whose access ends next, in this order. */
async function findNext(context: RequestContext, request: FastifyRequest): Promise<CredentialSummary[]> {
  let next: CredentialSummary[] = []
  let cursor: string | undefined
  for (let count = 0; count < MAX_READ; count += PAGE) {
    const read = () => {
      const { days } = parseStrictly(CalendarRange, readInput(request, { method: 'GET' }, CalendarRange).raw)
      return { raw: { endsWithinDays: days, limit: PAGE, cursor } }
    }
    const page = await execute(list, { name: 'credentials.list', request: context, read })
    const { items, nextCursor } = page as { items: CredentialSummary[]; nextCursor: string | null }
    // The list is sorted by name.
    next = [...next, ...items].toSorted((a, b) => timeOf(a) - timeOf(b)).slice(0, LIMIT)
    if (nextCursor === null) break
    cursor = nextCursor
  }
  return next
}

const timeOf = (credential: CredentialSummary) => Date.parse(endOfAccess(credential) ?? '') || Infinity

/**
 * Asks for a password, because calendar programs send none before. Pages send the header `stepkey-workspace`: they get no
 * challenge, for which the browser would show a dialog of its own.
 */
function askForPassword(request: FastifyRequest, reply: FastifyReply): void {
  if (request.headers['stepkey-workspace'] !== undefined) return
  reply.header('www-authenticate', 'Basic realm="Stepkey", Bearer')
}

/** Accepts an API key as the password of HTTP Basic authentication. The user name does not matter. */
export function acceptBasic(request: FastifyRequest): void {
  const [, encoded = ''] =
    /^Basic +([A-Za-z0-9+/=]{1,1000})$/i.exec(request.headers.authorization ?? '') ?? []
  const [, password] = Buffer.from(encoded, 'base64').toString().split(':', 2)
  if (password) request.headers.authorization = `Bearer ${password}`
}
