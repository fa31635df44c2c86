import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import { type Db, engineOf } from '../../platform/database/connect.ts'
import { violationOf } from '../../platform/database/database-error.ts'
import { transact } from '../../platform/database/transaction.ts'
import { SealBroken } from '../../platform/keyring/seal.ts'
import { type AuditedChange, writeAuditEntries } from './audit-entry.ts'

/** Deeds that one transaction records at most. */
const AT_ONCE = 256

/**
 * Records what leaves nothing but its record behind, such as issuing. What happens in the same moment shares one
 * commit: waiting for the disk is most of what a record costs.
 */
export interface BatchedAuditWriter {
  /** Resolves once it is committed. @throws when it could not be */
  record(deed: AuditedChange): Promise<void>
}

interface Waiting {
  deed: AuditedChange
  resolve: () => void
  reject: (error: unknown) => void
}

export function createBatchedAuditWriter(db: Db): BatchedAuditWriter {
  // SQLite has one writer, who waits for the disk once for all. PostgreSQL has many, and locks each trail for itself:
  // nobody there shall wait for somebody else's.
  const laneOf = engineOf(db) === 'sqlite' ? () => '' : ({ doing }: AuditedChange) => doing.workspaceId
  const lanes = new Map<string, Waiting[]>()
  /** Whoever comes first writes for others, too: none of it belongs to his request. */
  const outside = AsyncLocalStorage.snapshot()

  async function writeAll(lane: string, waiting: Waiting[]) {
    while (waiting.length > 0) {
      // Whoever has a request on the wire right now comes along.
      await setImmediate()
      await write(waiting.splice(0, AT_ONCE))
    }
    lanes.delete(lane)
  }

  async function write(together: readonly Waiting[]): Promise<void> {
    try {
      await commit(
        db,
        together.map(({ deed }) => deed),
      )
      for (const { resolve } of together) resolve()
    } catch (error) {
      // One that can't be recorded, because its workspace is being deleted, must not take the others along.
      if (together.length > 1 && isOfOne(error)) for (const one of together) await write([one])
      else for (const { reject } of together) reject(error)
    }
  }

  return {
    record: (deed) =>
      new Promise((resolve, reject) => {
        const lane = laneOf(deed)
        const waiting = lanes.get(lane)
        if (waiting) {
          waiting.push({ deed, resolve, reject })
          return
        }
        const first = [{ deed, resolve, reject }]
        lanes.set(lane, first)
        void outside(() => writeAll(lane, first))
      }),
  }
}

/** Whether an error is the fault of a single deed, and not of the database. */
const isOfOne = (error: unknown): boolean =>
  violationOf(error) === 'foreign_key' || error instanceof SealBroken

async function commit(db: Db, deeds: readonly AuditedChange[]): Promise<void> {
  const trails = Map.groupBy(deeds, ({ doing }) => doing.workspaceId)
  await transact(db, async (trx) => {
    for (const [workspaceId, those] of trails) await writeAuditEntries(trx, workspaceId, those)
  })
}
