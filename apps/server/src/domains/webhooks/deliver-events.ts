import { drainQueue } from '../../platform/jobs/work-queue.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import type { Deps } from '../context.ts'
import { type Claimed, claimDueDeliveries } from './delivery-table.ts'
import { DELIVERY_JOB } from './outbox.ts'
import { settleDelivery } from './retry-policy.ts'
import { sendDelivery } from './send-delivery.ts'

/** How often is looked for what is due, in milliseconds; new events wake it before. */
export const DELIVERY_INTERVAL = 5000
/** How many one process sends at once. */
const AT_ONCE = 8
/** In seconds: longer than any try, so that only a crash lets it run out. */
const LEASE = 60

/**
 * Sends what is due until nothing is. Several processes may do so at once: each delivery is sent by one of them.
 * @returns how many were sent, whatever came of it
 */
export async function deliverDueEvents(deps: Deps, isOver = () => false): Promise<number> {
  const { db, clock } = deps
  return await drainQueue({
    atOnce: AT_ONCE,
    claim: (limit) => claimDueDeliveries(db, { now: clock().toISOString(), limit, seconds: LEASE }),
    work: (delivery) => send(deps, delivery),
    isOver,
  })
}

async function send(deps: Deps, delivery: Claimed): Promise<void> {
  const started = performance.now()
  try {
    const posted = await sendDelivery(deps, delivery)
    await settleDelivery(deps, delivery, posted, Math.round(performance.now() - started))
  } catch (error) {
    // Its lease runs out, and then it is tried again.
    logFailure(deps.log, DELIVERY_JOB, error)
  }
}
