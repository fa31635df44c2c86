import { type HostAddress, parseHosts } from '@stepkey/shared/hosts'
import type { Finding } from '@stepkey/shared/verification'
import { REMOTE_DEADLINE } from '../../../platform/egress/egress.ts'
import { networkErrorMeaning } from '../../../platform/egress/network-error.ts'

/** The time for each host but the last, in milliseconds: silent ones must leave time for the next. */
const HOST_LIMIT = REMOTE_DEADLINE / 4

/** Outcomes that say less about the login than any answer of a server, the least telling one last. */
const SILENCE: Finding['outcome'][] = ['blocked', 'unreachable', 'timeout']

/** Returns the hosts in the options of a driver. @throws TypeError for a list with an entry that is no host */
export function hostsOf(
  { hosts, host = '', port }: { hosts?: string; host?: string; port?: string },
  defaultPort: number,
): readonly HostAddress[] {
  if (!hosts) return [{ host, port: Number(port) || defaultPort }]
  const list = parseHosts(hosts, defaultPort)
  if (!list) throw new TypeError('The list of hosts is malformed.')
  return list
}

/**
 * Signs in to hosts of the same cluster in their order, until one accepts or rejects the login. If none does, returns what
 * says most. The finding names its host as the target, if there are several.
 */
export async function signInToFirst(
  hosts: readonly HostAddress[],
  signal: AbortSignal,
  signIn: (host: HostAddress, signal: AbortSignal) => Promise<Finding>,
): Promise<Finding> {
  const inconclusive: Finding[] = []
  for (const [index, host] of hosts.entries()) {
    const isLast = index === hosts.length - 1
    const limited = isLast ? signal : AbortSignal.any([signal, AbortSignal.timeout(HOST_LIMIT)])
    const finding = await signIn(host, limited).catch((error): Finding => {
      signal.throwIfAborted()
      return networkErrorMeaning(error) ?? { outcome: 'unexpected' }
    })
    signal.throwIfAborted()
    const named = hosts.length > 1 ? { ...finding, target: `${host.host}:${host.port}` } : finding
    if (['verified', 'limited', 'rejected'].includes(finding.outcome)) return named
    inconclusive.push(named)
  }
  const rank = ({ outcome }: Finding) => SILENCE.indexOf(outcome)
  return inconclusive.toSorted((one, other) => rank(one) - rank(other))[0] ?? { outcome: 'unexpected' }
}
