import type { DeliveryStatus } from '@stepkey/shared/webhook'
import type { Db, Engine, Trx } from '../../platform/database/connect.ts'
import { databaseNow } from '../../platform/database/database-time.ts'
import type { WebhookDeliveryRow, WebhookEventRow } from '../../platform/database/tables.ts'
import { newId } from '../../platform/ids.ts'

export type ListedDelivery = WebhookDeliveryRow & Pick<WebhookEventRow, 'type'>

export async function insertEvent(trx: Trx, row: WebhookEventRow): Promise<void> {
  await trx.insertInto('webhook_event').values(row).execute()
}

/** Puts an event on its way to a webhook. @returns the id of the delivery */
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

const listed = (db: Db | Trx, workspaceId: string) =>
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
  return await listed(db, workspaceId).where('d.id', '=', id).executeTakeFirst()
}

/** The newest first. */
export async function findDeliveries(
  db: Db,
  workspaceId: string,
  query: { webhookId: string; status: DeliveryStatus | undefined; before: string | undefined; limit: number },
): Promise<ListedDelivery[]> {
  const { webhookId, status, before, limit } = query
  return await listed(db, workspaceId)
    .where('d.webhook_id', '=', webhookId)
    .$if(status !== undefined, (rows) => rows.where('d.status', '=', status as DeliveryStatus))
    .$if(before !== undefined, (rows) => rows.where('d.id', '<', before as string))
    .orderBy('d.id', 'desc')
    .limit(limit)
    .execute()
}

/** Has one that waits for its next try tried now. */
export async function retryDeliveryNow(trx: Trx, id: string, now: string): Promise<void> {
  await trx
    .updateTable('webhook_delivery')
    .set({ next_attempt_at: now })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .execute()
}

/** Nothing more is sent of what was on its way to a webhook. One that is being sent just now still may arrive. */
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
 * Takes what is due: of each webhook the first, and none while another to the same webhook is being sent. So events
 * arrive in their order as long as all goes well, and who answers slowly holds up nobody else. Several processes may
 * do this at once.
 * @param lease seconds after which somebody else may try again
 * @returns the deliveries with all that it takes to send them
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
        // One that was put on its way in the moment in which its webhook was switched off.
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

/** Writes what came of a try, and gives the lease back. @returns false when it was lost */
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

/** Deletes so many of the events of long ago, with their deliveries. @returns how many */
export async function deleteEventsBefore(db: Db, before: string, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('webhook_event')
    .where('id', 'in', (eb) =>
      eb.selectFrom('webhook_event').select('id').where('created_at', '<=', before).limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}

export async function countPending(db: Db): Promise<number> {
  const { n } = await db
    .selectFrom('webhook_delivery')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow()
  return Number(n)
}
