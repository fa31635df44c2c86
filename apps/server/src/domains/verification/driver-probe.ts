import { renderTemplate } from '@stepkey/shared/auth/template'
import type { DriverCheck, SshTemplates } from '@stepkey/shared/component'
import type { Egress } from '../../platform/egress/egress.ts'
import { drivers } from './drivers/drivers.ts'
import type { Probe } from './probe.ts'

/** Returns a probe that signs in to the server with the protocol driver that the check names. */
export function driverProbe({ driver, map, via }: DriverCheck, values: Record<string, unknown>): Probe {
  const render = <Templates extends object>(templates: Templates) =>
    Object.fromEntries(
      Object.entries<string>(templates as Record<string, string>).map(([name, template]) => [
        name,
        renderTemplate(template, values),
      ]),
    ) as Templates
  const options = render(map)
  const ssh: SshTemplates | undefined = via && render(via)
  return {
    target: targetOf(options),
    run: async ({ egress, signal }) => {
      const check = await drivers[driver]()
      const run = (through: Egress) => check(options as never, through, signal)
      if (!ssh?.host) return await run(egress)
      const { throughSsh } = await import('./drivers/ssh-tunnel.ts')
      return await throughSsh(ssh, { egress, signal }, run)
    },
  }
}

/** Returns the host or hosts as the user entered them. */
const targetOf = ({ host, port, hosts, srv }: Record<string, string>) => srv || hosts || `${host}:${port}`
