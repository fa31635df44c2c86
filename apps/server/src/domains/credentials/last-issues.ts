import type { Db } from '../../platform/database/database.ts'
import { transact } from '../../platform/database/transaction.ts'
import { MINUTE } from '../../platform/time.ts'
import type { WorkspaceContext } from '../context.ts'
import { updateLastUse } from './store.ts'

/** How long flow engines may use values that they got, in milliseconds. */
export const ISSUE_LIFETIME = 5 * MINUTE

/** When this process last issued each credential, the oldest first. In milliseconds since the epoch. */
const lastIssues = new Map<string, number>()
/** Maximum number of remembered credentials; beyond it, the oldest entry is removed. */
const LIMIT = 50_000
/** Maximum number of credentials per transaction. */
const BATCH = 500

interface LastUse {
  /** ISO 8601, to the minute. */
  at: string
  flowId: string
  stepId: string
}

/** Uses that are not stored yet, by credential id. */
const unstored = new WeakMap<Db, Map<string, LastUse>>()

/**
 * Remembers that the values of a credential are issued now. Once a minute this is also stored in the database, soon
 * afterwards and for several credentials together, so that an issue costs no write of its own.
 */
export function recordIssue(
  ctx: Pick<WorkspaceContext, 'db' | 'clock' | 'background'>,
  credentialId: string,
  step: { flowId: string; stepId: string },
): void {
  const now = ctx.clock().getTime()
  const before = lastIssues.get(credentialId)
  lastIssues.delete(credentialId)
  if (lastIssues.size >= LIMIT) lastIssues.delete(lastIssues.keys().next().value as string)
  lastIssues.set(credentialId, now)

  if (before !== undefined && minuteOf(before) === minuteOf(now)) return
  const use = { ...step, at: new Date(minuteOf(now)).toISOString() }
  const waiting = unstored.get(ctx.db)
  if (waiting) {
    waiting.set(credentialId, use)
    return
  }
  unstored.set(ctx.db, new Map([[credentialId, use]]))
  ctx.background.soon('last uses', () => storeLastUses(ctx.db))
}

const minuteOf = (time: number) => time - (time % MINUTE)

async function storeLastUses(db: Db): Promise<void> {
  // In the order of ids, so that two processes can't deadlock.
  const uses = [...(unstored.get(db) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
  unstored.delete(db)
  while (uses.length > 0) {
    const batch = uses.splice(0, BATCH)
    await transact(db, async (trx) => {
      for (const [credentialId, { at, flowId, stepId }] of batch)
        await updateLastUse(trx, credentialId, {
          last_used_at: at,
          last_used_flow_id: flowId,
          last_used_step_id: stepId,
        })
    })
  }
}

/** Returns whether the credential may have been issued since a time. Issues of other processes are not known. */
export function mayBeIssuedSince(credentialId: string, time: Date): boolean {
  const last = lastIssues.get(credentialId)
  return last === undefined || last >= time.getTime()
}
