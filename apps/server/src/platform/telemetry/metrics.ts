import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Operation } from './observer.ts'

/**
 * The metrics of the process. Labels have few possible values: a route instead of a URL, a component's id instead of a
 * name entered by a user.
 */
export interface Metrics {
  /** Records an HTTP request. */
  request(of: { method: string; route: string; status: number }, seconds: number): void
  /** Records an operation with its outcome. */
  operation(of: Operation, outcome: string, seconds: number): void
  /** Adds a gauge with values by state, such as `{ running: 2, waiting: 0 }`. `read` is called for every scrape. */
  gauge(name: string, help: string, read: () => States | Promise<States>): void
  /** Adds the metrics of the process itself (memory, CPU, event loop), and `stepkey_build_info` with these labels. */
  ofProcess(build: Record<string, string>): void
  /** Returns all metrics in Prometheus format. */
  expose(): Promise<{ contentType: string; text: string }>
}

type States = Record<string, number>

/** Histogram buckets in seconds: for requests, and for calls of targets. */
const OF_REQUESTS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]
const TARGET_CALL_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]

/** Creates an empty set of metrics. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]

  const requests = new Histogram({
    name: 'stepkey_http_request_duration_seconds',
    help: 'Duration of HTTP requests by method, route or procedure, and status class.',
    labelNames: ['method', 'route', 'status'],
    buckets: OF_REQUESTS,
    registers,
  })
  const verifications = new Counter({
    name: 'stepkey_verifications_total',
    help: 'Number of verifications by component, method and outcome.',
    labelNames: ['component', 'method', 'outcome'],
    registers,
  })
  const verificationTime = new Histogram({
    name: 'stepkey_verification_duration_seconds',
    help: 'Duration of verifications, without the time in the queue.',
    labelNames: ['outcome'],
    buckets: TARGET_CALL_BUCKETS,
    registers,
  })
  const refreshes = new Histogram({
    name: 'stepkey_token_refresh_duration_seconds',
    help: 'Duration of token requests by grant and outcome (renewed, lost, or the reason of the failure).',
    labelNames: ['grant', 'outcome'],
    buckets: TARGET_CALL_BUCKETS,
    registers,
  })
  const issues = new Histogram({
    name: 'stepkey_issue_duration_seconds',
    help: 'Duration of issuing credentials to flow engines, by outcome.',
    labelNames: ['outcome'],
    buckets: OF_REQUESTS,
    registers,
  })

  return {
    request({ method, route, status }, seconds) {
      requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds)
    },
    operation(of, outcome, seconds) {
      switch (of.name) {
        case 'verification':
          verifications.inc({ component: of.component, method: of.method, outcome })
          return verificationTime.observe({ outcome }, seconds)
        case 'token_refresh':
          return refreshes.observe({ grant: of.grant, outcome }, seconds)
        case 'issue':
          return issues.observe({ outcome }, seconds)
      }
    },
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        labelNames: ['state'],
        registers,
        async collect() {
          this.reset()
          // A gauge that can't be read is omitted, so that the others are still exposed.
          const states = await Promise.resolve(read()).catch(() => ({}))
          for (const [state, number] of Object.entries(states)) this.set({ state }, number)
        },
      })
    },
    ofProcess(build) {
      collectDefaultMetrics({ register: registry })
      const labelNames = Object.keys(build)
      const help = 'Always 1. The labels describe the running build.'
      new Gauge({ name: 'stepkey_build_info', help, labelNames, registers }).set(build, 1)
    },
    async expose() {
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}
