import type { Session } from '@stepkey/shared/account'
import type { Db, Trx } from '../../platform/database/database.ts'
import { transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { hashToken, newToken } from '../../platform/opaque-token.ts'
import { DAY, isRecent, MINUTE } from '../../platform/time.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { AccountContext, Deps, VisitorContext } from '../context.ts'
import { accountAuditContext } from './account-audit.ts'
import {
  deleteExpiredSessions,
  deleteOtherSessions,
  deleteSession,
  deleteSessionById,
  deleteSessionsBeyond,
  findSession,
  findSessions,
  insertSession,
  listWorkspaces,
  updateSession,
} from './store.ts'

/** How long a session lasts, in milliseconds: 30 days. */
export const SESSION_LIFETIME = 30 * DAY
/** Sessions that an account can have at a time. A further one ends the least recently used one. */
export const SESSION_LIMIT = 100
/** Resolution of the time of last use, in milliseconds, so that not every request writes. */
const LAST_USED_PRECISION = MINUTE
/** Maximum stored length of a user agent, in characters. */
const USER_AGENT_LENGTH = 200

interface SessionOptions {
  /** The token of the browser's previous session, which ends. */
  previousToken: string | undefined
  /** When the user last authenticated; now by default, and at the latest. */
  confirmedAt?: Date
}

/** Opens a session and returns the token for its cookie. Only the token's hash is stored. */
export async function openSession(
  trx: Trx,
  { address, userAgent, clock }: VisitorContext,
  accountId: string,
  { previousToken, confirmedAt }: SessionOptions,
): Promise<string> {
  if (previousToken !== undefined) await deleteSession(trx, hashToken(previousToken))
  const { token, tokenHash } = newToken()
  const now = clock()
  await insertSession(trx, {
    token_hash: tokenHash,
    id: newId(),
    account_id: accountId,
    user_agent: printable(userAgent),
    address,
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + SESSION_LIFETIME).toISOString(),
    last_used_at: now.toISOString(),
    confirmed_at: (confirmedAt && confirmedAt < now ? confirmedAt : now).toISOString(),
  })
  await deleteSessionsBeyond(trx, accountId, SESSION_LIMIT)
  return token
}

/** Returns the session of a token, or undefined if it is unknown or expired. Updates the time of last use. */
export async function findSessionByToken(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<Pick<AccountContext, 'accountId' | 'sessionHash' | 'confirmedAt'> | undefined> {
  const sessionHash = hashToken(token)
  const now = clock()
  const [session] = await findSession(db, sessionHash, now.toISOString())
  if (!session) return undefined
  if (!isRecent(now, session.last_used_at, LAST_USED_PRECISION)) {
    await updateSession(db, sessionHash, { last_used_at: now.toISOString() })
  }
  return { accountId: session.account_id, sessionHash, confirmedAt: session.confirmed_at }
}

/** Returns the open sessions of the caller's account, the most recently used first. */
export async function listSessions({
  db,
  clock,
  accountId,
  sessionHash,
}: AccountContext): Promise<Session[]> {
  const rows = await findSessions(db, accountId, clock().toISOString())
  return rows.map((row) => ({
    id: row.id,
    userAgent: row.user_agent,
    address: row.address,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    current: row.token_hash === sessionHash,
  }))
}

/** Ends one session of the caller's account. @throws DomainError not_found */
export async function revokeSession(ctx: AccountContext, sessionId: string): Promise<{ outcome: 'revoked' }> {
  const { db, accountId } = ctx
  return await transact(db, async (trx) => {
    if (!(await deleteSessionById(trx, accountId, sessionId))) throw notFound('session')
    await writeAuditEntry(trx, await accountAuditContext(trx, ctx, accountId), 'session.revoked', sessionId)
    return { outcome: 'revoked' }
  })
}

/** Ends all sessions of the caller's account except the current one. */
export async function revokeOtherSessions(
  ctx: AccountContext,
): Promise<{ outcome: 'revoked'; count: number }> {
  const { db, accountId, sessionHash } = ctx
  return await transact(db, async (trx) => {
    const count = await deleteOtherSessions(trx, accountId, sessionHash)
    if (count > 0) {
      await writeAuditEntry(
        trx,
        await accountAuditContext(trx, ctx, accountId),
        'session.revoked',
        accountId,
        { count },
      )
    }
    return { outcome: 'revoked', count }
  })
}

/** Deletes expired sessions. */
export async function endExpiredSessions(db: Db, now: Date): Promise<void> {
  await deleteExpiredSessions(db, now.toISOString())
}

/**
 * Returns the workspace of a request with the account's role: the named one, or else the personal workspace. Returns
 * undefined if the account is not a member.
 */
export async function findMemberWorkspace(db: Db, accountId: string, named: string | undefined) {
  const workspaces = await listWorkspaces(db, accountId)
  return named === undefined ? workspaces[0] : workspaces.find((workspace) => workspace.id === named)
}

function printable(userAgent: string | undefined): string | null {
  const characters = [...(userAgent ?? '').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim()]
  return characters.slice(0, USER_AGENT_LENGTH).join('') || null
}
