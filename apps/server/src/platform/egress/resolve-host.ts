import type { Resolver } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import ipaddr from 'ipaddr.js'
import { askDns, recordsOf } from './dns-questions.ts'

interface ResolverOptions {
  /** DNS servers such as `127.0.0.1:53`; by default those of the machine. */
  servers?: string[]
  hostsFile?: string
  resolvConf?: string
}

/**
 * Creates a function that resolves a host name to its addresses, IPv4 first: by the hosts file, then by DNS. A name without a
 * dot is first completed with the search domains of the machine.
 *
 * Not by `dns.lookup`: that resolves two names at a time in the whole process, and can't be cancelled. A few names whose
 * DNS servers are silent would stop all verifications.
 */
export function createHostResolver({
  servers,
  hostsFile = '/etc/hosts',
  resolvConf = '/etc/resolv.conf',
}: ResolverOptions = {}) {
  return async function resolveHost(host: string, signal: AbortSignal): Promise<string[]> {
    const name = host.toLowerCase().replace(/\.$/, '')
    const fixed = fixedAddresses(name, await textOf(hostsFile))
    if (fixed.length > 0) return fixed

    return await askDns(servers, signal, async (resolver) => {
      const domains = name.includes('.') ? [] : searchDomains(await textOf(resolvConf))
      for (const domain of domains) {
        const addresses = await addressesOf(resolver, `${name}.${domain}`)
        if (addresses.length > 0) return addresses
      }
      return await addressesOf(resolver, name)
    })
  }
}

const addressesOf = (resolver: Resolver, name: string) =>
  recordsOf(resolver.resolve4(name), resolver.resolve6(name))

/** Returns the addresses of a name in a hosts file. `localhost` always has one. */
function fixedAddresses(name: string, hosts: string): string[] {
  const addresses = hosts.split('\n').flatMap((line) => {
    const [address = '', ...names] = (line.split('#')[0] ?? '').trim().split(/\s+/)
    return ipaddr.isValid(address) && names.some((other) => other.toLowerCase() === name) ? [address] : []
  })
  return addresses.length === 0 && name === 'localhost' ? ['127.0.0.1'] : addresses
}

/** Returns the search domains of a resolv.conf. The last line counts. */
function searchDomains(resolvConf: string): string[] {
  const lines = resolvConf.split('\n').map((line) => line.trim().split(/\s+/))
  return lines.findLast(([keyword]) => keyword === 'search')?.slice(1) ?? []
}

/** Returns the text of a file of the system; empty if there is none. */
const textOf = (path: string) => readFile(path, 'utf8').catch(() => '')
