import { SERVER_ID } from '@stepkey/shared/audit-actions'
import { isProof, type Verification } from '@stepkey/shared/verification'
import type { Recheck } from '@stepkey/shared/workspace'
import { drainQueue } from '../../platform/jobs/work-queue.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { CLOCK_SKEW, DAY, HOUR, isoAfter, MINUTE } from '../../platform/time.ts'
import type { Deps, WorkspaceContext } from '../context.ts'
import { verifyCredential } from '../credentials/verify-credential.ts'
import {
  type Claimed,
  claimDueVerifications,
  correctDueVerifications,
  countHostPauses,
  deleteHostPause,
  deletePausesAfter,
  findUnscheduled,
  insertScheduled,
  reschedule,
  unschedule,
  upsertHostPause,
} from './store.ts'

/** Concurrent verifications per process. */
const CONCURRENCY = 24
/** Those of one workspace: fewer than the limit for all, so that users don't wait for scheduled ones. */
const CONCURRENCY_OF_WORKSPACE = 3
/** Duration of a lease, in milliseconds: longer than any verification, including its waiting time. */
const LEASE = 2 * MINUTE
const BATCH_SIZE = 500

const intervals: Record<Exclude<Recheck, 'off'>, number> = { daily: DAY, weekly: 7 * DAY }
/** Fraction of the interval by which due times vary, so that verifications don't stay bunched together. */
const JITTER = 0.1
/** First backoff for a rate-limited host; it doubles with each further limit, up to a day. */
const HOST_PAUSE = 15 * MINUTE
/** First delay after an inconclusive outcome; it doubles with each further one, up to the interval. */
const RETRY_DELAY = HOUR

/**
 * Runs the due scheduled verifications, with the same operation that users call. A rejected credential becomes failing
 * and leaves the schedule until a user fixes or verifies it. No credential is therefore rejected twice in a row, which
 * could lock an account. Several processes may run it at the same time.
 * @returns the number of verifications
 */
export async function verifyDueCredentials(deps: Deps, isStopping = () => false): Promise<number> {
  const { db, clock } = deps
  await scheduleNew(deps)
  return await drainQueue({
    atOnce: CONCURRENCY,
    atOnceOfWorkspace: CONCURRENCY_OF_WORKSPACE,
    claim: (limit, except) =>
      claimDueVerifications(db, { now: clock().toISOString(), limit, except, duration: LEASE }),
    work: (claimed) => verifyClaimed(deps, claimed),
    isStopping,
  })
}

/** Corrects due times and pauses that were stored while the clock ran ahead. */
export async function correctVerificationTimes({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  const now = clock()
  for (const [interval, duration] of Object.entries(intervals)) {
    await correctDueVerifications(db, interval as Recheck, {
      now: now.toISOString(),
      latest: isoAfter(now, duration * (1 + JITTER) + CLOCK_SKEW),
    })
  }
  await deletePausesAfter(db, isoAfter(now, DAY + CLOCK_SKEW))
}

/** Schedules credentials that are not scheduled yet, at random times within an interval, to spread the load. */
async function scheduleNew({ db, clock }: Deps): Promise<void> {
  const now = clock().getTime()
  const unscheduled = await findUnscheduled(db, BATCH_SIZE)
  await insertScheduled(
    db,
    unscheduled.flatMap(({ id, workspace_id, recheck, target }) =>
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

/** Verifies one credential and schedules its next verification. Unschedules it if it must not be verified any more. */
async function verifyClaimed(deps: Deps, claimed: Claimed): Promise<void> {
  const { db, clock, log } = deps
  const {
    workspace_id: workspaceId,
    credential_id: credentialId,
    status,
    is_used: isUsed,
    recheck: setting,
  } = claimed
  const isWorking = status === 'verified' || status === 'limited'
  try {
    if (setting === 'off' || !isWorking || !isUsed) return await unschedule(db, claimed)
    const ctx: WorkspaceContext = { ...deps, workspaceId, actor }
    try {
      const verification = await verifyCredential(ctx, { credentialId, values: undefined })
      await scheduleNext(deps, { ...claimed, interval: intervals[setting] }, verification)
    } catch (error) {
      logFailure(log, 'scheduled verification', error)
      await reschedule(db, claimed, { due_at: later(clock(), RETRY_DELAY) })
    }
  } catch (error) {
    // After the lease expires, a process tries again.
    logFailure(log, 'scheduled verification', error)
  }
}

/** Schedules the next verification, depending on the outcome of this one. */
async function scheduleNext(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { interval, ...claimed }: Claimed & { interval: number },
  { outcome, target = claimed.target ?? undefined }: Verification,
): Promise<void> {
  const now = clock()
  if (outcome === 'rejected') return await unschedule(db, claimed)
  if (outcome === 'rate_limited' && target !== undefined) {
    const times = await countHostPauses(db, target)
    const pause = Math.min(HOST_PAUSE * 2 ** times, DAY)
    const until = later(now, pause)
    await upsertHostPause(db, target, until, times + 1)
    return await reschedule(db, claimed, { due_at: until, target })
  }
  if (!isProof(outcome)) {
    const { misses } = claimed
    const delay = Math.min(RETRY_DELAY * 2 ** misses, interval)
    return await reschedule(db, claimed, { due_at: later(now, delay), misses: misses + 1 })
  }
  if (target !== undefined) await deleteHostPause(db, target)
  const delay = interval * (1 - JITTER + 2 * JITTER * Math.random())
  await reschedule(db, claimed, { due_at: later(now, delay), misses: 0, target: target ?? null })
}

const later = (now: Date, milliseconds: number) => new Date(now.getTime() + milliseconds).toISOString()
