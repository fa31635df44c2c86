import { randomInt } from 'node:crypto'
import type { Logger } from 'pino'
import { logFailure } from './log.ts'

/** Work that no answer waits for. Whatever is lost with a crash of the process is lost. */
export interface Background {
  /** Does the work in a moment: when exactly, nobody can tell from outside. What it throws is logged under `where`. */
  soon(where: string, work: () => Promise<void>): void
  /** Does at once what is still to be done, and waits until all of it is. */
  finish(): Promise<void>
}

/** When work begins, in milliseconds: after any answer that is being written now has left. */
const [EARLIEST, LATEST] = [200, 1000]

export function createBackground(log: Logger): Background {
  /** What was not begun yet. */
  const waiting = new Map<NodeJS.Timeout, () => void>()
  const running = new Set<Promise<void>>()

  function begin(where: string, work: () => Promise<void>) {
    const done = work()
      .catch((error) => logFailure(log, where, error))
      .finally(() => running.delete(done))
    running.add(done)
  }

  return {
    soon(where, work) {
      const start = () => {
        waiting.delete(timer)
        begin(where, work)
      }
      const timer = setTimeout(start, randomInt(EARLIEST, LATEST))
      waiting.set(timer, start)
    },
    async finish() {
      for (const [timer, start] of waiting) {
        clearTimeout(timer)
        start()
      }
      await Promise.all(running)
    },
  }
}
