import { setTimeout } from 'node:timers/promises'
import type { Deps } from '../context.ts'
import { logFailure } from '../log.ts'
import { type Claimed, claimDue } from './delivery-rows.ts'
import { DELIVERING } from './emit.ts'
import { post } from './post.ts'
import { settle } from './settle.ts'

/** How often is looked for what is due, in milliseconds; new events wake it before. */
export const DELIVER_EVERY = 5000
/** How many one process sends at once. */
const AT_ONCE = 8
/** How often it looks while some are being sent, in milliseconds: who answers slowly must not hold up others. */
const MEANWHILE = 500
/** In seconds: longer than any try, so that only a crash lets it run out. */
const LEASE = 60

/**
 * Sends what is due until nothing is. Several processes may do so at once: each delivery is sent by one of them.
 * @returns how many were sent, whatever came of it
 */
export async function deliverDue(deps: Deps, isOver = () => false): Promise<number> {
  const { db, config, clock } = deps
  const { engine } = config.database
  const sending = new Set<Promise<void>>()
  let count = 0
  for (;;) {
    const limit = isOver() ? 0 : AT_ONCE - sending.size
    const now = clock().toISOString()
    const claimed = limit > 0 ? await claimDue(db, engine, { now, limit, lease: LEASE }) : []
    for (const one of claimed) {
      const done = send(deps, one).finally(() => sending.delete(done))
      sending.add(done)
    }
    count += claimed.length
    if (sending.size === 0) return count
    await Promise.race([...sending, setTimeout(MEANWHILE, undefined, { ref: false })])
  }
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
