import type { Session } from '@stepkey/shared/account'
import type { Db, Trx } from '../../platform/database/connect.ts'
import { transact } from '../../platform/database/transaction.ts'
import { notFound } from '../../platform/errors/domain-error.ts'
import { newId } from '../../platform/ids.ts'
import { hashToken, newToken } from '../../platform/opaque-token.ts'
import { writeAuditEntry } from '../audit/audit-entry.ts'
import type { AccountContext, Deps, VisitorContext } from '../context.ts'
import { accountAuditContext } from './account-audit.ts'
import {
  deleteExpiredSessions,
  deleteOtherSessions,
  deleteSession,
  deleteSessionById,
  findSession,
  findSessions,
  insertSession,
  listWorkspaces,
  updateSession,
} from './store.ts'

/** How long a session lasts, in milliseconds: 30 days. */
export const SESSION_LIFETIME = 30 * 24 * 3600 * 1000
/** How exact the time of the last use is, in milliseconds: not every call writes. */
const USE_GRAIN = 60_000
/** As much as is kept of what a browser calls itself. */
const USER_AGENT_LENGTH = 200

interface Opening {
  /** The session that the browser had before; it ends. */
  previousToken: string | undefined
  /** When the person last proved who he is: at the latest, and unless told, now. */
  confirmedAt?: Date
}

/** Opens a session, and gives the token for its cookie; only the token's hash is stored. */
export async function openSession(
  trx: Trx,
  { address, userAgent, clock }: VisitorContext,
  accountId: string,
  { previousToken, confirmedAt }: Opening,
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
  return token
}

/** Whose session a token opens, if it is one and has not expired. */
export async function findSessionByToken(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<Pick<AccountContext, 'accountId' | 'sessionHash' | 'confirmedAt'> | undefined> {
  const sessionHash = hashToken(token)
  const now = clock()
  const [session] = await findSession(db, sessionHash, now.toISOString())
  if (!session) return undefined
  if (now.getTime() - new Date(session.last_used_at).getTime() >= USE_GRAIN) {
    await updateSession(db, sessionHash, { last_used_at: now.toISOString() })
  }
  return { accountId: session.account_id, sessionHash, confirmedAt: session.confirmed_at }
}

/** Where somebody is signed in, the place that was used last first. */
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

export async function revokeSession(ctx: AccountContext, sessionId: string): Promise<{ outcome: 'revoked' }> {
  const { db, accountId } = ctx
  return await transact(db, async (trx) => {
    if (!(await deleteSessionById(trx, accountId, sessionId))) throw notFound('session')
    await writeAuditEntry(trx, await accountAuditContext(trx, ctx, accountId), 'session.revoked', sessionId)
    return { outcome: 'revoked' }
  })
}

/** Ends every session of the account but this one. */
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

export async function endExpiredSessions(db: Db, now: Date): Promise<void> {
  await deleteExpiredSessions(db, now.toISOString())
}

/** The workspace that a request is about: the named one, else the personal one; undefined if it isn't the account's. */
export async function findMemberWorkspace(db: Db, accountId: string, named: string | undefined) {
  const workspaces = await listWorkspaces(db, accountId)
  return named === undefined ? workspaces[0] : workspaces.find((workspace) => workspace.id === named)
}

function printable(userAgent: string | undefined): string | null {
  const characters = [...(userAgent ?? '').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim()]
  return characters.slice(0, USER_AGENT_LENGTH).join('') || null
}
