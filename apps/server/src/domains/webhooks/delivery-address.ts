import type { Config } from '../../config.ts'
import { isAllowed, isNamed, portOf } from '../../platform/egress/address-filter.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'

/** Whether something may be sent there in the open: only to what whoever runs Stepkey names. */
export function allowsPlainHttp({ egressAllow }: Pick<Config, 'egressAllow'>, url: URL): boolean {
  return url.protocol === 'https:' || isNamed(hostOf(url), portOf(url), egressAllow)
}

/**
 * Refuses at once what could never be delivered to. What a name leads to shows only when something is sent: then the
 * guard has the last word.
 * @throws DomainError invalid_input
 */
export function requireDeliveryAddress({ egressAllow }: Pick<Config, 'egressAllow'>, url: string): void {
  const address = new URL(url)
  const [host, port] = [hostOf(address), portOf(address)]
  if (isNamed(host, port, egressAllow)) return
  if (!allowsPlainHttp({ egressAllow }, address)) {
    throw wrong(
      'Use https: plain http is for addresses only that whoever runs Stepkey names in EGRESS_ALLOW.',
    )
  }
  const isAddress = /^[\d.]+$|:/.test(host)
  if (isAddress && !isAllowed(host, port, host, egressAllow)) {
    throw wrong(
      'This is an address inside a private network. If it should be told, ask whoever runs Stepkey to name it in EGRESS_ALLOW.',
    )
  }
}

const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '')
const wrong = (message: string) => invalidInput({ path: 'url', message })
