import type { DeliveryStatus } from '@stepkey/shared/webhook'
import { type SqlBool, sql } from 'kysely'
import type { Db, Trx } from '../../platform/database/database.ts'
import { isNotIn } from '../../platform/database/lease.ts'
import { createSendQueue } from '../../platform/database/send-queue.ts'
import type { WebhookDeliveryRow, WebhookEventRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'

/** A delivery with the type of its event. */
export type ListedDelivery = WebhookDeliveryRow & Pick<WebhookEventRow, 'type'>

/** Inserts an event. @param objectIds the ids by which its deliveries are found */
export async function insertEvent(
  trx: Trx,
  row: WebhookEventRow,
  objectIds: readonly string[],
): Promise<void> {
  await trx.insertInto('webhook_event').values(row).execute()
  const objects = objectIds.map((object_id) => ({ object_id, event_id: row.id }))
  await trx.insertInto('webhook_event_object').values(objects).execute()
}

/** Inserts a pending delivery of an event to a webhook. @returns its id */
export async function insertDelivery(
  trx: Trx,
  of: Pick<WebhookDeliveryRow, 'webhook_id' | 'event_id' | 'is_again'> & { now: string },
): Promise<string> {
  const { now, ...delivery } = of
  const id = newId()
  await trx
    .insertInto('webhook_delivery')
    .values({
      ...delivery,
      id,
      status: 'pending',
      attempts: 0,
      next_attempt_at: now,
      lease_id: null,
      leased_until: null,
      last_problem: null,
      last_status: null,
      last_duration_ms: null,
      last_attempt_at: null,
      last_response: null,
      created_at: now,
      delivered_at: null,
    })
    .execute()
  return id
}

const selectDeliveries = (db: Db | Trx, workspaceId: string) =>
  db
    .selectFrom('webhook_delivery as d')
    .innerJoin('webhook_event as e', 'e.id', 'd.event_id')
    .where('e.workspace_id', '=', workspaceId)
    .selectAll('d')
    .select('e.type')

export async function findDelivery(
  db: Db | Trx,
  workspaceId: string,
  id: string,
): Promise<ListedDelivery | undefined> {
  return await selectDeliveries(db, workspaceId).where('d.id', '=', id).executeTakeFirst()
}

/** Returns a delivery with the payload of its event. */
export async function findDeliveryWithPayload(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<(ListedDelivery & Pick<WebhookEventRow, 'payload'>) | undefined> {
  return await selectDeliveries(db, workspaceId).select('e.payload').where('d.id', '=', id).executeTakeFirst()
}

/** Returns deliveries of a webhook, the newest first. With `objectId`, those of events that name this id. */
export async function findDeliveries(
  db: Db,
  workspaceId: string,
  query: {
    webhookId: string
    status: DeliveryStatus | undefined
    objectId: string | undefined
    before: string | undefined
    limit: number
  },
): Promise<ListedDelivery[]> {
  const { webhookId, status, objectId, before, limit } = query
  return await selectDeliveries(db, workspaceId)
    .where('d.webhook_id', '=', webhookId)
    .$if(status !== undefined, (rows) => rows.where('d.status', '=', status as DeliveryStatus))
    .$if(objectId !== undefined, (rows) =>
      rows.where('d.event_id', 'in', (eb) =>
        eb
          .selectFrom('webhook_event_object')
          .select('event_id')
          .where('object_id', '=', objectId as string),
      ),
    )
    .$if(before !== undefined, (rows) => rows.where('d.id', '<', before as string))
    .orderBy('d.id', 'desc')
    .limit(limit)
    .execute()
}

/** Makes a pending delivery due now. */
export async function retryDeliveryNow(trx: Trx, id: string, now: string): Promise<void> {
  await trx
    .updateTable('webhook_delivery')
    .set({ next_attempt_at: now })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .execute()
}

const queue = createSendQueue('webhook_delivery', 'webhook_id')
export const {
  correctTimes: correctDeliveryTimes,
  settle: updateLeasedDelivery,
  cancel: cancelDeliveries,
  countPending,
} = queue

/**
 * Claims due deliveries: of each webhook the first, and none while another one to the same webhook is being sent. So
 * events arrive in their order, and a slow receiver delays no other.
 * @param claim.except the workspaces whose deliveries are not claimed
 * @param claim.duration after which another process may try again, in milliseconds
 * @returns the deliveries with everything that sending them needs
 */
export async function claimDueDeliveries(
  db: Db,
  { except, ...claim }: { now: string; limit: number; except: readonly string[]; duration: number },
): Promise<Claimed[]> {
  // The webhook may have been disabled after the delivery was queued.
  const eligible = sql<SqlBool>`exists (
    select 1 from webhook as w
    where w.id = q.webhook_id and w.is_enabled = 1 and ${isNotIn('w.workspace_id', except)}
  )`
  const leaseId = await queue.claim(db, eligible, claim)
  return leaseId === undefined ? [] : await findLeased(db, leaseId)
}

/** A leased delivery, with everything needed to send it. */
export type Claimed = Awaited<ReturnType<typeof findLeased>>[number]

async function findLeased(db: Db, leaseId: string) {
  return await db
    .selectFrom('webhook_delivery as d')
    .innerJoin('webhook as w', 'w.id', 'd.webhook_id')
    .innerJoin('webhook_event as e', 'e.id', 'd.event_id')
    .where('d.lease_id', '=', leaseId)
    .select(['d.id', 'd.webhook_id', 'd.event_id', 'd.attempts', 'e.payload'])
    .select(['w.workspace_id', 'w.url', 'w.sealed', 'w.seal_version', 'w.old_secret_until'])
    .select((eb) => eb.val(leaseId).as('lease_id'))
    .orderBy('d.id')
    .execute()
}

/** Deletes up to `limit` events that were created before a time, with their deliveries. @returns how many */
export async function deleteEventsBefore(db: Db, before: string, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('webhook_event')
    .where('id', 'in', (eb) =>
      eb.selectFrom('webhook_event').select('id').where('created_at', '<=', before).limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}
