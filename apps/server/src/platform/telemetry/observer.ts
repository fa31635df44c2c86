import { DomainError } from '../errors/domain-error.ts'
import type { Metrics } from './metrics.ts'
import type { Tracing } from './tracing.ts'

/** An observed operation, with attributes that have few possible values. Never contains user input. */
export type Operation =
  | { name: 'verification'; component: string; method: string }
  | { name: 'token_refresh'; grant: string }
  | { name: 'issue' }

/** The port through which operations report to metrics and traces. */
export interface Observer {
  /**
   * Runs the work, and records its duration and outcome. Rethrows its errors.
   * @param outcomeOf returns the outcome of a result, a word of a fixed list
   */
  operation<T>(of: Operation, work: () => Promise<T>, outcomeOf: (result: T) => string): Promise<T>
  metrics: Metrics
  /** Absent if the operator has configured no collector. */
  tracing?: Tracing
}

/** Creates an observer that reports to metrics and, if given, to traces. */
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
