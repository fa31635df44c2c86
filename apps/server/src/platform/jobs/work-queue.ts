import { setTimeout } from 'node:timers/promises'

/** How often is looked for more while some is being done, in milliseconds: what is slow must not hold up the rest. */
const MEANWHILE = 500

interface Draining<Claimed> {
  atOnce: number
  /** Takes so much of what is due that nobody else does it. */
  claim(limit: number): Promise<Claimed[]>
  /** Must not throw. */
  work(claimed: Claimed): Promise<void>
  isOver(): boolean
}

/** Does what is due until nothing is. @returns how much that was */
export async function drainQueue<Claimed>({
  atOnce,
  claim,
  work,
  isOver,
}: Draining<Claimed>): Promise<number> {
  const running = new Set<Promise<void>>()
  let count = 0
  for (;;) {
    const limit = isOver() ? 0 : atOnce - running.size
    const claimed = limit > 0 ? await claim(limit) : []
    for (const one of claimed) {
      const done = work(one).finally(() => running.delete(done))
      running.add(done)
    }
    count += claimed.length
    if (running.size === 0) return count
    await Promise.race([...running, setTimeout(MEANWHILE, undefined, { ref: false })])
  }
}
