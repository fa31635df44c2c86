import { AsyncLocalStorage } from 'node:async_hooks'
import { randomInt } from 'node:crypto'
import type { Logger } from 'pino'
import { logFailure } from '../telemetry/log.ts'

/** Work that no answer waits for. Whatever is lost with a crash of the process is lost. */
export interface Background {
  /** Does the work in a moment: when exactly, nobody can tell from outside. What it throws is logged under `where`. */
  soon(where: string, work: () => Promise<void>): void
  /** Does the work again and again, so many milliseconds after it was done, until all ends. */
  every(where: string, milliseconds: number, work: (isOver: () => boolean) => Promise<void>): void
  /** Has the regular work of that name look in a moment instead of when it is due; nothing where there is none. */
  wake(where: string): void
  /** Does at once what is still to be done, and waits until all of it is. */
  finish(): Promise<void>
  /** How much is being done now, and how much is still to begin. */
  now(): { running: number; waiting: number }
}

/** When work begins, in milliseconds: after any answer that is being written now has left. */
const [EARLIEST, LATEST] = [200, 1000]
/** How soon what was woken begins, in milliseconds: whatever it is woken for has been committed by then. */
const AWAKE = 250

/** Work that is done again and again. */
interface Regular {
  timer?: NodeJS.Timeout
  /** Somebody woke it, after it last began. */
  isWoken: boolean
  begin(): void
}

export function createBackground(log: Logger): Background {
  /** What was not begun yet. */
  const waiting = new Map<NodeJS.Timeout, () => void>()
  const running = new Set<Promise<void>>()
  const regular = new Map<string, Regular>()
  let isOver = false
  /** Whoever asks for work may be inside a transaction, which has ended when the work begins. */
  const outside = AsyncLocalStorage.snapshot()

  function begin(where: string, work: () => Promise<void>): Promise<void> {
    const done = outside(work)
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
      const look = async () => {
        one.timer = undefined
        one.isWoken = false
        await begin(where, () => work(() => isOver))
        if (!isOver) one.timer = setTimeout(look, one.isWoken ? AWAKE : milliseconds)
      }
      const one: Regular = { timer: setTimeout(look, milliseconds), isWoken: false, begin: look }
      regular.set(where, one)
    },
    wake(where) {
      const one = regular.get(where)
      if (!one || one.isWoken || isOver) return
      one.isWoken = true
      // While it is at work there is no timer: it looks once more as soon as it is done.
      if (!one.timer) return
      clearTimeout(one.timer)
      one.timer = setTimeout(one.begin, AWAKE)
    },
    async finish() {
      isOver = true
      for (const { timer } of regular.values()) clearTimeout(timer)
      for (const [timer, start] of waiting) {
        clearTimeout(timer)
        start()
      }
      await Promise.all(running)
    },
    now: () => ({ running: running.size, waiting: waiting.size }),
  }
}
