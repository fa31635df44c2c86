import type { DriverName, DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import type { Egress } from '../../../platform/egress/egress.ts'

/**
 * Asks a server through its real driver whether it lets somebody in. Errors of the network may be thrown;
 * what the server itself says, the driver turns into a finding.
 */
export type Driver<Name extends DriverName> = (
  options: DriverOptions[Name],
  egress: Egress,
  signal: AbortSignal,
) => Promise<Omit<Finding, 'target'>>
