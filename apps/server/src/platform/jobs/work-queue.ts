import { setTimeout } from 'node:timers/promises'

/**
 * Interval at which further items are claimed while some are running, in milliseconds, so that slow items don't block
 * others.
 */
const CLAIM_INTERVAL = 500

interface QueueOptions<Claimed> {
  /** Maximum number of concurrent items. */
  atOnce: number
  /** Claims up to `limit` due items, so that no other process works on them. */
  claim(limit: number): Promise<Claimed[]>
  /** Processes one item. Must not throw. */
  work(claimed: Claimed): Promise<void>
  /** Returns true when the process is stopping: then no more items are claimed. */
  isStopping(): boolean
}

/** Processes due items until there are none left. @returns the number of processed items */
export async function drainQueue<Claimed>({
  atOnce,
  claim,
  work,
  isStopping,
}: QueueOptions<Claimed>): Promise<number> {
  const running = new Set<Promise<void>>()
  let count = 0
  for (;;) {
    const limit = isStopping() ? 0 : atOnce - running.size
    const claimed = limit > 0 ? await claim(limit) : []
    for (const item of claimed) {
      const done = work(item).finally(() => running.delete(done))
      running.add(done)
    }
    count += claimed.length
    if (running.size === 0) return count
    await Promise.race([...running, setTimeout(CLAIM_INTERVAL, undefined, { ref: false })])
  }
}
