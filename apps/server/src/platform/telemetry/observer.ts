import { DomainError } from '../errors/domain-error.ts'
import type { Metrics } from './metrics.ts'
import type { Tracing } from './tracing.ts'

/** What is watched besides requests: its name, and facts of a fixed, small set. Never anything that somebody typed. */
export type Operation =
  | { name: 'verification'; component: string; method: string }
  | { name: 'token_refresh'; grant: string }
  | { name: 'issue' }

/** Told what operations come to, for whoever watches over the process: the one seam to metrics and traces. */
export interface Observer {
  /**
   * Does the work, and tells how long it took and what came of it: `outcomeOf` says it in one word of a closed list.
   * What the work throws is thrown on.
   */
  operation<T>(of: Operation, work: () => Promise<T>, outcomeOf: (result: T) => string): Promise<T>
  metrics: Metrics
  /** Absent where the operator has configured no collector. */
  tracing?: Tracing
}

export function createObserver(metrics: Metrics, tracing?: Tracing): Observer {
  return {
    metrics,
    tracing,
    async operation(of, work, outcomeOf) {
      const started = performance.now()
      const { name, ...facts } = of
      const span = tracing?.begin(name, facts)
      let outcome = 'failed'
      try {
        const result = await (span ? span.within(work) : work())
        outcome = outcomeOf(result)
        return result
      } catch (error) {
        if (error instanceof DomainError) outcome = error.code
        throw error
      } finally {
        metrics.operation(of, outcome, (performance.now() - started) / 1000)
        span?.end({ outcome }, outcome === 'failed')
      }
    },
  }
}
