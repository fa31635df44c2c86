import { setImmediate } from 'node:timers/promises'
import type { Db } from '../database/connect.ts'
import { transact } from '../database/transact.ts'
import { type Deed, recordAll } from './record.ts'

/** Deeds that one transaction records at most. */
const AT_ONCE = 256

/**
 * Records what leaves nothing but its record behind, such as issuing. What happens in the same moment shares one
 * commit: waiting for the disk is most of what a record costs.
 */
export interface Recorder {
  /** Resolves once it is committed. @throws when it could not be */
  record(deed: Deed): Promise<void>
}

interface Waiting {
  deed: Deed
  resolve: () => void
  reject: (error: unknown) => void
}

export function createRecorder(db: Db): Recorder {
  const waiting: Waiting[] = []
  let isWriting = false

  async function writeAll() {
    isWriting = true
    while (waiting.length > 0) {
      // Whoever has a request on the wire right now comes along.
      await setImmediate()
      await write(waiting.splice(0, AT_ONCE))
    }
    isWriting = false
  }

  async function write(together: readonly Waiting[]): Promise<void> {
    try {
      await commit(
        db,
        together.map(({ deed }) => deed),
      )
      for (const { resolve } of together) resolve()
    } catch (error) {
      const [first, ...others] = together
      if (others.length === 0) first?.reject(error)
      // One that can't be recorded, because its workspace is being deleted, must not take the others along.
      else for (const one of together) await write([one])
    }
  }

  return {
    record: (deed) =>
      new Promise((resolve, reject) => {
        waiting.push({ deed, resolve, reject })
        if (!isWriting) void writeAll()
      }),
  }
}

async function commit(db: Db, deeds: readonly Deed[]): Promise<void> {
  const trails = Map.groupBy(deeds, ({ doing }) => doing.workspaceId)
  // In one order everywhere, so that two processes never wait for each other in a circle.
  const ordered = [...trails].sort(([a], [b]) => (a < b ? -1 : 1))
  await transact(db, async (trx) => {
    for (const [workspaceId, those] of ordered) await recordAll(trx, workspaceId, those)
  })
}
