import type { DeliveryStatus } from '@stepkey/shared/webhook'
import type { Db, Engine, Trx } from '../../platform/database/connect.ts'
import { databaseNow } from '../../platform/database/database-time.ts'
import type { WebhookDeliveryRow, WebhookEventRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'

/** A delivery with the type of its event. */
export type ListedDelivery = WebhookDeliveryRow & Pick<WebhookEventRow, 'type'>

export async function insertEvent(trx: Trx, row: WebhookEventRow): Promise<void> {
  await trx.insertInto('webhook_event').values(row).execute()
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

/** Returns deliveries of a webhook, the newest first. */
export async function findDeliveries(
  db: Db,
  workspaceId: string,
  query: { webhookId: string; status: DeliveryStatus | undefined; before: string | undefined; limit: number },
): Promise<ListedDelivery[]> {
  const { webhookId, status, before, limit } = query
  return await selectDeliveries(db, workspaceId)
    .where('d.webhook_id', '=', webhookId)
    .$if(status !== undefined, (rows) => rows.where('d.status', '=', status as DeliveryStatus))
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

/** Cancels the pending deliveries of a webhook. A delivery that is being sent may still arrive. */
export async function cancelDeliveries(trx: Trx, webhookId: string): Promise<void> {
  await trx
    .updateTable('webhook_delivery')
    .set({
      status: 'failed',
      next_attempt_at: null,
      lease_id: null,
      leased_until: null,
      last_problem: 'switched_off',
    })
    .where('webhook_id', '=', webhookId)
    .where('status', '=', 'pending')
    .execute()
}

/**
 * Leases due deliveries: the first one of each webhook, unless another delivery to the webhook is being sent. So events
 * arrive in order unless one fails, and a slow receiver does not delay others. Safe to call from several processes.
 * @param lease duration of the lease in seconds; then another process may retry
 * @returns the leased deliveries with everything needed to send them
 */
export async function claimDueDeliveries(
  db: Db,
  engine: Engine,
  { now, limit, lease }: { now: string; limit: number; lease: number },
) {
  const leaseId = newId()
  const { numUpdatedRows } = await db
    .updateTable('webhook_delivery')
    .set((eb) => ({
      lease_id: leaseId,
      leased_until: databaseNow(engine, lease),
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('webhook_delivery as d')
        .select('d.id')
        .where('d.status', '=', 'pending')
        .where('d.next_attempt_at', '<=', now)
        // Excludes deliveries inserted concurrently with the disabling of their webhook.
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('webhook as w')
              .select('w.id')
              .whereRef('w.id', '=', 'd.webhook_id')
              .where('w.is_enabled', '=', 1),
          ),
        )
        .where((or) =>
          or.or([or('d.leased_until', 'is', null), or('d.leased_until', '<=', databaseNow(engine))]),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('webhook_delivery as sent')
                .select('sent.id')
                .whereRef('sent.webhook_id', '=', 'd.webhook_id')
                .where('sent.lease_id', 'is not', null)
                .where('sent.leased_until', '>', databaseNow(engine)),
            ),
          ),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('webhook_delivery as first')
                .select('first.id')
                .whereRef('first.webhook_id', '=', 'd.webhook_id')
                .where('first.status', '=', 'pending')
                .where(({ eb, refTuple }) =>
                  eb(
                    refTuple('first.next_attempt_at', 'first.id'),
                    '<',
                    refTuple('d.next_attempt_at', 'd.id') as never,
                  ),
                ),
            ),
          ),
        )
        .orderBy('d.next_attempt_at')
        .orderBy('d.id')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirst()
  return numUpdatedRows === 0n ? [] : await findLeased(db, leaseId)
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

/** Stores the result of an attempt and releases the lease. @returns false if the lease was lost */
export async function updateLeasedDelivery(
  trx: Trx,
  { id, lease_id }: Pick<Claimed, 'id' | 'lease_id'>,
  change: Partial<WebhookDeliveryRow>,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('webhook_delivery')
    .set({ ...change, lease_id: null, leased_until: null })
    .where('id', '=', id)
    .where('lease_id', '=', lease_id)
    .executeTakeFirst()
  return numUpdatedRows === 1n
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

/** Returns the number of pending deliveries of all workspaces. */
export async function countPending(db: Db): Promise<number> {
  const { n } = await db
    .selectFrom('webhook_delivery')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow()
  return Number(n)
}
