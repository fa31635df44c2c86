import type { Db, Trx } from '../database/connect.ts'
import type { AccountRow, MembershipRow, SessionRow, WorkspaceRow } from '../database/tables.ts'

export async function insertAccount(trx: Trx, row: AccountRow): Promise<void> {
  await trx.insertInto('account').values(row).execute()
}

export async function insertWorkspace(
  trx: Trx,
  workspace: WorkspaceRow,
  owner: MembershipRow,
): Promise<void> {
  await trx.insertInto('workspace').values(workspace).execute()
  await trx.insertInto('membership').values(owner).execute()
}

export async function findAccountByEmail(db: Db, email: string): Promise<AccountRow | undefined> {
  return await db.selectFrom('account').selectAll().where('email', '=', email).executeTakeFirst()
}

export async function findAccount(db: Db, id: string): Promise<AccountRow | undefined> {
  return await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function hasAccounts(db: Db): Promise<boolean> {
  return (await db.selectFrom('account').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** The workspaces of an account with its role there, the personal one first. */
export async function listWorkspaces(db: Db, accountId: string) {
  return await db
    .selectFrom('membership')
    .innerJoin('workspace', 'workspace.id', 'membership.workspace_id')
    .select(['workspace.id', 'workspace.name', 'workspace.kind', 'membership.role'])
    .where('membership.account_id', '=', accountId)
    .orderBy((eb) => eb.case().when('workspace.kind', '=', 'personal').then(0).else(1).end())
    .orderBy('workspace.name')
    .execute()
}

export async function insertSession(db: Db | Trx, row: SessionRow): Promise<void> {
  await db.insertInto('session').values(row).execute()
}

export async function findSession(db: Db, tokenHash: string, now: string): Promise<SessionRow | undefined> {
  return await db
    .selectFrom('session')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
}

export async function deleteSession(db: Db, tokenHash: string): Promise<void> {
  await db.deleteFrom('session').where('token_hash', '=', tokenHash).execute()
}

export async function deleteExpiredSessions(db: Db, now: string): Promise<void> {
  await db.deleteFrom('session').where('expires_at', '<=', now).execute()
}

/** Replaces whatever invitations there were. */
export async function replaceInvitation(
  trx: Trx,
  tokenHash: string,
  now: string,
  expiresAt: string,
): Promise<void> {
  await trx.deleteFrom('invitation').execute()
  await trx
    .insertInto('invitation')
    .values({ token_hash: tokenHash, created_at: now, expires_at: expiresAt })
    .execute()
}

/** Takes an invitation out: true for exactly one caller. */
export async function redeemInvitation(trx: Trx, tokenHash: string, now: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('invitation')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return numDeletedRows === 1n
}
