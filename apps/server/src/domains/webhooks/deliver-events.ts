import { drainQueue } from '../../platform/jobs/work-queue.ts'
import { logFailure } from '../../platform/telemetry/log.ts'
import { MINUTE } from '../../platform/time.ts'
import type { Deps } from '../context.ts'
import { type Claimed, claimDueDeliveries } from './delivery-table.ts'
import { DELIVERY_JOB } from './outbox.ts'
import { settleDelivery } from './retry-policy.ts'
import { sendDelivery } from './send-delivery.ts'

/** Maximum number of concurrent deliveries per process, and of one workspace. */
const MAX_CONCURRENT = 64
const MAX_OF_WORKSPACE = 4
/** Duration of a lease, in milliseconds: longer than any attempt, so that it expires only after a crash. */
const LEASE = MINUTE

/**
 * Sends due deliveries until there are none left. Safe to run in several processes: a lease ensures that each delivery
 * is sent by only one of them.
 * @returns the number of attempts
 */
export async function deliverDueEvents(deps: Deps, isStopping = () => false): Promise<number> {
  const { db, clock } = deps
  return await drainQueue({
    atOnce: MAX_CONCURRENT,
    atOnceOfWorkspace: MAX_OF_WORKSPACE,
    claim: (limit, except) =>
      claimDueDeliveries(db, { now: clock().toISOString(), limit, except, duration: LEASE }),
    work: (delivery) => send(deps, delivery),
    isStopping,
  })
}

async function send(deps: Deps, delivery: Claimed): Promise<void> {
  const started = performance.now()
  try {
    const result = await sendDelivery(deps, delivery)
    await settleDelivery(deps, delivery, result, Math.round(performance.now() - started))
  } catch (error) {
    // Retried after its lease has expired.
    logFailure(deps.log, DELIVERY_JOB, error)
  }
}
