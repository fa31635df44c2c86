import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Operation } from './observer.ts'

/**
 * Everything that is measured, with labels that have a small number of values: a route and never an address, the id
 * of a component of the catalogue and never a name that somebody chose.
 */
export interface Metrics {
  request(of: { method: string; route: string; status: number }, seconds: number): void
  operation(of: Operation, outcome: string, seconds: number): void
  /** Numbers by state (`{ running: 2, waiting: 0 }`), which are read when somebody asks. */
  gauge(name: string, help: string, read: () => States | Promise<States>): void
  /** The process itself: its memory, processor, event loop, and what it is. */
  ofProcess(build: Record<string, string>): void
  /** All of it as Prometheus reads it. */
  expose(): Promise<{ contentType: string; text: string }>
}

type States = Record<string, number>

/** In seconds. A request is answered from memory, from the database, or when a target has answered. */
const OF_REQUESTS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]
const OF_TARGETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20]

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]

  const requests = new Histogram({
    name: 'stepkey_http_request_duration_seconds',
    help: 'Requests by method, route or procedure, and class of status; their number is _count.',
    labelNames: ['method', 'route', 'status'],
    buckets: OF_REQUESTS,
    registers,
  })
  const verifications = new Counter({
    name: 'stepkey_verifications_total',
    help: 'Checks of credentials, by component, method and outcome.',
    labelNames: ['component', 'method', 'outcome'],
    registers,
  })
  const verificationTime = new Histogram({
    name: 'stepkey_verification_duration_seconds',
    help: 'How long checks take, without waiting for their turn.',
    labelNames: ['outcome'],
    buckets: OF_TARGETS,
    registers,
  })
  const refreshes = new Histogram({
    name: 'stepkey_token_refresh_duration_seconds',
    help: 'Requests for access tokens by grant and outcome (renewed, lost, or why not now); their number is _count.',
    labelNames: ['grant', 'outcome'],
    buckets: OF_TARGETS,
    registers,
  })
  const issues = new Histogram({
    name: 'stepkey_issue_duration_seconds',
    help: 'Credentials handed to flow engines, and refused ones; their number is _count.',
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
          // What can't be read right now is left out: the rest is wanted all the more.
          const states = await Promise.resolve(read()).catch(() => ({}))
          for (const [state, number] of Object.entries(states)) this.set({ state }, number)
        },
      })
    },
    ofProcess(build) {
      collectDefaultMetrics({ register: registry })
      const labelNames = Object.keys(build)
      const help = 'Always 1; its labels say what runs.'
      new Gauge({ name: 'stepkey_build_info', help, labelNames, registers }).set(build, 1)
    },
    async expose() {
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}
