import type { Deps } from '../context.ts'
import type { Db, Trx } from '../database/connect.ts'
import { deleteExpiredSessions, deleteSession, findSession, insertSession, listWorkspaces } from './store.ts'
import { hashToken, newToken } from './tokens.ts'

/** How long a session lasts, in milliseconds: 30 days. */
export const SESSION_LIFETIME = 30 * 24 * 3600 * 1000

/** Opens a session and gives the token for its cookie; only the token's hash is stored. */
export async function openSession(db: Db | Trx, accountId: string, now: Date): Promise<string> {
  const { token, tokenHash } = newToken()
  await insertSession(db, {
    token_hash: tokenHash,
    account_id: accountId,
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + SESSION_LIFETIME).toISOString(),
  })
  return token
}

/** Whose session a token opens, if it is one and has not expired. */
export async function findSessionByToken(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<{ accountId: string; sessionHash: string } | undefined> {
  const sessionHash = hashToken(token)
  const session = await findSession(db, sessionHash, clock().toISOString())
  return session && { accountId: session.account_id, sessionHash }
}

export async function closeSession(db: Db, sessionHash: string): Promise<void> {
  await deleteSession(db, sessionHash)
}

export async function sweepSessions(db: Db, now: Date): Promise<void> {
  await deleteExpiredSessions(db, now.toISOString())
}

/** The workspace that a request is about: the named one, else the personal one; undefined if it isn't the account's. */
export async function findMemberWorkspace(db: Db, accountId: string, named: string | undefined) {
  const workspaces = await listWorkspaces(db, accountId)
  return named === undefined ? workspaces[0] : workspaces.find((workspace) => workspace.id === named)
}
