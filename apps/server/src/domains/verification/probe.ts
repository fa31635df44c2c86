import type { Finding } from '@stepkey/shared/verification'
import type { Egress } from '../../platform/egress/egress.ts'

export interface ProbePorts {
  egress: Egress
  signal: AbortSignal
  now: Date
}

/** A check with its values, ready to be asked. */
export interface Probe {
  /** Who is asked, as people are told; a finding may name somebody else who was asked first. */
  target: string
  /** Errors of the network may be thrown; what the target itself says is a finding. */
  ask(ports: ProbePorts): Promise<Finding>
}
