import { sql } from 'kysely'
import { isRecent, SECOND } from '../time.ts'
import type { Db } from './database.ts'
import { type StorageFault, storageFaultOf } from './database-error.ts'
import { onFailedTransaction } from './transaction.ts'

/** The minimum time between two trial writes, in milliseconds, however often the health is asked for. */
const TRIAL_INTERVAL = 5 * SECOND
/** How long a fault that a write has met counts, in milliseconds, although a trial write may succeed. */
const FAULT_MEMORY = 10 * SECOND

/** Whether data can be stored. */
export interface StorageHealth {
  /**
   * Returns why nothing can be stored at the moment; undefined if it can. Tries a small write, unless that was tried
   * within the last five seconds, and takes into account the transactions that failed within the last ten.
   */
  findFault(): Promise<StorageFault | undefined>
  /** Stops observing transactions. */
  close(): void
}

/** What an operator reads about each fault. */
export const STORAGE_FAULTS: Record<StorageFault, string> = {
  disk_full: 'The disk of the database is full. Free space on it.',
  read_only:
    'The database is read-only. Check its permissions, its file system, or which server DATABASE_URL names.',
  disk_error: 'The disk of the database can’t be read or written. Check the disk and the permissions.',
  locked: 'Another program has locked the database. End it.',
  overloaded: 'The database takes too long to answer, or has no free connections. Check its load.',
  unreachable: 'The database does not respond. Check that it is running.',
}

/** The faults that a transaction may meet although a small write succeeds. The others may concern only one row or table. */
const REMEMBERED: readonly StorageFault[] = ['disk_full', 'read_only', 'disk_error']

interface Observed {
  fault: StorageFault | undefined
  at: string
}

/** Observes whether the database can be written. */
export function createStorageHealth(db: Db, clock: () => Date): StorageHealth {
  let failed: Observed | undefined
  let tried: Observed | undefined
  let trial: Promise<StorageFault | undefined> | undefined

  const observed = (fault: StorageFault | undefined): Observed => ({ fault, at: clock().toISOString() })
  const close = onFailedTransaction(db, (error) => {
    const fault = storageFaultOf(error)
    if (fault && REMEMBERED.includes(fault)) failed = observed(fault)
  })

  async function tryWrite(): Promise<StorageFault | undefined> {
    try {
      // Replaces one small row by itself.
      await sql`update keyring set id = id`.execute(db)
      tried = observed(undefined)
    } catch (error) {
      tried = observed(storageFaultOf(error) ?? 'disk_error')
    }
    return tried.fault
  }

  return {
    close,
    async findFault() {
      const now = clock()
      if (failed && isRecent(now, failed.at, FAULT_MEMORY)) return failed.fault
      if (tried && isRecent(now, tried.at, TRIAL_INTERVAL)) return tried.fault
      trial ??= tryWrite().finally(() => {
        trial = undefined
      })
      return await trial
    },
  }
}
