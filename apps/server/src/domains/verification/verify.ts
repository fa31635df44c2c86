import type { Component, Method } from '@stepkey/shared/component'
import { describeFinding } from '@stepkey/shared/finding-messages'
import type { Finding, Verification } from '@stepkey/shared/verification'
import { type Egress, orAbort } from '../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../platform/egress/network-error.ts'
import type { Secret } from '../../platform/secret.ts'
import type { Observer } from '../../platform/telemetry/observer.ts'
import { withVerificationSlot } from './concurrency.ts'
import { driverProbe } from './driver-probe.ts'
import { httpProbe } from './http-probe.ts'
import type { Probe } from './probe.ts'
import { sanitizeFinding, secretsOf } from './sanitize.ts'

/** How long a check may take in all, in milliseconds. */
const DEADLINE = 10_000

export interface VerificationPorts {
  egress: Egress
  clock: () => Date
  /** Milliseconds; shorter in tests. */
  deadline?: number
  /** The caller gave up. */
  signal?: AbortSignal
  /** Whose turn it takes: a workspace has only so many checks running at once. */
  workspaceId?: string
  observer?: Pick<Observer, 'operation'>
  /** What the method is called, for those who watch. */
  of?: { component: Component; methodId: string }
}

/**
 * Sends the component's dry request and says what it found out. Whatever the target does becomes an outcome; nothing
 * is stored, and neither bodies nor headers nor driver messages leave.
 * @throws DomainError invalid_input when the values can't be put into a request at all
 */
export async function verifyValues(
  method: Method,
  values: Secret<Record<string, unknown>>,
  ports: VerificationPorts,
): Promise<Verification> {
  const { egress, clock, deadline = DEADLINE, signal, workspaceId, observer, of } = ports
  const probe = probeOf(method, values.reveal())
  if (typeof probe === 'string')
    return toVerification({ outcome: 'untestable', untestable: probe }, clock(), 0)
  const run = async () => {
    const now = clock()
    const started = performance.now()
    const limit = AbortSignal.timeout(deadline)
    const finding = await ask(probe, secretsOf(method, values.reveal()), {
      egress,
      now,
      limit,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
    return toVerification(finding, now, Math.round(performance.now() - started))
  }
  const watched = () => (observer && of ? observer.operation(operationOf(of), run, outcomeOf) : run())
  return workspaceId === undefined ? await watched() : await withVerificationSlot(workspaceId, watched)
}

const outcomeOf = ({ outcome }: Verification) => outcome
const operationOf = ({ component, methodId }: NonNullable<VerificationPorts['of']>) =>
  ({ name: 'verification', component: component.id, method: methodId }) as const

/** A finding with the words for it. */
export function toVerification(finding: Finding, checkedAt: Date, durationMs: number): Verification {
  return { ...finding, checkedAt: checkedAt.toISOString(), durationMs, ...describeFinding(finding) }
}

/** The probe for a method's check, or why there is none. */
function probeOf(method: Method, values: Record<string, unknown>): Probe | string {
  const { verify } = method
  if ('untestable' in verify) return verify.untestable
  return 'driver' in verify ? driverProbe(verify, values) : httpProbe(method, verify, values)
}

interface Limits {
  egress: Egress
  now: Date
  limit: AbortSignal
  signal: AbortSignal
}

async function ask(
  probe: Probe,
  secrets: readonly string[],
  { egress, now, limit, signal }: Limits,
): Promise<Finding> {
  const { target } = probe
  try {
    // Whatever a driver waits for, the answer comes in time; what it still holds ends with the signal.
    const finding = await orAbort(probe.ask({ egress, signal, now }), signal)
    return { target, ...sanitizeFinding(finding, secrets) }
  } catch (error) {
    if (limit.aborted) return { target, outcome: 'timeout' }
    if (signal.aborted) return { target, outcome: 'unexpected', reason: 'cancelled' }
    return { target, ...(networkErrorMeaning(error) ?? { outcome: 'unexpected' }) }
  }
}
