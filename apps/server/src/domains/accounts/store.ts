import type { Db, Trx } from '../../platform/database/database.ts'
import { prepared } from '../../platform/database/prepared-query.ts'
import type { AccountRow, SessionRow, SignInFailureRow } from '../../platform/database/tables.ts'

export async function insertAccount(trx: Trx, row: AccountRow): Promise<void> {
  await trx.insertInto('account').values(row).execute()
}

export async function findAccountByEmail(db: Db, email: string): Promise<AccountRow | undefined> {
  return await db.selectFrom('account').selectAll().where('email', '=', email).executeTakeFirst()
}

export async function findAccount(db: Db, id: string): Promise<AccountRow | undefined> {
  return await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Returns an account and locks its row, so that its password can't change until the transaction ends. */
export async function lockAccount(trx: Trx, id: string): Promise<AccountRow | undefined> {
  return await trx.selectFrom('account').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function updatePassword(trx: Trx, id: string, passwordHash: string): Promise<void> {
  await trx.updateTable('account').set({ password_hash: passwordHash }).where('id', '=', id).execute()
}

export async function hasAccounts(db: Db): Promise<boolean> {
  return (await db.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Returns the workspaces of an account with its role in each, the personal one first. */
export const listWorkspaces = prepared((db, accountId: string) =>
  db
    .selectFrom('membership')
    .innerJoin('workspace', 'workspace.id', 'membership.workspace_id')
    .select(['workspace.id', 'workspace.name', 'workspace.kind', 'membership.role'])
    .where('membership.account_id', '=', accountId)
    .orderBy((eb) => eb.case().when('workspace.kind', '=', 'personal').then(0).else(1).end())
    .orderBy('workspace.name'),
)

export async function insertSession(trx: Trx, row: SessionRow): Promise<void> {
  await trx.insertInto('session').values(row).execute()
}

/** Returns the unexpired session of a token, as a list with at most one row. */
export const findSession = prepared((db, tokenHash: string, now: string) =>
  db.selectFrom('session').selectAll().where('token_hash', '=', tokenHash).where('expires_at', '>', now),
)

/** Returns the open sessions of an account, the most recently used first. */
export async function findSessions(db: Db, accountId: string, now: string): Promise<SessionRow[]> {
  return await db
    .selectFrom('session')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

export async function updateSession(
  db: Db | Trx,
  tokenHash: string,
  change: Partial<Pick<SessionRow, 'last_used_at' | 'confirmed_at'>>,
): Promise<void> {
  await db.updateTable('session').set(change).where('token_hash', '=', tokenHash).execute()
}

export async function deleteSession(db: Db | Trx, tokenHash: string): Promise<void> {
  await db.deleteFrom('session').where('token_hash', '=', tokenHash).execute()
}

/** Deletes a session. @returns whether the account had such a session */
export async function deleteSessionById(trx: Trx, accountId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** Deletes all sessions of an account but one. @returns the number of deleted sessions */
export async function deleteOtherSessions(trx: Trx, accountId: string, tokenHash: string): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .where('token_hash', '<>', tokenHash)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Deletes all sessions of an account. @returns the number of deleted sessions */
export async function deleteSessions(trx: Trx, accountId: string): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Deletes the sessions of an account beyond a number, the least recently used ones. */
export async function deleteSessionsBeyond(trx: Trx, accountId: string, limit: number): Promise<void> {
  const kept = trx
    .selectFrom('session')
    .select('token_hash')
    .where('account_id', '=', accountId)
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  await trx
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .where('token_hash', 'not in', kept)
    .execute()
}

export async function deleteExpiredSessions(db: Db, now: string): Promise<void> {
  await db.deleteFrom('session').where('expires_at', '<=', now).execute()
}

/** Returns the failure count of a key and locks its row. Inserts a count of 0 if there is none. */
export async function lockFailures(trx: Trx, keyHash: string, now: string): Promise<SignInFailureRow> {
  await trx
    .insertInto('sign_in_failure')
    .values({ key_hash: keyHash, failures: 0, last_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return await trx
    .selectFrom('sign_in_failure')
    .selectAll()
    .where('key_hash', '=', keyHash)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

export async function updateFailures(trx: Trx, { key_hash, ...change }: SignInFailureRow): Promise<void> {
  await trx.updateTable('sign_in_failure').set(change).where('key_hash', '=', key_hash).execute()
}

export async function deleteFailures(trx: Trx, keyHash: string): Promise<void> {
  await trx.deleteFrom('sign_in_failure').where('key_hash', '=', keyHash).execute()
}

/** Deletes the counts whose last failure was at or before a time. */
export async function deleteOldFailures(db: Db, before: string): Promise<void> {
  await db.deleteFrom('sign_in_failure').where('last_at', '<=', before).execute()
}
