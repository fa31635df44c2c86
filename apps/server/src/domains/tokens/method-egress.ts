import { renderTemplate } from '@stepkey/shared/auth/template'
import type { Method } from '@stepkey/shared/component'
import type { Egress } from '../../platform/egress/egress.ts'
import type { TlsSettings } from '../../platform/egress/tls.ts'

/** Returns the TLS options of a method for these values. */
export const renderTls = ({ tls = {} }: Pick<Method, 'tls'>, values: Record<string, unknown>): TlsSettings =>
  Object.fromEntries(
    Object.entries(tls)
      .map(([name, template]) => [name, renderTemplate(template, values)])
      .filter(([, text]) => text !== ''),
  )

/** Returns the egress for all HTTP requests of a method, with its TLS options. */
export function methodEgress(
  egress: Egress,
  method: Pick<Method, 'tls'>,
  values: Record<string, unknown>,
): Egress {
  if (!method.tls) return egress
  const tls = renderTls(method, values)
  return { ...egress, fetch: (request, signal) => egress.fetch({ ...request, tls }, signal) }
}
