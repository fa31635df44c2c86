import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db, Trx } from './database.ts'
import { claimRows, correctDueTimes, type Queue, updateLeased } from './lease.ts'
import type { Tables } from './tables.ts'

/** The tables of what is sent to receivers. Their rows are `pending`, then sent or `failed`. */
type SendTable = 'webhook_delivery' | 'notice_message'

/**
 * Returns the queue of a table. What goes to the same receiver is sent in its order, one at a time, so a slow receiver
 * delays no other. A receiver is disabled by cancelling what it has not got.
 * @param group the column with the receiver
 */
export function createSendQueue<T extends SendTable>(table: T, group: keyof Tables[T] & string) {
  const queue: Queue<SendTable> = {
    table,
    key: 'id',
    // TypeScript can't tell that the column of one table is one of its union with others.
    group: group as keyof Tables[SendTable],
    dueAt: 'next_attempt_at',
    blocking: sql<SqlBool>`earlier.status = 'pending'`,
    set: sql`attempts = attempts + 1`,
  }
  return {
    /**
     * Claims due rows, of each receiver the first, and none while another one to the same receiver is being sent.
     * @param eligible a further condition. The row is `q`.
     * @returns the id of the lease; undefined when nothing was due
     */
    claim: (
      db: Db,
      eligible: RawBuilder<SqlBool>,
      claim: { now: string; limit: number; duration: number },
    ): Promise<string | undefined> =>
      claimRows(db, { ...queue, eligible: sql`q.status = 'pending' and ${eligible}` }, claim),

    /** Makes rows due now that are due after `latest`. */
    correctTimes: (db: Db, times: { now: string; latest: string }): Promise<void> =>
      correctDueTimes(db, queue, times),

    /** Stores the result of an attempt, and releases the lease. @returns false when the lease was lost */
    settle: (
      db: Db | Trx,
      { id, lease_id }: { id: string; lease_id: string },
      change: Partial<Tables[T]>,
    ): Promise<boolean> =>
      updateLeased<SendTable>(db, table, { id, lease_id }, change as Partial<Tables[SendTable]>),

    /** Cancels the pending rows of a receiver. One that is being sent may still arrive. */
    async cancel(trx: Trx, receiverId: string): Promise<void> {
      await sql`
        update ${sql.table(table)}
        set status = 'failed', next_attempt_at = null, lease_id = null, leased_until = null,
          last_problem = 'switched_off'
        where ${sql.ref(group)} = ${receiverId} and status = 'pending'`.execute(trx)
    },

    /** Returns the number of pending rows of all workspaces. */
    async countPending(db: Db): Promise<number> {
      const { rows } = await sql<{ n: number }>`
        select count(*) as n from ${sql.table(table)} where status = 'pending'`.execute(db)
      return Number(rows[0]?.n)
    },
  }
}
