import { SERVER_ID } from '@stepkey/shared/audit-actions'
import { isProof, type Verification } from '@stepkey/shared/verification'
import type { Recheck } from '@stepkey/shared/workspace'
import { drainQueue } from '../../platform/jobs/work-queue.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import { verifyCredential } from '../credentials/verify-credential.ts'
import {
  type Claimed,
  claimDueVerifications,
  countHostPauses,
  deleteHostPause,
  findUnscheduled,
  insertScheduled,
  reschedule,
  unschedule,
  upsertHostPause,
} from './store.ts'

/** How often is looked for what is due, in milliseconds. */
export const SCHEDULED_VERIFICATION_INTERVAL = 60_000
/** How many one process asks about at once. People come first: there are more turns than these. */
const AT_ONCE = 3
/** In seconds: longer than any verification with all that it waits for. */
const LEASE = 120
const PER_LOOK = 500

const [MINUTE, HOUR, DAY] = [60_000, 3600_000, 24 * 3600_000]
const intervals: Record<Exclude<Recheck, 'off'>, number> = { daily: DAY, weekly: 7 * DAY }
/** Around an interval, so that what was asked about together doesn't stay together. */
const JITTER = 0.1
/** How long a host that limits requests is left in peace: so long at first, doubling, to a day. */
const PEACE = 15 * MINUTE
/** When to ask again where nothing was learnt: after so long at first, doubling, to the interval. */
const SOON = HOUR

/**
 * Verifies again what active flows use and what is due, where a workspace wants that, by the very operation that people
 * use. What is refused is failing from then on, and not asked about until a person has mended or verified it: so nothing
 * is refused twice in a row, and no account is locked by it. Several processes may do this at once.
 * @returns how many were taken up
 */
export async function verifyDueCredentials(deps: Deps, isOver = () => false): Promise<number> {
  const { db, clock } = deps
  await plan(deps)
  return await drainQueue({
    atOnce: AT_ONCE,
    claim: (limit) => claimDueVerifications(db, { now: clock().toISOString(), limit, seconds: LEASE }),
    work: (claimed) => recheck(deps, claimed),
    isOver,
  })
}

/** Spreads what nobody has planned yet evenly over an interval, so that not everything is asked about at once. */
async function plan({ db, clock }: Deps): Promise<void> {
  const now = clock().getTime()
  const unplanned = await findUnscheduled(db, PER_LOOK)
  await insertScheduled(
    db,
    unplanned.flatMap(({ id, workspace_id, recheck, target }) =>
      recheck === 'off'
        ? []
        : {
            credential_id: id,
            workspace_id,
            target,
            due_at: new Date(now + Math.random() * intervals[recheck]).toISOString(),
          },
    ),
  )
}

const actor = { kind: 'operator', id: SERVER_ID } as const

async function recheck(deps: Deps, claimed: Claimed): Promise<void> {
  const { db, clock, log } = deps
  const { workspace_id: workspaceId, credential_id: credentialId, status, uses, recheck: setting } = claimed
  const works = status === 'verified' || status === 'limited'
  try {
    if (setting === 'off' || !works || !uses) return await unschedule(db, claimed)
    const ctx: WorkspaceContext = { ...deps, workspaceId, actor }
    try {
      const verification = await verifyCredential(ctx, { credentialId, values: undefined })
      await settle(deps, { ...claimed, interval: intervals[setting] }, verification)
    } catch (error) {
      logFailure(log, 'recheck', error)
      await reschedule(db, claimed, { due_at: later(clock(), SOON) })
    }
  } catch (error) {
    // Its lease runs out, and then somebody tries again.
    logFailure(log, 'recheck', error)
  }
}

/** Plans what comes next after an answer. */
async function settle(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { interval, ...claimed }: Claimed & { interval: number },
  { outcome, target = claimed.target ?? undefined }: Verification,
): Promise<void> {
  const now = clock()
  if (outcome === 'rejected') return await unschedule(db, claimed)
  if (outcome === 'rate_limited' && target !== undefined) {
    const times = await countHostPauses(db, target)
    const peace = Math.min(PEACE * 2 ** times, DAY)
    const until = later(now, peace)
    await upsertHostPause(db, target, until, times + 1)
    return await reschedule(db, claimed, { due_at: until, target })
  }
  if (!isProof(outcome)) {
    const { misses } = claimed
    const wait = Math.min(SOON * 2 ** misses, interval)
    return await reschedule(db, claimed, { due_at: later(now, wait), misses: misses + 1 })
  }
  if (target !== undefined) await deleteHostPause(db, target)
  const around = interval * (1 - JITTER + 2 * JITTER * Math.random())
  await reschedule(db, claimed, { due_at: later(now, around), misses: 0, target: target ?? null })
}

const later = (now: Date, milliseconds: number) => new Date(now.getTime() + milliseconds).toISOString()
