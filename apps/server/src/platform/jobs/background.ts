import { AsyncLocalStorage } from 'node:async_hooks'
import { randomInt } from 'node:crypto'
import type { Logger } from 'pino'
import { logFailure } from '../telemetry/log.ts'

/** Runs work in the background of requests. Work that has not completed is lost if the process crashes. */
export interface Background {
  /**
   * Runs the work once, after a random delay, so that its time reveals nothing to clients. Errors are logged under
   * `where`.
   */
  soon(where: string, work: () => Promise<void>): void
  /**
   * Runs the work repeatedly, with a pause of `milliseconds` between two runs. `finish` ends that. Errors are logged
   * under `where`.
   */
  every(where: string, milliseconds: number, work: (isStopping: () => boolean) => Promise<void>): void
  /** Runs the repeated work of that name soon, instead of at its regular time. Unknown names are ignored. */
  wake(where: string): void
  /** Runs all pending work at once, stops repeated work, and waits until everything has completed. */
  finish(): Promise<void>
  /** Returns how much work is running and how much is pending. */
  now(): { running: number; waiting: number }
}

/** Range of the delay before single work, in milliseconds: long enough for the current response to be sent. */
const [MIN_DELAY, MAX_DELAY] = [200, 1000]
/** Delay after `wake`, in milliseconds: long enough for the caller's transaction to commit. */
const WAKE_DELAY = 250

/** Repeated work. */
interface RepeatedJob {
  timer?: NodeJS.Timeout
  /** `wake` was called since the last run began. */
  isWoken: boolean
  begin(): void
}

/** Creates a background that logs errors to `log`. */
export function createBackground(log: Logger): Background {
  /** Work that has not begun. */
  const waiting = new Map<NodeJS.Timeout, () => void>()
  const running = new Set<Promise<void>>()
  const repeated = new Map<string, RepeatedJob>()
  let isStopping = false
  // The caller may be inside a transaction, which has ended when the work runs. So the work needs another async
  // context.
  const outsideCaller = AsyncLocalStorage.snapshot()

  function begin(where: string, work: () => Promise<void>): Promise<void> {
    const done = outsideCaller(work)
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
      const timer = setTimeout(start, randomInt(MIN_DELAY, MAX_DELAY))
      waiting.set(timer, start)
    },
    every(where, milliseconds, work) {
      const runOnce = async () => {
        job.timer = undefined
        job.isWoken = false
        await begin(where, () => work(() => isStopping))
        if (!isStopping) job.timer = setTimeout(runOnce, job.isWoken ? WAKE_DELAY : milliseconds)
      }
      const job: RepeatedJob = { timer: setTimeout(runOnce, milliseconds), isWoken: false, begin: runOnce }
      repeated.set(where, job)
    },
    wake(where) {
      const job = repeated.get(where)
      if (!job || job.isWoken || isStopping) return
      job.isWoken = true
      // Without a timer it is running, and runs again soon after it has completed.
      if (!job.timer) return
      clearTimeout(job.timer)
      job.timer = setTimeout(job.begin, WAKE_DELAY)
    },
    async finish() {
      isStopping = true
      for (const { timer } of repeated.values()) clearTimeout(timer)
      for (const [timer, start] of waiting) {
        clearTimeout(timer)
        start()
      }
      await Promise.all(running)
    },
    now: () => ({ running: running.size, waiting: waiting.size }),
  }
}
