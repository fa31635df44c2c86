import type { Db, Trx } from '../../platform/database/database.ts'
import type { InvitationRow, MembershipRow, WorkspaceRow } from '../../platform/database/tables.ts'

export async function insertWorkspace(trx: Trx, row: WorkspaceRow): Promise<void> {
  await trx.insertInto('workspace').values(row).execute()
}

export async function findWorkspace(db: Db | Trx, id: string): Promise<WorkspaceRow | undefined> {
  return await db.selectFrom('workspace').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Returns all workspaces or one, the oldest first. */
export async function findWorkspaces(db: Db, id?: string) {
  return await db
    .selectFrom('workspace')
    .select(['id', 'name', 'kind'])
    .$if(id !== undefined, (query) => query.where('id', '=', id as string))
    .orderBy('id')
    .execute()
}

/**
 * Locks the flows and credentials of a workspace, in the order that other transactions use, and then the workspace
 * itself, so that nothing can be added to it.
 */
export async function lockWorkspace(trx: Trx, id: string): Promise<WorkspaceRow | undefined> {
  for (const table of ['flow', 'credential'] as const) {
    await trx
      .selectFrom(table)
      .select('id')
      .where('workspace_id', '=', id)
      .orderBy('id')
      .forUpdate()
      .execute()
  }
  return await trx.selectFrom('workspace').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function renameWorkspace(trx: Trx, id: string, name: string): Promise<void> {
  await trx.updateTable('workspace').set({ name }).where('id', '=', id).execute()
}

/** Returns the number of credentials, flows and unconfirmed revocations of a workspace. */
export async function countContents(
  trx: Trx,
  workspaceId: string,
): Promise<{ credentials: number; flows: number; revocations: number }> {
  const count = async (table: 'credential' | 'flow' | 'revocation') => {
    const { n } = await trx
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow()
    return Number(n)
  }
  return {
    credentials: await count('credential'),
    flows: await count('flow'),
    revocations: await count('revocation'),
  }
}

/**
 * Deletes a workspace with all its contents. Flows and credentials are deleted explicitly: their foreign keys don't
 * cascade, so that a mistake elsewhere can't delete them.
 */
export async function deleteWorkspace(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('credential_use').where('workspace_id', '=', id).execute()
  await trx.deleteFrom('flow').where('workspace_id', '=', id).execute()
  await trx.deleteFrom('credential').where('workspace_id', '=', id).execute()
  await trx.deleteFrom('oauth_app').where('workspace_id', '=', id).execute()
  await trx.deleteFrom('workspace').where('id', '=', id).execute()
}

/** Returns the id of the account's personal workspace. */
export async function findPersonalWorkspace(db: Db | Trx, accountId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('membership as m')
    .innerJoin('workspace as w', 'w.id', 'm.workspace_id')
    .select('w.id')
    .where('m.account_id', '=', accountId)
    .where('w.kind', '=', 'personal')
    .executeTakeFirst()
  return row?.id
}

/** Returns the number of organizations that an account owns. */
export async function countOwnOrganizations(trx: Trx, accountId: string): Promise<number> {
  const { n } = await trx
    .selectFrom('membership as m')
    .innerJoin('workspace as w', 'w.id', 'm.workspace_id')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('m.account_id', '=', accountId)
    .where('m.role', '=', 'owner')
    .where('w.kind', '=', 'organization')
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Adds a member, unless the account is one already. @returns whether it was added */
export async function insertMember(trx: Trx, row: MembershipRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('membership')
    .values(row)
    .onConflict((conflict) => conflict.columns(['workspace_id', 'account_id']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Returns the members of a workspace, by name. */
export async function findMembers(db: Db, workspaceId: string) {
  return await db
    .selectFrom('membership as m')
    .innerJoin('account as a', 'a.id', 'm.account_id')
    .select(['m.account_id', 'a.name', 'a.email', 'm.role', 'm.joined_at'])
    .where('m.workspace_id', '=', workspaceId)
    .orderBy('a.name')
    .orderBy('a.id')
    .execute()
}

/** Returns the name and e-mail address of a member. */
export async function findMember(db: Db, workspaceId: string, accountId: string) {
  return await db
    .selectFrom('membership as m')
    .innerJoin('account as a', 'a.id', 'm.account_id')
    .select(['a.name', 'a.email'])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.account_id', '=', accountId)
    .executeTakeFirst()
}

/** Returns memberships by account and locks them, in a fixed order to prevent deadlocks. */
export async function lockMembers(
  trx: Trx,
  workspaceId: string,
  accountIds: string[],
): Promise<Map<string, MembershipRow>> {
  const rows = await trx
    .selectFrom('membership')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('account_id', 'in', accountIds)
    .orderBy('account_id')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.account_id, row]))
}

export async function updateRole(
  trx: Trx,
  { workspace_id, account_id }: Pick<MembershipRow, 'workspace_id' | 'account_id'>,
  role: MembershipRow['role'],
): Promise<void> {
  await trx
    .updateTable('membership')
    .set({ role })
    .where('workspace_id', '=', workspace_id)
    .where('account_id', '=', account_id)
    .execute()
}

export async function deleteMember(
  trx: Trx,
  { workspace_id, account_id }: Pick<MembershipRow, 'workspace_id' | 'account_id'>,
): Promise<void> {
  await trx
    .deleteFrom('membership')
    .where('workspace_id', '=', workspace_id)
    .where('account_id', '=', account_id)
    .execute()
}

export async function insertInvitation(trx: Trx, row: InvitationRow): Promise<void> {
  await trx.insertInto('invitation').values(row).execute()
}

/** Returns the valid invitations of a workspace with the names of their creators, the newest first. */
export async function findInvitations(db: Db, workspaceId: string, now: string) {
  return await db
    .selectFrom('invitation as i')
    .leftJoin('account as a', 'a.id', 'i.invited_by')
    .selectAll('i')
    .select('a.name as inviter')
    .where('i.workspace_id', '=', workspaceId)
    .where('i.expires_at', '>', now)
    .orderBy('i.id', 'desc')
    .execute()
}

/** Returns the number of invitations to a workspace. */
export async function countInvitations(trx: Trx, workspaceId: string): Promise<number> {
  const { n } = await trx
    .selectFrom('invitation')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Returns a valid invitation with its workspace. An invitation for the first account has none. */
export async function findInvitation(db: Db | Trx, tokenHash: string, now: string) {
  return await db
    .selectFrom('invitation as i')
    .leftJoin('workspace as w', 'w.id', 'i.workspace_id')
    .select(['i.id', 'i.workspace_id', 'i.role', 'i.expires_at', 'w.name as workspace_name'])
    .where('i.token_hash', '=', tokenHash)
    .where('i.expires_at', '>', now)
    .executeTakeFirst()
}

/** Deletes an invitation. Returns true for exactly one of several concurrent callers. */
export async function deleteInvitation(trx: Trx, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('invitation').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}

/** Deletes an invitation to a workspace. @returns the deleted row, or undefined if there was none */
export async function deleteInvitationTo(
  trx: Trx,
  workspaceId: string,
  id: string,
): Promise<InvitationRow | undefined> {
  return await trx
    .deleteFrom('invitation')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Deletes the invitations that one member created. */
export async function deleteInvitationsOf(trx: Trx, workspaceId: string, accountId: string): Promise<void> {
  await trx
    .deleteFrom('invitation')
    .where('workspace_id', '=', workspaceId)
    .where('invited_by', '=', accountId)
    .execute()
}

/** Deletes the invitations for the first account. */
export async function deleteFirstInvitations(trx: Trx): Promise<void> {
  await trx.deleteFrom('invitation').where('workspace_id', 'is', null).execute()
}

export async function deleteExpiredInvitations(db: Db | Trx, now: string): Promise<void> {
  await db.deleteFrom('invitation').where('expires_at', '<=', now).execute()
}
