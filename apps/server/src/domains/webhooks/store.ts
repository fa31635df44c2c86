import type { Db, Trx } from '../../platform/database/connect.ts'
import type { WebhookRow } from '../../platform/database/tables.ts'

export async function insertWebhook(trx: Trx, row: WebhookRow): Promise<void> {
  await trx.insertInto('webhook').values(row).execute()
}

/** The oldest first. */
export async function findWebhooks(db: Db, workspaceId: string): Promise<WebhookRow[]> {
  return await db
    .selectFrom('webhook')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute()
}

/** Whom a workspace wants to be told of its events, and of which; none of them is deleted meanwhile. */
export async function findListeners(trx: Trx, workspaceId: string) {
  return await trx
    .selectFrom('webhook')
    .select(['id', 'events'])
    .where('workspace_id', '=', workspaceId)
    .where('is_enabled', '=', 1)
    .orderBy('id')
    .forKeyShare()
    .execute()
}

export async function countWebhooks(trx: Trx, workspaceId: string): Promise<number> {
  const { n } = await trx
    .selectFrom('webhook')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return Number(n)
}

export async function findWebhook(
  db: Db | Trx,
  workspaceId: string,
  id: string,
): Promise<WebhookRow | undefined> {
  return await db
    .selectFrom('webhook')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Locks a webhook: before its deliveries, as whoever deletes it does. */
export async function lockWebhook(
  trx: Trx,
  workspaceId: string,
  id: string,
): Promise<WebhookRow | undefined> {
  return await trx
    .selectFrom('webhook')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function updateWebhookRow(trx: Trx, id: string, change: Partial<WebhookRow>): Promise<void> {
  await trx.updateTable('webhook').set(change).where('id', '=', id).execute()
}

/** Its deliveries go with it. @returns what it was, if there was such a webhook */
export async function deleteWebhook(
  trx: Trx,
  workspaceId: string,
  id: string,
): Promise<WebhookRow | undefined> {
  return await trx
    .deleteFrom('webhook')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}
