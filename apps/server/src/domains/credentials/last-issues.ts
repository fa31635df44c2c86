import type { Db, Trx } from '../../platform/database/database.ts'
import type { OwnerIssueRow } from '../../platform/database/tables.ts'
import { transact } from '../../platform/database/transaction.ts'
import { HOUR, MINUTE } from '../../platform/time.ts'
import type { WorkspaceContext } from '../context.ts'
import { storeOwnerIssue } from '../usage/owner-issues.ts'
import { updateLastUse } from './store.ts'

/** How long flow engines may use values that they got, in milliseconds. */
export const ISSUE_LIFETIME = 5 * MINUTE

/** When this process last issued each credential, the oldest first. In milliseconds since the epoch. */
const lastIssues = new Map<string, number>()
/** The same for issues to owners, by credential id and flow id. */
const lastOwnerIssues = new Map<string, number>()
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

/** What is not stored yet. */
interface Unstored {
  /** By credential id. */
  uses: Map<string, LastUse>
  /** Issues through steps that are bound to the owner's credential, by credential id and flow id. */
  ofOwners: Map<string, OwnerIssueRow>
}

const unstored = new WeakMap<Db, Unstored>()

/**
 * Remembers that the values of a credential are issued now. Once a minute this is also stored in the database, soon
 * afterwards and for several credentials together, so that an issue costs no write of its own. Issues to owners are stored
 * for each flow, once an hour.
 */
export function recordIssue(
  ctx: Pick<WorkspaceContext, 'db' | 'clock' | 'background'>,
  credentialId: string,
  { flowId, stepId, owner }: { flowId: string; stepId: string; owner?: string },
): void {
  const now = ctx.clock().getTime()
  const at = { minute: startOf(now, MINUTE), hour: startOf(now, HOUR) }
  if (startOf(remember(lastIssues, credentialId, now), MINUTE) !== at.minute)
    waiting(ctx).uses.set(credentialId, { at: new Date(at.minute).toISOString(), flowId, stepId })
  if (owner === undefined) return
  const key = `${credentialId} ${flowId}`
  if (startOf(remember(lastOwnerIssues, key, now), HOUR) !== at.hour) {
    const last_issued_at = new Date(at.hour).toISOString()
    waiting(ctx).ofOwners.set(key, { credential_id: credentialId, flow_id: flowId, last_issued_at })
  }
}

/** Sets the time of a key. @returns the time before, 0 if there was none */
function remember(times: Map<string, number>, key: string, now: number): number {
  const before = times.get(key) ?? 0
  times.delete(key)
  if (times.size >= LIMIT) times.delete(times.keys().next().value as string)
  times.set(key, now)
  return before
}

const startOf = (time: number, unit: number) => time - (time % unit)

/** Returns what is not stored yet. It is stored soon. */
function waiting({ db, background }: Pick<WorkspaceContext, 'db' | 'background'>): Unstored {
  const known = unstored.get(db)
  if (known) return known
  const started: Unstored = { uses: new Map(), ofOwners: new Map() }
  unstored.set(db, started)
  background.soon('last uses', () => storeLastUses(db))
  return started
}

async function storeLastUses(db: Db): Promise<void> {
  const { uses, ofOwners } = unstored.get(db) ?? { uses: new Map(), ofOwners: new Map() }
  unstored.delete(db)
  await storeInBatches(db, uses, (trx, { at, flowId, stepId }, credentialId) =>
    updateLastUse(trx, credentialId, {
      last_used_at: at,
      last_used_flow_id: flowId,
      last_used_step_id: stepId,
    }),
  )
  await storeInBatches(db, ofOwners, storeOwnerIssue)
}

/** Stores values in the order of their keys, so that two processes can't deadlock. */
async function storeInBatches<T>(
  db: Db,
  values: ReadonlyMap<string, T>,
  store: (trx: Trx, value: T, key: string) => Promise<void>,
): Promise<void> {
  const sorted = [...values].sort(([a], [b]) => (a < b ? -1 : 1))
  while (sorted.length > 0) {
    const batch = sorted.splice(0, BATCH)
    await transact(db, async (trx) => {
      for (const [key, value] of batch) await store(trx, value, key)
    })
  }
}

/** Returns whether the credential may have been issued since a time. Issues of other processes are not known. */
export function mayBeIssuedSince(credentialId: string, time: Date): boolean {
  const last = lastIssues.get(credentialId)
  return last === undefined || last >= time.getTime()
}
