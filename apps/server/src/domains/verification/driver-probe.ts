import { renderTemplate } from '@stepkey/shared/auth/template'
import type { DriverCheck, DriverOptions } from '@stepkey/shared/component'
import { drivers } from './drivers/drivers.ts'
import type { Probe } from './probe.ts'

/** Returns a probe that signs in to the server with the protocol driver that the check names. */
export function driverProbe(check: DriverCheck, values: Record<string, unknown>): Probe {
  const options = Object.fromEntries(
    Object.entries<string>(check.map).map(([name, template]) => [name, renderTemplate(template, values)]),
  ) as DriverOptions[typeof check.driver]
  return {
    target: `${options.host}:${options.port}`,
    run: async ({ egress, signal }) => {
      const driver = await drivers[check.driver]()
      return await driver(options as never, egress, signal)
    },
  }
}
