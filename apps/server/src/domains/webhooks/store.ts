import type { Db, Trx } from '../../platform/database/database.ts'
import type { WebhookRow } from '../../platform/database/tables.ts'

export async function insertWebhook(trx: Trx, row: WebhookRow): Promise<void> {
  await trx.insertInto('webhook').values(row).execute()
}

/** Returns the webhooks of a workspace, the oldest first. */
export async function findWebhooks(db: Db, workspaceId: string): Promise<WebhookRow[]> {
  return await db
    .selectFrom('webhook')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .execute()
}

/** Returns the enabled webhooks of a workspace with their events, and locks them against deletion. */
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

/** Returns a webhook and locks it. Lock it before its deliveries, as its deletion does, to prevent deadlocks. */
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

/** Deletes a webhook with its deliveries. @returns the deleted row, or undefined if there was none */
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
