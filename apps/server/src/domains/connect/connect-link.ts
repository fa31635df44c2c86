import type { Presentation } from '@stepkey/shared/branding'
import { type ConnectLinkOpened, MIN_LINK_LIFETIME } from '@stepkey/shared/connect-session'
import type { Trx } from '../../platform/database/database.ts'
import { transact } from '../../platform/database/transaction.ts'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { hashToken } from '../../platform/opaque-token.ts'
import { CLOCK_SKEW, DAY, isoAfter, SECOND } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { actionsOf } from './connect-session.ts'
import { issueToken, LINK_TOKEN_LIFETIME } from './connect-token.ts'
import { presentationOf } from './embeds.ts'
import { findSessionEnd, findSessionLook, findSessionOfLink, trimTokens } from './session-table.ts'

/** The longest lifetime of a link, in milliseconds. */
const MAX_LINK_LIFETIME = Math.max(7 * DAY, MIN_LINK_LIFETIME * SECOND)
/** Tokens of a session that are valid at the same time: one for each page that has the link open. */
const TOKENS_OF_SESSION = 20

/**
 * Returns a connect token for the holder of a connect link, which can be opened any number of times.
 * @throws DomainError not_found
 */
export async function openConnectLink(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  secret: string,
): Promise<ConnectLinkOpened> {
  const now = clock()
  const valid = { now: now.toISOString(), latestEnd: isoAfter(now, MAX_LINK_LIFETIME + CLOCK_SKEW) }
  return await transact(db, async (trx) => {
    const session = await findSessionOfLink(trx, hashToken(secret), valid)
    // The same error for every invalid link, so that it reveals nothing about it.
    if (!session)
      throw new DomainError('not_found', 'This link is unknown or has expired. Ask the sender for a new one.')
    const { id: sessionId, workspace, link_expires_at: until } = session
    const issued = await issueAnotherToken(trx, now, { sessionId, until })
    const componentIds: string[] = JSON.parse(session.component_ids)
    return {
      ...issued,
      workspace,
      until,
      componentIds,
      actions: actionsOf(session),
      ...(await lookOf(trx, sessionId)),
    }
  })
}

/**
 * Returns another connect token of a session, and how its pages look, for a window that goes on in place of the page that had one; undefined if
 * the session has ended.
 */
export async function issueTokenOfSession(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  sessionId: string,
): Promise<({ token: string; expiresAt: string } & Presentation) | undefined> {
  const now = clock()
  return await transact(db, async (trx) => {
    const until = await findSessionEnd(trx, sessionId, now.toISOString())
    if (until === undefined) return undefined
    const issued = await issueAnotherToken(trx, now, { sessionId, until })
    return { ...issued, ...(await lookOf(trx, sessionId)) }
  })
}

/** Returns how the pages of a session look. */
async function lookOf(trx: Trx, sessionId: string): Promise<Presentation> {
  const look = await findSessionLook(trx, sessionId)
  return look ? presentationOf(look) : {}
}

/** Issues a short token, which ends with its session. */
async function issueAnotherToken(
  trx: Trx,
  now: Date,
  { sessionId, until }: { sessionId: string; until: string },
): Promise<{ token: string; expiresAt: string }> {
  const end = isoAfter(now, LINK_TOKEN_LIFETIME)
  const issued = await issueToken(trx, { sessionId, expiresAt: until < end ? until : end })
  await trimTokens(trx, sessionId, TOKENS_OF_SESSION)
  return issued
}
