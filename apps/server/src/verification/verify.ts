import { judge } from '@stepkey/shared/auth/judge'
import { buildCheckRequest } from '@stepkey/shared/auth/request'
import { renderTemplate } from '@stepkey/shared/auth/template'
import type { Check, DriverOptions, HttpCheck, Method } from '@stepkey/shared/component'
import { describeFinding, type Finding, type Verification } from '@stepkey/shared/verification'
import { type Egress, orAbort } from '../egress/egress.ts'
import { meaningOf } from '../egress/network-errors.ts'
import { usable } from '../errors.ts'
import type { Secret } from '../secret.ts'
import { drivers } from './drivers/drivers.ts'
import { presentable, secretsOf } from './presentable.ts'

/** How long a check may take in all, in milliseconds. */
const DEADLINE = 10_000

export interface VerificationPorts {
  egress: Egress
  clock: () => Date
  /** Milliseconds; shorter in tests. */
  deadline?: number
  /** The caller gave up. */
  signal?: AbortSignal
}

/**
 * Sends the component's dry request and says what it found out. Whatever the target does becomes an outcome; nothing
 * is stored, and neither bodies nor headers nor driver messages leave.
 * @throws DomainError invalid_input when the values can't be put into a request at all
 */
export async function verify(
  method: Method,
  values: Secret<Record<string, unknown>>,
  { egress, clock, deadline = DEADLINE, signal }: VerificationPorts,
): Promise<Verification> {
  const checkedAt = clock()
  const started = performance.now()
  const limit = AbortSignal.timeout(deadline)
  const signals = { limit, signal: signal ? AbortSignal.any([signal, limit]) : limit }
  const finding = await run(method, values.reveal(), egress, signals)
  return describe(finding, checkedAt, Math.round(performance.now() - started))
}

/** A finding with the words for it. */
export function describe(finding: Finding, checkedAt: Date, durationMs: number): Verification {
  return { ...finding, checkedAt: checkedAt.toISOString(), durationMs, ...describeFinding(finding) }
}

async function run(
  method: Method,
  values: Record<string, unknown>,
  egress: Egress,
  { signal, limit }: { signal: AbortSignal; limit: AbortSignal },
): Promise<Finding> {
  const check: Check = method.verify
  if ('untestable' in check) return { outcome: 'untestable', untestable: check.untestable }
  const probe = 'driver' in check ? driverProbe(check, values) : httpProbe(method, check, values)
  try {
    // Whatever a driver waits for, the answer comes in time; what it still holds ends with the signal.
    const finding = await orAbort(probe.ask(egress, signal), signal)
    return { target: probe.target, ...presentable(finding, secretsOf(method, values)) }
  } catch (error) {
    if (limit.aborted) return { target: probe.target, outcome: 'timeout' }
    if (signal.aborted) return { target: probe.target, outcome: 'unexpected', reason: 'cancelled' }
    return { target: probe.target, ...(meaningOf(error) ?? { outcome: 'unexpected' }) }
  }
}

interface Probe {
  /** Who is asked, as people are told. */
  target: string
  ask(egress: Egress, signal: AbortSignal): Promise<Omit<Finding, 'target'>>
}

function httpProbe(method: Method, check: HttpCheck, values: Record<string, unknown>): Probe {
  const request = usable(() => buildCheckRequest(method, check, values))
  return {
    target: request.url.host,
    ask: async (egress, signal) => judge(check, await egress.fetch(request, signal)),
  }
}

function driverProbe(
  check: Exclude<Check, HttpCheck | { untestable: string }>,
  values: Record<string, unknown>,
): Probe {
  const options = Object.fromEntries(
    Object.entries(check.map).map(([name, template]) => [name, renderTemplate(template, values)]),
  ) as DriverOptions[typeof check.driver]
  return {
    target: `${options.host}:${options.port}`,
    ask: async (egress, signal) => {
      const driver = await drivers[check.driver]()
      return await driver(options as never, egress, signal)
    },
  }
}
