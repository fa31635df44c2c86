import { drain } from '../../platform/jobs/work-queue.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import type { Deps } from '../context.ts'
import { type Claimed, claimDue } from './delivery-table.ts'
import { DELIVERING } from './outbox.ts'
import { settle } from './retry-policy.ts'
import { post } from './send-delivery.ts'

/** How often is looked for what is due, in milliseconds; new events wake it before. */
export const DELIVER_EVERY = 5000
/** How many one process sends at once. */
const AT_ONCE = 8
/** In seconds: longer than any try, so that only a crash lets it run out. */
const LEASE = 60

/**
 * Sends what is due until nothing is. Several processes may do so at once: each delivery is sent by one of them.
 * @returns how many were sent, whatever came of it
 */
export async function deliverDue(deps: Deps, isOver = () => false): Promise<number> {
  const { db, config, clock } = deps
  return await drain({
    atOnce: AT_ONCE,
    claim: (limit) =>
      claimDue(db, config.database.engine, { now: clock().toISOString(), limit, lease: LEASE }),
    work: (delivery) => send(deps, delivery),
    isOver,
  })
}

async function send(deps: Deps, delivery: Claimed): Promise<void> {
  const started = performance.now()
  try {
    const posted = await post(deps, delivery)
    await settle(deps, delivery, posted, Math.round(performance.now() - started))
  } catch (error) {
    // Its lease runs out, and then it is tried again.
    logFailure(deps.log, DELIVERING, error)
  }
}
