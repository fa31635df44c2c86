import type { Db, Trx } from '../../platform/database/database.ts'
import type { ChatChannelRow } from '../../platform/database/tables.ts'

export async function insertChannel(trx: Trx, row: ChatChannelRow): Promise<void> {
  await trx.insertInto('chat_channel').values(row).execute()
}

/** Returns the chat channels of a workspace, the oldest first. */
export async function findChannels(db: Db | Trx, workspaceId: string): Promise<ChatChannelRow[]> {
  return await db
    .selectFrom('chat_channel')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute()
}

export async function findChannel(
  db: Db | Trx,
  workspaceId: string,
  id: string,
): Promise<ChatChannelRow | undefined> {
  return await db
    .selectFrom('chat_channel')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Returns a channel and locks it. Lock it before its messages, as its deletion does, to prevent deadlocks. */
export async function lockChannel(
  trx: Trx,
  workspaceId: string,
  id: string,
): Promise<ChatChannelRow | undefined> {
  return await trx
    .selectFrom('chat_channel')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function updateChannelRow(trx: Trx, id: string, change: Partial<ChatChannelRow>): Promise<void> {
  await trx.updateTable('chat_channel').set(change).where('id', '=', id).execute()
}

/** Deletes a channel with its messages. @returns the deleted row, or undefined if there was none */
export async function deleteChannel(
  trx: Trx,
  workspaceId: string,
  id: string,
): Promise<ChatChannelRow | undefined> {
  return await trx
    .deleteFrom('chat_channel')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}
