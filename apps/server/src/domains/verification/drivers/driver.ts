import type { DriverName, DriverOptions } from '@stepkey/shared/component'
import type { Finding } from '@stepkey/shared/verification'
import type { Egress } from '../../../platform/egress/egress.ts'

/**
 * Verifies a login by signing in to a server over its own protocol. Returns the server's response as a finding, which names
 * the target only if it is one of several hosts; network errors may be thrown.
 */
export type Driver<Name extends DriverName> = (
  options: DriverOptions[Name],
  egress: Egress,
  signal: AbortSignal,
) => Promise<Finding>
