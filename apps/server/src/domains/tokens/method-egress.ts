import { isAllowedHost } from '@stepkey/shared/auth/allowed-hosts'
import { renderTemplate } from '@stepkey/shared/auth/template'
import type { Method } from '@stepkey/shared/component'
import type { Egress } from '../../platform/egress/egress.ts'
import { HostNotAllowed } from '../../platform/egress/network-error.ts'
import type { TlsSettings } from '../../platform/egress/tls.ts'

/** Returns the TLS options of a method for these values. */
export const renderTls = ({ tls = {} }: Pick<Method, 'tls'>, values: Record<string, unknown>): TlsSettings =>
  Object.fromEntries(
    Object.entries(tls)
      .map(([name, template]) => [name, renderTemplate(template, values)])
      .filter(([, text]) => text !== ''),
  )

/**
 * Returns the egress for all HTTP requests of a method, with its TLS options. It refuses hosts that the method does not
 * allow with `HostNotAllowed`.
 */
export function methodEgress(
  egress: Egress,
  method: Pick<Method, 'tls' | 'allowedHosts'>,
  values: Record<string, unknown>,
): Egress {
  const { allowedHosts } = method
  if (!method.tls && !allowedHosts) return egress
  const tls = method.tls && renderTls(method, values)
  return {
    ...egress,
    async fetch(request, signal) {
      if (!isAllowedHost(method, request.url.hostname, values)) throw new HostNotAllowed()
      return await egress.fetch({ ...request, ...(tls && { tls }) }, signal)
    },
  }
}
