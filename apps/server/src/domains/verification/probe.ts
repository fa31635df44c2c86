import type { Finding } from '@stepkey/shared/verification'
import type { Egress } from '../../platform/egress/egress.ts'

/** What a probe needs from outside: network access, cancellation and the current time. */
export interface ProbePorts {
  egress: Egress
  signal: AbortSignal
  now: Date
}

/** A component's check together with the values to verify. */
export interface Probe {
  /** The host shown to users. A finding may name another host, such as a token endpoint that was called first. */
  target: string
  /** Sends the verification request. Returns the target's response as a finding; network errors may be thrown. */
  run(ports: ProbePorts): Promise<Finding>
}
