import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import { type Db, engineOf } from '../../platform/database/database.ts'
import { violationOf } from '../../platform/database/database-error.ts'
import { transact } from '../../platform/database/transaction.ts'
import { SealBroken } from '../../platform/keyring/seal.ts'
import { type AuditedChange, writeAuditEntries } from './audit-entry.ts'

/** Maximum number of entries per transaction. */
const BATCH_SIZE = 256

/**
 * Records changes that write nothing but their audit entry, such as issuing a credential. Concurrent entries share one
 * commit, because waiting for the disk is most of an entry's cost.
 */
export interface BatchedAuditWriter {
  /** Resolves once the entry is committed. @throws if it could not be committed */
  record(change: AuditedChange): Promise<void>
}

interface PendingEntry {
  change: AuditedChange
  resolve: () => void
  reject: (error: unknown) => void
}

/** Creates a writer. There should be one per process. */
export function createBatchedAuditWriter(db: Db): BatchedAuditWriter {
  // SQLite has a single writer, so all workspaces share one queue and one commit. PostgreSQL locks each audit log
  // separately, so each workspace has its own queue and doesn't wait for others.
  const queueKeyOf = engineOf(db) === 'sqlite' ? () => '' : ({ doing }: AuditedChange) => doing.workspaceId
  const queues = new Map<string, PendingEntry[]>()
  // A batch contains entries of several requests, so it must not run in the async context of the first one.
  const outsideRequest = AsyncLocalStorage.snapshot()

  async function writeAll(queueKey: string, queue: PendingEntry[]) {
    while (queue.length > 0) {
      // Yield once so that concurrent requests join this batch.
      await setImmediate()
      await write(queue.splice(0, BATCH_SIZE))
    }
    queues.delete(queueKey)
  }

  async function write(batch: readonly PendingEntry[]): Promise<void> {
    try {
      await commit(
        db,
        batch.map(({ change }) => change),
      )
      for (const { resolve } of batch) resolve()
    } catch (error) {
      // An entry that can't be recorded, for example of a deleted workspace, must not fail the others.
      if (batch.length > 1 && isEntryError(error)) for (const entry of batch) await write([entry])
      else for (const { reject } of batch) reject(error)
    }
  }

  return {
    record: (change) =>
      new Promise((resolve, reject) => {
        const queueKey = queueKeyOf(change)
        const queue = queues.get(queueKey)
        if (queue) {
          queue.push({ change, resolve, reject })
          return
        }
        const newQueue = [{ change, resolve, reject }]
        queues.set(queueKey, newQueue)
        void outsideRequest(() => writeAll(queueKey, newQueue))
      }),
  }
}

/** Whether an error is caused by a single entry, not by the database. */
const isEntryError = (error: unknown): boolean =>
  violationOf(error) === 'foreign_key' || error instanceof SealBroken

async function commit(db: Db, changes: readonly AuditedChange[]): Promise<void> {
  const byWorkspace = Map.groupBy(changes, ({ doing }) => doing.workspaceId)
  await transact(db, async (trx) => {
    for (const [workspaceId, group] of byWorkspace) await writeAuditEntries(trx, workspaceId, group)
  })
}
