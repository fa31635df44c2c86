import type { Component, Method } from '@stepkey/shared/component'
import { describeFinding } from '@stepkey/shared/finding-messages'
import type { Finding, Verification } from '@stepkey/shared/verification'
import { type Egress, orAbort, REMOTE_DEADLINE } from '../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../platform/egress/network-error.ts'
import type { Secret } from '../../platform/secret.ts'
import type { Observer } from '../../platform/telemetry/observer.ts'
import { withVerificationSlot } from './concurrency.ts'
import { driverProbe } from './driver-probe.ts'
import { httpProbe } from './http-probe.ts'
import type { Probe } from './probe.ts'
import { sanitizeFinding, secretsOf } from './sanitize.ts'
import { expiryOfValues } from './value-expiry.ts'

/** What a verification needs from outside. */
export interface VerificationPorts {
  egress: Egress
  clock: () => Date
  /** Milliseconds; shorter in tests. */
  deadline?: number
  /** Aborted when the caller cancels the verification. */
  signal?: AbortSignal
  /** The workspace whose concurrency limit applies; without it there is no limit. */
  workspaceId?: string
  observer?: Pick<Observer, 'operation'>
  /** Names the method in traces and metrics. */
  of?: { component: Component; methodId: string }
}

/**
 * Sends the component's verification request and returns the result. Every behaviour of the target maps to an outcome.
 * The expiry is the earliest one that the target reports or the values contain.
 * Stores nothing; the result contains no response body, header or driver message.
 * @throws DomainError invalid_input when the values can't be put into a request
 */
export async function verifyValues(
  method: Method,
  values: Secret<Record<string, unknown>>,
  ports: VerificationPorts,
): Promise<Verification> {
  const { egress, clock, deadline = REMOTE_DEADLINE, signal, workspaceId, observer, of } = ports
  const probe = probeOf(method, values.reveal())
  const withExpiry = (finding: Finding, now: Date): Finding => {
    const [expiresAt] = [finding.expiresAt, expiryOfValues(method, values.reveal(), now)]
      .filter((end) => end !== undefined)
      .sort()
    return { ...finding, ...(expiresAt && { expiresAt }) }
  }
  if (typeof probe === 'string') {
    const now = clock()
    return toVerification(withExpiry({ outcome: 'untestable', untestable: probe }, now), now, 0)
  }
  const run = async () => {
    const now = clock()
    const started = performance.now()
    const limit = AbortSignal.timeout(deadline)
    const finding = await runProbe(probe, secretsOf(method, values.reveal()), {
      egress,
      now,
      limit,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
    return toVerification(withExpiry(finding, now), now, Math.round(performance.now() - started))
  }
  const observed = () => (observer && of ? observer.operation(operationOf(of), run, outcomeOf) : run())
  return workspaceId === undefined ? await observed() : await withVerificationSlot(workspaceId, observed)
}

const outcomeOf = ({ outcome }: Verification) => outcome
const operationOf = ({ component, methodId }: NonNullable<VerificationPorts['of']>) =>
  ({ name: 'verification', component: component.id, method: methodId }) as const

/** Returns the finding as a verification: with its time, duration and user-visible message. */
export function toVerification(finding: Finding, checkedAt: Date, durationMs: number): Verification {
  return { ...finding, checkedAt: checkedAt.toISOString(), durationMs, ...describeFinding(finding) }
}

/** Returns the probe for the method's check, or the reason why the method is untestable. */
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

async function runProbe(
  probe: Probe,
  secrets: readonly string[],
  { egress, now, limit, signal }: Limits,
): Promise<Finding> {
  const { target } = probe
  try {
    // The caller may have left while the verification waited for a slot.
    signal.throwIfAborted()
    // Returns in time even if a driver ignores the signal; aborting it releases the driver's resources.
    const finding = await orAbort(probe.run({ egress, signal, now }), signal)
    return { target, ...sanitizeFinding(finding, secrets) }
  } catch (error) {
    if (limit.aborted) return { target, outcome: 'timeout' }
    if (signal.aborted) return { target, outcome: 'unexpected', reason: 'cancelled' }
    return { target, ...(networkErrorMeaning(error) ?? { outcome: 'unexpected' }) }
  }
}
