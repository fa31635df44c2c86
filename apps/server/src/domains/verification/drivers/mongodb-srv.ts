/// <reference path="./mongodb-internals.d.ts" />
import { HOST_PATTERN, HOSTS_LIMIT, type HostAddress } from '@stepkey/shared/hosts'
import type { Finding } from '@stepkey/shared/verification'
import { checkParentDomainMatch } from 'mongodb/lib/utils.js'
import type { Egress } from '../../../platform/egress/egress.ts'

/** The servers of a cluster and the options that its DNS records have. */
export interface Cluster {
  hosts: readonly HostAddress[]
  authSource?: string
  replicaSet?: string
  loadBalanced?: boolean
}

/** The options that a TXT record may have, so that its author can’t change others. */
const TXT_OPTIONS = ['authSource', 'replicaSet', 'loadBalanced']

/**
 * Finds the servers of a `mongodb+srv` address, as the specification “Initial DNS Seedlist Discovery” describes:
 * github.com/mongodb/specifications/blob/master/source/initial-dns-seedlist-discovery. Its own look-up in the driver can’t
 * be cancelled. Returns a finding if the records are missing or not allowed.
 */
export async function findCluster(
  name: string,
  { records }: Egress,
  signal: AbortSignal,
): Promise<Cluster | Finding> {
  const [servers, texts] = await Promise.all([
    records.srv(`_mongodb._tcp.${name}`, signal),
    records.txt(name, signal),
  ])
  if (servers.length === 0) return { outcome: 'unreachable', reason: 'no_srv_record' }
  const wrong = { outcome: 'unexpected', reason: 'wrong_dns_records' } as const
  const hosts = servers.map(({ host, port }) => ({ host: host.toLowerCase().replace(/\.$/, ''), port }))
  const areAllowed = hosts.every(({ host, port }) => port > 0 && isInParentDomain(host, name))
  if (hosts.length > HOSTS_LIMIT || !areAllowed || texts.length > 1) return wrong

  const options = new URLSearchParams(texts[0])
  const isAllowed = [...options].every(([option, value]) => TXT_OPTIONS.includes(option) && value !== '')
  const { authSource, replicaSet, loadBalanced } = Object.fromEntries(options)
  if (!isAllowed || !['true', 'false', undefined].includes(loadBalanced)) return wrong
  // A load balancer is one host, and hides the members of a replica set.
  if (loadBalanced === 'true' && (hosts.length > 1 || replicaSet)) return wrong
  return {
    hosts,
    ...(authSource && { authSource }),
    ...(replicaSet && { replicaSet }),
    ...(loadBalanced === 'true' && { loadBalanced: true }),
  }
}

/** Prevents a forged SRV record from leading the login to a server of another domain. */
function isInParentDomain(host: string, name: string): boolean {
  try {
    checkParentDomainMatch(host, name)
    return HOST_PATTERN.test(host)
  } catch {
    return false
  }
}
