import { randomInt } from 'node:crypto'
import type { Logger } from 'pino'
import { logFailure } from './log.ts'

/** Work that no answer waits for. Whatever is lost with a crash of the process is lost. */
export interface Background {
  /** Does the work in a moment: when exactly, nobody can tell from outside. What it throws is logged under `where`. */
  soon(where: string, work: () => Promise<void>): void
  /** Does the work again and again, so many milliseconds after it was done, until all ends. */
  every(where: string, milliseconds: number, work: (isOver: () => boolean) => Promise<void>): void
  /** Does at once what is still to be done, and waits until all of it is. */
  finish(): Promise<void>
  /** How much is being done now, and how much is still to begin. */
  now(): { running: number; waiting: number }
}

/** When work begins, in milliseconds: after any answer that is being written now has left. */
const [EARLIEST, LATEST] = [200, 1000]

export function createBackground(log: Logger): Background {
  /** What was not begun yet. */
  const waiting = new Map<NodeJS.Timeout, () => void>()
  const running = new Set<Promise<void>>()
  /** What is done again and again. */
  const regular = new Set<NodeJS.Timeout>()
  let isOver = false

  function begin(where: string, work: () => Promise<void>): Promise<void> {
    const done = work()
      .catch((error) => logFailure(log, where, error))
      .finally(() => running.delete(done))
    running.add(done)
    return done
  }

  return {
    soon(where, work) {
      const start = () => {
        waiting.delete(timer)
        void begin(where, work)
      }
      const timer = setTimeout(start, randomInt(EARLIEST, LATEST))
      waiting.set(timer, start)
    },
    every(where, milliseconds, work) {
      const timer = setTimeout(async () => {
        regular.delete(timer)
        await begin(where, () => work(() => isOver))
        if (!isOver) this.every(where, milliseconds, work)
      }, milliseconds)
      regular.add(timer)
    },
    async finish() {
      isOver = true
      for (const timer of regular) clearTimeout(timer)
      for (const [timer, start] of waiting) {
        clearTimeout(timer)
        start()
      }
      await Promise.all(running)
    },
    now: () => ({ running: running.size, waiting: waiting.size }),
  }
}
