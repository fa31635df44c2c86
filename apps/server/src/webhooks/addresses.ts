import type { Config } from '../config.ts'
import { isAllowed, isNamed } from '../egress/guard.ts'
import { invalidInput } from '../errors.ts'

/**
 * Refuses at once what could never be delivered to. What a name leads to shows only when something is sent: then the
 * guard has the last word.
 * @throws DomainError invalid_input
 */
export function requireDeliverable({ egressAllow }: Pick<Config, 'egressAllow'>, url: string): void {
  const { protocol, hostname, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const number = Number(port) || (protocol === 'https:' ? 443 : 80)
  if (isNamed(host, number, egressAllow)) return
  if (protocol === 'http:') {
    throw wrong(
      'Use https: plain http is for addresses only that whoever runs Stepkey names in EGRESS_ALLOW.',
    )
  }
  const isAddress = /^[\d.]+$|:/.test(host)
  if (isAddress && !isAllowed(host, number, host, egressAllow)) {
    throw wrong(
      'This is an address inside a private network. If it should be told, ask whoever runs Stepkey to name it in EGRESS_ALLOW.',
    )
  }
}

const wrong = (message: string) => invalidInput({ path: 'url', message })
