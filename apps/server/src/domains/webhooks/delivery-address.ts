import type { Config } from '../../config.ts'
import { isAllowed, isNamed, portOf } from '../../platform/egress/address-filter.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'

/**
 * Returns whether events may be sent to a URL: plain http only to addresses that the operator names in EGRESS_ALLOW.
 */
export function allowsPlainHttp({ egressAllow }: Pick<Config, 'egressAllow'>, url: URL): boolean {
  return url.protocol === 'https:' || isNamed(hostOf(url), portOf(url), egressAllow)
}

/**
 * Rejects URLs to which events can't be delivered. The addresses of a host name are checked later, by the egress filter
 * at each delivery.
 * @throws DomainError invalid_input
 */
export function requireDeliveryAddress({ egressAllow }: Pick<Config, 'egressAllow'>, url: string): void {
  const address = new URL(url)
  const [host, port] = [hostOf(address), portOf(address)]
  if (isNamed(host, port, egressAllow)) return
  if (!allowsPlainHttp({ egressAllow }, address)) {
    throw invalidUrl(
      'Use https. Plain http is allowed only for addresses that the operator names in EGRESS_ALLOW.',
    )
  }
  const isAddress = /^[\d.]+$|:/.test(host)
  if (isAddress && !isAllowed(host, port, host, egressAllow)) {
    throw invalidUrl(
      'This address is in a private network. To allow it, ask the operator to name it in EGRESS_ALLOW.',
    )
  }
}

const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '')
const invalidUrl = (message: string) => invalidInput({ path: 'url', code: 'address_blocked', message })
